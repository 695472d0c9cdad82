import type { ReviewInput } from '../../report/reviewInput.ts';
import { chartSeriesIds } from '../../report/watchedIndicators.ts';
import { readFact } from '../../report/readFact.ts';
import type { TickInput } from '../../../shared/model/tickInput.ts';
import { readPlan } from '../../../shared/model/readPlan.ts';
import { scoreOf } from '../../engine/answerRehearsal.ts';
import { listGaps } from '../../engine/answerLosses.ts';
import { openEngine } from '../../engine/engine.ts';
import type { Engine } from '../../engine/engineDoor.ts';
import { openSession } from '../../engine/store/openSession.ts';
import type { Session } from '../../engine/store/session.ts';
import { SessionError } from '../../engine/store/sessionError.ts';
import { verifySession } from '../../engine/store/verify.ts';
import type { VerifyReport } from '../../engine/store/verifyReport.ts';
import { systemClock } from '../systemClock.ts';
import { type CommandIo, Refusal } from './command.ts';
import { verifyWatched } from './verifyWatched.ts';

/** Steps of a chart, at most. */
const chartSteps = 600;
/** Sums over longer spans are of steps a little longer than a second. */
const mostSumSteps = 7200;

export interface GatheredReview {
  readonly input: ReviewInput;
  /** What a reader should know before anything else, such as that a newer version wrote it. */
  readonly notice: string | undefined;
  /** Lets go of the session: nothing may be read from `input.sum` after that. */
  close(): Promise<void>;
}

const ofAnotherVersion =
  'Whether the session is whole is not known: another version of Holdpoint wrote it, and that version can verify it.';

/** Undefined for a session of another version, which can be read but not proven. */
async function verifyOwn(path: string, io: CommandIo | undefined): Promise<VerifyReport | undefined> {
  try {
    return io === undefined ? verifySession(path) : await verifyWatched(path, {}, io);
  } catch (error) {
    if (error instanceof SessionError && error.code === 'needs_migration') return undefined;
    throw error;
  }
}

function wholeOf({ ok, faults, proven, unproven }: VerifyReport): ReviewInput['whole'] {
  return {
    isWhole: ok,
    says: [
      ok ? 'The session is whole.' : 'The session is NOT whole.',
      ...faults.map(({ text }) => text),
      ...(proven === undefined ? [] : [`Proven: ${proven}`]),
      ...unproven.map((text) => `Not proven: ${text}`),
    ],
  };
}

/**
 * Opens a session for reading, and everything in it that a review speaks of. Nothing in it is changed. With `io`, whoever
 * waits is told how far it is.
 */
export async function gatherReview(path: string, io?: CommandIo): Promise<GatheredReview> {
  const report = await verifyOwn(path, io);
  const session = openSession(path, { mode: 'read', now: systemClock.nowMs });
  const row = session.readPlan();
  const { plan, problems } = readPlan(row?.text ?? '', path);
  if (row === undefined || plan === undefined) {
    session.close();
    const why = row === undefined ? 'it is not there' : (problems[0]?.text ?? 'it is empty');
    throw new Refusal(1, `The plan in ${path} cannot be read by this version: ${why}`);
  }
  const engine = openEngine({
    session,
    plan,
    planDigest: row.digest,
    recording: undefined,
    clock: systemClock,
    speed: 0,
  });
  try {
    await engine.ended;
    const ticks = judgedTicks(engine);
    // A short session, or the end of any, is not in a chunk yet.
    const { ticks: unsealed, ...open } = engine.past.openChunk();
    const series = [...session.readSeries(), ...open.series];
    const ledger = session.readLedger();
    const inForce = engine.plans.newest;
    const input: ReviewInput = {
      plan: inForce.plan,
      planDigest: inForce.digest,
      kind: session.identity.kind,
      createdBy: session.identity.createdBy,
      ticks,
      score: engine.plans.rehearsal === undefined ? undefined : scoreOf(engine, engine.plans.rehearsal),
      counters: engine.state().counters,
      gaps: listGaps(engine),
      transitions: [...session.readTransitions(), ...open.transitions],
      ledger,
      checkpoints: session.readLedgerCheckpoints(),
      whole: report === undefined ? { isWhole: null, says: [ofAnotherVersion] } : wholeOf(report),
      end: ticks === undefined ? undefined : engine.snapshot(),
      rooms: decisionRooms(engine, ledger, ticks),
      series,
      rollUp:
        ticks === undefined
          ? undefined
          : session.readSeriesRollUp({
              lines: chartSeriesIds(plan, series).map((id) => [id]),
              fromBucket: ticks.first,
              toBucket: ticks.last + 1,
              maxPoints: chartSteps,
              unsealed,
            }),
      liftOff: liftOffOf(engine, ledger, ticks),
      latency: (ids, quantiles, span) => {
        const { fromS = ticks?.first ?? 0, toS = ticks?.last ?? 0, maxPoints = chartSteps } = span ?? {};
        const range = { fromBucket: fromS, toBucket: toS + 1, maxPoints };
        return session.readSeriesRollUp({ lines: [ids], quantiles, unsealed, ...range });
      },
      sum: (ids, fromS, toS) => sumOf(session, unsealed, ids, fromS, toS),
    };
    return { input, notice: session.notice, close: () => engine.close() };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** What T read when lift-off was confirmed. */
export function liftOffOf(
  engine: Engine,
  ledger: ReviewInput['ledger'],
  ticks: ReviewInput['ticks'],
): ReviewInput['liftOff'] {
  const row = ledger.findLast(({ kind }) => kind === 'launch.begun');
  if (row === undefined || ticks === undefined) return undefined;
  const { room } = engine.roomAt(Math.min(Math.max(row.at / 1000, ticks.first), ticks.last), row.seq);
  return room === undefined ? undefined : { at: row.at, tMs: room.clock.tMs };
}

export function judgedTicks(engine: Engine): ReviewInput['ticks'] {
  const last = engine.state().headTick;
  if (last === undefined) return undefined;
  return { first: engine.past.firstTick ?? last, last };
}

/** The room of each decision, as it was before the decision's own row. */
function decisionRooms(
  engine: Engine,
  ledger: ReviewInput['ledger'],
  ticks: ReviewInput['ticks'],
): ReviewInput['rooms'] {
  const rooms = new Map<number, ReturnType<Engine['roomAt']>>();
  for (const row of ledger) {
    const decision = readFact(row, 'decision.recorded');
    if (decision === undefined || ticks === undefined) continue;
    if (decision.tick < ticks.first || decision.tick > ticks.last) continue;
    rooms.set(row.seq, engine.roomAt(decision.tick, row.seq - 1));
  }
  return rooms;
}

function sumOf(
  session: Session,
  unsealed: readonly TickInput[],
  series: readonly number[],
  fromS: number,
  toS: number,
): number {
  if (series.length === 0 || toS < fromS) return 0;
  const seconds = toS + 1 - fromS;
  const rolled = session.readSeriesRollUp({
    lines: [series],
    fromBucket: fromS,
    toBucket: toS + 1,
    maxPoints: Math.max(2, Math.min(seconds, mostSumSteps)),
    unsealed,
  });
  let sum = 0;
  for (const column of rolled.columns) {
    for (let step = 0; step < rolled.steps; step += 1) if ((column.n[step] ?? 0) > 0) sum += column.sum[step] ?? 0;
  }
  return sum;
}
