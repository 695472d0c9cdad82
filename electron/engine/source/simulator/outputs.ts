import { hasLabels } from './incidentSpan.ts';

/** How many there were so far of one series that others follow. */
export interface Output {
  readonly labels: Readonly<Record<string, string>>;
  total: number;
}

/** What traffic with an id has sent so far, for the traffic after it that follows it. */
export class Outputs {
  private readonly byId = new Map<string, Output[]>();

  open(id: string, labels: Readonly<Record<string, string>>): Output {
    const output = { labels, total: 0 };
    const all = this.byId.get(id);
    if (all === undefined) this.byId.set(id, [output]);
    else all.push(output);
    return output;
  }

  /** Those that the choice names and that agree with these labels wherever they bear the same. */
  find(
    id: string,
    where: Readonly<Record<string, readonly string[]>>,
    labels: Readonly<Record<string, string>>,
  ): readonly Output[] {
    return (this.byId.get(id) ?? []).filter(
      (output) =>
        hasLabels(where, output.labels) &&
        Object.entries(labels).every(([name, value]) => (output.labels[name] ?? value) === value),
    );
  }
}
