/** Whom Prometheus scrapes: a process at an address, one of those of a job. */
export interface Target {
  /** The name of its samples' source. */
  readonly source: string;
  /** The source that speaks for all targets of its job. */
  readonly job: string;
}

const mostLength = 128;

/** Undefined for a series that comes from no target: what rules and expressions make. */
export function toTarget(labels: Readonly<Record<string, string>>): Target | undefined {
  const { job, instance } = labels;
  if (job === undefined || instance === undefined) return undefined;
  return { source: toName(`${job}:${instance}`), job: toName(job) };
}

/** The nearest name that telemetry may carry. */
export function toName(text: string): string {
  const plain = text.replaceAll(/[^A-Za-z0-9_.:-]/g, '_');
  return (/^[A-Za-z_]/.test(plain) ? plain : `_${plain}`).slice(0, mostLength);
}
