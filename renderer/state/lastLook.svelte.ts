const storageKey = 'holdpoint.lastLook';

/** When this person last left the review of this launch, ms of the session's clock: what has changed since is news. */
export class LastLook {
  readonly atMs: number | undefined;
  private readonly launch: string;

  constructor(launch: string, nowMs: () => number) {
    this.launch = launch;
    this.atMs = readKept(launch);
    $effect(() => () => this.keep(nowMs()));
  }

  private keep(atMs: number): void {
    try {
      localStorage.setItem(storageKey, JSON.stringify({ launch: this.launch, atMs }));
    } catch {
      // Without it everything is news next time.
    }
  }
}

function readKept(launch: string): number | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? '{}') as { launch?: unknown; atMs?: unknown };
    return kept.launch === launch && typeof kept.atMs === 'number' ? kept.atMs : undefined;
  } catch {
    return undefined;
  }
}
