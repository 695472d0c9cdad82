import type { JudgedAt } from '../../shared/judge/snapshot.ts';
import type { EngineSnapshot, EngineState } from '../../shared/model/engineSnapshot.ts';
import type { CommandOutcome, GivenCommand } from '../../shared/model/room/givenCommand.ts';
import { AwaitedTicks } from './awaitedTicks.ts';
import type { Engine, EngineOptions } from './engineDoor.ts';
import { HeadPipeline } from './headPipeline.ts';
import { assertMostlyGood } from './ingest/unfitRecording.ts';
import { Outside } from './outside.ts';
import { Pace } from './pace.ts';
import { Past } from './past.ts';
import { PlanHistory } from './planHistory.ts';
import { RoomDoor } from './roomDoor.ts';
import { readState, takePicture } from './takePicture.ts';
import { SafeKeeping } from './safeKeeping.ts';
import { SnapshotFeed } from './snapshot/snapshotFeed.ts';
import type { Session } from './store/session.ts';
import { SessionError } from './store/sessionError.ts';
import type { ViewPipeline } from './viewPipeline.ts';

/** So often in a row the disk may leave a write uncertain before the engine gives up. */
const mostReopens = 3;

export const openEngine = (options: EngineOptions): Engine => new RunningEngine(options);

class RunningEngine implements Engine {
  readonly ended: Promise<void>;
  private readonly options: EngineOptions;
  readonly session: Session;
  readonly plans: PlanHistory;
  readonly live: Engine['live'];
  readonly past: Past;
  private readonly pace: Pace;
  private readonly feed: SnapshotFeed<EngineSnapshot<JudgedAt>>;
  private readonly closing = new AbortController();
  private head: HeadPipeline;
  private view: ViewPipeline | undefined;
  private closed: Promise<void> | undefined;
  private seeks = 0;
  private trouble: string | undefined;
  private readonly safe: SafeKeeping;
  private readonly door: RoomDoor;
  private readonly outside: Outside;
  private reopens = 0;
  private readonly awaited: AwaitedTicks;

  constructor(options: EngineOptions) {
    this.options = options;
    this.session = options.session;
    this.live = options.live;
    this.plans = new PlanHistory(options.session, { plan: options.plan, digest: options.planDigest });
    this.safe = new SafeKeeping(options.clock, options.session);
    this.pace = new Pace(options.clock);
    this.awaited = new AwaitedTicks(this.pace);
    this.feed = new SnapshotFeed(options.clock, (number) => this.picture(number));
    const durableLine = (): number => this.head.durableLine;
    this.outside = new Outside(options, { door: () => this.door, plan: () => this.plan, durableLine });
    this.head = this.openHead();
    const { session, plans } = this;
    const head = (): HeadPipeline => this.head;
    const rest = (): Promise<void> => this.pace.rest();
    this.past = new Past({ session, plans, head, pace: this.pace, expected: options.expected ?? [] });
    this.door = new RoomDoor({
      ...{ session, plans, head, rest, options },
      standing: () => ({ epoch: this.state().epoch, isNow: this.view === undefined }),
      isOver: () => this.closing.signal.aborted,
      trouble: () => this.trouble,
      reopenAfter: (error) => this.reopenAfter(error),
      stir: () => this.feed.stir(),
    });
    this.pace.run(options.speed, this.head.standsAtMs);
    this.ended = this.run();
    this.ended.catch(() => undefined);
  }

  get plan(): Engine['plan'] {
    return this.head.plan.plan;
  }

  state(): EngineState {
    const { head, pace, trouble } = this;
    const epoch = this.seeks + this.plans.changes;
    const desk = this.door.deskState;
    return readState(head, { epoch, tick: this.view?.tick ?? head.tick, speed: pace.speed, trouble, desk });
  }

  snapshot(): EngineSnapshot<JudgedAt> {
    return this.feed.latest();
  }

  subscribe(listener: (snapshot: EngineSnapshot<JudgedAt>) => void): () => void {
    return this.feed.subscribe(listener);
  }

  play(speed: number): void {
    this.pace.run(speed, this.view === undefined ? this.head.standsAtMs : this.view.tick * 1000);
    this.feed.stir();
  }

  async seek(tick: number): Promise<void> {
    this.seeks += 1;
    const headTick = this.head.tick;
    if (headTick !== undefined && tick < headTick) {
      this.view = this.past.viewAt(Math.max(tick, this.head.firstTick ?? headTick));
      this.pace.standAt(this.view.tick * 1000);
      void this.playView(this.view);
    } else {
      this.view = undefined;
      this.awaited.giveWay();
      if (headTick !== undefined) this.pace.standAt(headTick * 1000);
      await this.hurryTo(tick);
    }
    this.feed.stir();
  }

  /** What is done while the head is sent ahead is done where it arrives, not in some second on the way. */
  async command(given: GivenCommand): Promise<CommandOutcome> {
    await this.awaited.settled();
    return this.door.run(given);
  }

  roomAt(tick: number, toSeq = Infinity): EngineSnapshot<JudgedAt> {
    const { judge } = this.past.viewAt(tick, toSeq);
    return takePicture(0, { ...this.state(), tick: judge.tick }, judge);
  }

  close(): Promise<void> {
    return (this.closed ??= this.letGo());
  }

  private async letGo(): Promise<void> {
    this.closing.abort();
    this.pace.stir();
    await this.ended.catch(() => undefined);
    await this.outside.close();
    try {
      if (this.trouble === undefined && !this.head.isFinished) this.head.leave();
      this.feed.close();
      if (this.trouble === undefined) await this.safe.end();
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
      this.awaited.release();
    }
  }

  /** Reads on from where the head stands to the end of the recording. */
  private async read(): Promise<void> {
    const { recording } = this.options;
    if (recording === undefined) return this.head.takeTail();
    const { nextByte: fromByte, nextLine: fromLine } = this.head;
    for await (const batch of recording.batches({ fromByte, fromLine, signal: this.closing.signal, reuse: true })) {
      if (batch.bad !== undefined) this.head.takeOversized(batch.bad, batch);
      for (let index = 0; index < batch.count; index += 1) {
        const decoded = this.head.decode(batch, index);
        if (decoded.kind !== 'bad' && (decoded.arrived ?? decoded.t) > this.reachedMs()) {
          await this.waitFor(decoded.arrived ?? decoded.t, (second) => this.head.passTo(second, decoded));
        }
        if (this.closing.signal.aborted) return;
        this.head.take(decoded, batch, index);
      }
      if (this.live === undefined) assertMostlyGood(this.head.counters, recording.path, false);
      else await this.safe.keep(() => this.head.commitTail());
      this.options.onBatch?.(batch);
      await this.pace.breathe();
    }
    if (this.closing.signal.aborted) return;
    this.head.finish();
    assertMostlyGood(this.head.counters, recording.path, true);
  }

  /** Who looks at the past stops the head, but for where somebody has sent it. */
  private reachedMs(): number {
    return this.view === undefined ? this.pace.reachedMs() : this.pace.hurriedToMs;
  }

  /** Lets the session's time run until `sessionMs`; `pass` is told of every second that passes in silence. */
  private async waitFor(sessionMs: number, pass: (second: number) => void): Promise<void> {
    if (this.pace.reachedMs() === -Infinity) this.pace.standAt(sessionMs);
    while (sessionMs > this.reachedMs() && !this.closing.signal.aborted) {
      const second = Math.floor(this.reachedMs() / 1000);
      pass(second);
      this.awaited.pass(second, this.head.tick !== undefined);
      await this.safe.keep(() => this.head.commitTail());
      await this.pace.wait(sessionMs);
    }
  }

  private async playView(view: ViewPipeline): Promise<void> {
    const isWanted = (): boolean => this.view === view && !this.closing.signal.aborted;
    await view.play(this.pace, { isWanted, headTick: () => this.head.tick, onStep: () => this.feed.stir() });
    if (!isWanted()) return;
    this.view = undefined;
    this.pace.standAt((this.head.tick ?? view.tick) * 1000);
    this.feed.stir();
  }

  /** Runs the head to a second without waiting, and resolves there. */
  private async hurryTo(tick: number): Promise<void> {
    if (!this.isOver() && (this.head.tick ?? -Infinity) < tick) await this.awaited.hurryTo(tick);
    if (this.view === undefined && this.head.standsAtMs !== undefined) this.pace.standAt(this.head.standsAtMs);
  }

  private openHead(): HeadPipeline {
    const { session, plans, options } = this;
    const onTick: EngineOptions['onTick'] = (tick, transitions) => {
      if (this.awaited.isNews(tick)) {
        this.options.onTick?.(tick, transitions);
        this.reopens = 0;
      }
      this.awaited.reach(tick);
      this.outside.settle();
      this.feed.stir();
    };
    const outlets = { onTick, onRow: this.outside.take, isShared: options.desk !== undefined };
    this.outside.begin();
    return new HeadPipeline(session, plans, outlets, options.sealLines);
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
    this.door.shown.note(number, judge);
    return takePicture(number, this.state(), judge);
  }
}
