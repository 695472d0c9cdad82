import type { JudgedAt } from '../../shared/judge/snapshot.ts';
import type { EngineSnapshot, EngineState } from '../../shared/model/engineSnapshot.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { Engine, EngineOptions } from './engineDoor.ts';
import { HeadPipeline } from './headPipeline.ts';
import { assertMostlyGood } from './ingest/unfitRecording.ts';
import { Pace } from './pace.ts';
import { SnapshotFeed } from './snapshot/snapshotFeed.ts';
import type { Session } from './store/session.ts';
import { SessionError } from './store/sessionError.ts';
import { ViewPipeline } from './viewPipeline.ts';

/** A paced session keeps its open chunk on the disk this often. */
const tailEveryMs = 1000;
const backupEveryMs = 15 * 60_000;
/** So often in a row the disk may leave a write uncertain before the engine gives up. */
const mostReopens = 3;
/** A view that plays as fast as it can lets others run after so many seconds. */
const restEveryTicks = 256;

export function openEngine(options: EngineOptions): Engine {
  return new RunningEngine(options);
}

class RunningEngine implements Engine {
  readonly plan: Plan;
  readonly ended: Promise<void>;
  private readonly options: EngineOptions;
  private readonly session: Session;
  private readonly pace: Pace;
  private readonly feed: SnapshotFeed<EngineSnapshot<JudgedAt>>;
  private readonly closing = new AbortController();
  private head: HeadPipeline;
  private view: ViewPipeline | undefined;
  private closed: Promise<void> | undefined;
  private epoch = 0;
  private trouble: string | undefined;
  private tailAtMs: number;
  /** Undefined until the session has been paced. */
  private backedUpAtMs: number | undefined;
  private reopens = 0;
  /** After a reopening some seconds are judged once more, and are no news. */
  private toldTick = -Infinity;
  /** Who waits for the head to come to a second. */
  private expected: { readonly tick: number; readonly arrive: () => void }[] = [];

  constructor(options: EngineOptions) {
    this.options = options;
    this.plan = options.plan;
    this.session = options.session;
    this.tailAtMs = options.clock.steadyMs();
    this.pace = new Pace(options.clock);
    this.feed = new SnapshotFeed(options.clock, (number) => this.picture(number));
    this.head = this.openHead();
    if (this.head.tick !== undefined) this.pace.standAt(this.head.tick * 1000);
    this.pace.run(options.speed);
    this.ended = this.run();
    this.ended.catch(() => undefined);
  }

  state(): EngineState {
    const { head } = this;
    return {
      epoch: this.epoch,
      tick: this.view?.tick ?? head.tick,
      headTick: head.tick,
      speed: this.pace.speed,
      isFinished: head.isFinished,
      counters: { ...head.counters },
      durableLine: head.durableLine,
      trouble: this.trouble,
    };
  }

  snapshot(): EngineSnapshot<JudgedAt> {
    return this.feed.latest();
  }

  subscribe(listener: (snapshot: EngineSnapshot<JudgedAt>) => void): () => void {
    return this.feed.subscribe(listener);
  }

  play(speed: number): void {
    if (!(speed >= 0)) throw new RangeError(`Speed ${speed} is none: give 0 to pause, or a number above it.`);
    this.pace.run(speed);
    this.feed.stir();
  }

  async seek(tick: number): Promise<void> {
    this.epoch += 1;
    const headTick = this.head.tick;
    if (headTick !== undefined && tick < headTick) {
      const first = this.head.firstTick ?? headTick;
      this.view = new ViewPipeline(this.session, this.plan, Math.max(tick, first), () => this.head.ticks);
      this.pace.standAt(this.view.tick * 1000);
      void this.playView(this.view);
    } else {
      this.view = undefined;
      if (headTick !== undefined) this.pace.standAt(headTick * 1000);
      await this.hurryTo(tick);
    }
    this.feed.stir();
  }

  close(): Promise<void> {
    this.closed ??= this.letGo();
    return this.closed;
  }

  private async letGo(): Promise<void> {
    this.closing.abort();
    this.pace.stir();
    await this.ended.catch(() => undefined);
    try {
      if (this.trouble === undefined && !this.head.isFinished) this.head.commitTail();
      this.feed.close();
      if (this.trouble === undefined && this.backedUpAtMs !== undefined) await this.session.backup();
    } finally {
      this.session.close();
    }
  }

  private async run(): Promise<void> {
    try {
      while (!this.isOver()) await this.read().catch((error: unknown) => this.reopenAfter(error));
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : String(error);
      this.feed.stir();
      throw error;
    } finally {
      for (const { arrive } of this.expected.splice(0)) arrive();
    }
  }

  /** Reads on from where the head stands to the end of the recording. */
  private async read(): Promise<void> {
    const { recording } = this.options;
    if (recording === undefined) {
      for (const { line, bytes } of this.session.readTailLines()) this.head.takeStored(line, bytes);
      this.head.isFinished = true;
      return;
    }
    const { nextByte: fromByte, nextLine: fromLine } = this.head;
    for await (const batch of recording.batches({ fromByte, fromLine, signal: this.closing.signal, reuse: true })) {
      if (batch.bad !== undefined) this.head.takeOversized(batch.bad, batch);
      for (let index = 0; index < batch.count; index += 1) {
        const decoded = this.head.decode(batch, index);
        if (decoded.kind !== 'bad' && !this.isReached(decoded.arrived ?? decoded.t)) {
          await this.waitFor(decoded.arrived ?? decoded.t, (second) => this.head.passTo(second, decoded));
        }
        if (this.closing.signal.aborted) return;
        this.head.take(decoded, batch, index);
      }
      assertMostlyGood(this.head.counters, recording.path, false);
      this.options.onBatch?.(batch);
    }
    if (this.closing.signal.aborted) return;
    this.head.finish();
    assertMostlyGood(this.head.counters, recording.path, true);
  }

  private isReached(sessionMs: number): boolean {
    return this.view === undefined && sessionMs <= this.pace.reachedMs();
  }

  /** Lets the session's time run until `sessionMs`; `pass` is told of every second that passes in silence. */
  private async waitFor(sessionMs: number, pass: (second: number) => void): Promise<void> {
    if (this.head.tick === undefined && this.head.counters.lines === 0) this.pace.standAt(sessionMs);
    while (!this.isReached(sessionMs) && !this.closing.signal.aborted) {
      if (this.view === undefined) pass(Math.floor(this.pace.reachedMs() / 1000));
      await this.keepSafe();
      await this.pace.wait(sessionMs);
    }
  }

  /** Plays the past from where the view stands, until it has caught up with the head or is looked at no more. */
  private async playView(view: ViewPipeline): Promise<void> {
    while (this.view === view && !this.closing.signal.aborted) {
      const nextMs = (view.tick + 1) * 1000;
      if (nextMs > this.pace.reachedMs()) await this.pace.wait(nextMs);
      else if (!view.step() || view.tick === this.head.tick) {
        this.view = undefined;
        this.pace.standAt((this.head.tick ?? view.tick) * 1000);
      } else if (view.tick % restEveryTicks === 0) await this.pace.rest();
      this.feed.stir();
    }
  }

  /** Runs the head to a second without waiting, and resolves there. */
  private async hurryTo(tick: number): Promise<void> {
    if (!this.isOver() && (this.head.tick ?? -Infinity) < tick) {
      const arrived = new Promise<void>((arrive) => this.expected.push({ tick, arrive }));
      this.pace.hurryTo(tick * 1000);
      await arrived;
    }
    this.pace.hurryTo(-Infinity);
    if (this.head.tick !== undefined) this.pace.standAt(this.head.tick * 1000);
  }

  /**
   * What a paced session has taken is on the disk within a second, and a copy of all of it every quarter of an hour. One
   * that runs as fast as possible needs neither: its recording is at hand.
   */
  private async keepSafe(): Promise<void> {
    const nowMs = this.options.clock.steadyMs();
    if (nowMs - this.tailAtMs < tailEveryMs) return;
    this.tailAtMs = nowMs;
    this.head.commitTail();
    this.backedUpAtMs ??= nowMs;
    if (nowMs - this.backedUpAtMs < backupEveryMs) return;
    this.backedUpAtMs = nowMs;
    await this.session.backup();
  }

  private openHead(): HeadPipeline {
    const { plan, planDigest: digest, sealLines } = this.options;
    const onTick: EngineOptions['onTick'] = (tick, transitions) => {
      if (tick > this.toldTick) {
        this.options.onTick?.(tick, transitions);
        this.toldTick = tick;
        this.reopens = 0;
      }
      for (const one of this.expected) if (one.tick <= tick) one.arrive();
      this.expected = this.expected.filter((one) => one.tick > tick);
      this.feed.stir();
    };
    return new HeadPipeline(this.session, { plan, digest }, onTick, sealLines);
  }

  /** The disk may or may not hold the last write: opens the session again, to go on from what it says, or gives up. */
  private reopenAfter(error: unknown): void {
    this.reopens += 1;
    if (!(error instanceof SessionError && error.code === 'io_uncertain') || this.reopens > mostReopens) throw error;
    try {
      this.session.reopen();
      this.head = this.openHead();
    } catch (again) {
      this.reopenAfter(again);
    }
  }

  private isOver(): boolean {
    return this.closing.signal.aborted || this.head.isFinished || this.trouble !== undefined;
  }

  private picture(number: number): EngineSnapshot<JudgedAt> {
    const judge = this.view?.judge ?? this.head.judge;
    return { number, state: this.state(), judged: judge.snapshot() };
  }
}
