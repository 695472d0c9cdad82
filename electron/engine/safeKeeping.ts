import type { Clock } from './clock.ts';
import type { Session } from './store/session.ts';

/** A paced session keeps its open chunk on the disk this often. */
const tailEveryMs = 1000;
const backupEveryMs = 15 * 60_000;

/**
 * What a paced session has taken is on the disk within a second, and a copy of all of it every quarter of an hour. One
 * that runs as fast as possible needs neither: its recording is at hand.
 */
export class SafeKeeping {
  private readonly clock: Clock;
  private readonly session: Session;
  private tailAtMs: number;
  /** Undefined until the session has been paced. */
  private backedUpAtMs: number | undefined;

  constructor(clock: Clock, session: Session) {
    this.clock = clock;
    this.session = session;
    this.tailAtMs = clock.steadyMs();
  }

  /** Called as often as anybody likes. */
  async keep(commitTail: () => void): Promise<void> {
    const nowMs = this.clock.steadyMs();
    if (nowMs - this.tailAtMs < tailEveryMs) return;
    this.tailAtMs = nowMs;
    commitTail();
    this.backedUpAtMs ??= nowMs;
    if (nowMs - this.backedUpAtMs < backupEveryMs) return;
    this.backedUpAtMs = nowMs;
    await this.session.backup();
  }

  /** A last copy, of a session that was paced. */
  async end(): Promise<void> {
    if (this.backedUpAtMs !== undefined) await this.session.backup();
  }
}
