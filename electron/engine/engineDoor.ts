import type { JudgedAt } from '../../shared/judge/snapshot.ts';
import type { EngineSnapshot, EngineState } from '../../shared/model/engineSnapshot.ts';
import type { RightAnswer } from '../../shared/judge/backtest/rightAnswers.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { Transition } from '../../shared/model/transition.ts';
import type { CommandOutcome, GivenCommand } from '../../shared/model/room/givenCommand.ts';
import type { Clock } from './clock.ts';
import type { DeskOptions } from './desks/sharedDesk.ts';
import type { Courier } from './outboxDoor.ts';
import type { Past } from './past.ts';
import type { PlanHistory } from './planHistory.ts';
import type { LineBatch } from './source/lineBatch.ts';
import type { LiveStream } from './source/live/liveStream.ts';
import type { Recording } from './source/recording.ts';
import type { Session } from './store/session.ts';

export interface EngineOptions {
  /** Open for writing; the engine closes it. The plan must be in it already. */
  readonly session: Session;
  readonly plan: Plan;
  readonly planDigest: string;
  /** What to read on from; without one the session shows what it holds. */
  readonly recording: Recording | undefined;
  readonly clock: Clock;
  /** Session seconds a second to begin with; 0 begins paused, `Infinity` runs as fast as possible. */
  readonly speed: number;
  /** Lines after which a chunk closes; it must be the same whenever a session goes on. 10,000 when absent. */
  readonly sealLines?: number;
  /** Each newly judged second, once, in order. */
  readonly onTick?: (tick: number, transitions: readonly Transition[]) => void;
  readonly onBatch?: (batch: LineBatch) => void;
  /** What a scenario says should be found, where whoever opens the session knows it. */
  readonly expected?: readonly RightAnswer[];
  /** Carries orders and updates to where the plan sends them. Only a live session has one: nothing else moves the world. */
  readonly courier?: Courier;
  /** Other desks decide this launch too: the ledger is theirs as well. */
  readonly desk?: DeskOptions;
  /** The sources of a live session: then the recording is this one, and speed is `Infinity`. */
  readonly live?: LiveStream;
}

/**
 * The engine: a source is pulled, its lines are ingested and kept, every second is judged, and what was found is shown.
 * It is the same in the desktop app, the browser's host, the command line and in tests; only the clock differs.
 */
export interface Engine {
  /** The plan by which the newest second was judged. */
  readonly plan: Plan;
  /** Every plan that has judged, and from when. */
  readonly plans: PlanHistory;
  state(): EngineState;
  snapshot(): EngineSnapshot<JudgedAt>;
  /** At most four snapshots a second, the latest always. Returns how to stop. */
  subscribe(listener: (snapshot: EngineSnapshot<JudgedAt>) => void): () => void;
  /** Runs the session's time at `speed`; 0 pauses. */
  play(speed: number): void;
  /**
   * Shows the second `tick`: one that was judged comes back exactly as it was; one that lies ahead is run to. Speed stays
   * what it was. Resolves when it is shown, or with the last second of a recording that ends before it.
   */
  seek(tick: number): Promise<void>;
  /** Runs a command, after whatever is being ingested. Resolves when its rows are on the disk, or with why not. */
  command(given: GivenCommand): Promise<CommandOutcome>;
  /**
   * The whole room as of a judged second, exactly as it was shown at its end; rows of the ledger after `toSeq` are left
   * out, so that a decision is seen with the room on which it was taken. What is shown does not move.
   */
  roomAt(tick: number, toSeq?: number): EngineSnapshot<JudgedAt>;
  /** What was judged so far, for questions. */
  readonly past: Past;
  /** The sources of a live session. */
  readonly live: LiveStream | undefined;
  /** For questions: reads only. */
  readonly session: Session;
  /** Resolves when the recording has been read to its end, or the engine was closed. Rejects with what stopped it. */
  readonly ended: Promise<void>;
  /** Makes everything durable and lets go of the session, whatever happens. Safe to call twice. */
  close(): Promise<void>;
}
