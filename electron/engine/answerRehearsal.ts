import { basename } from 'node:path';
import { ContractError, type QueryAnswer } from '../../shared/contract/contract.ts';
import type { Seat } from '../../shared/contract/handlers.ts';
import { compareScores } from '../../shared/judge/score/compareScores.ts';
import { scoreSession } from '../../shared/judge/score/scoreSession.ts';
import { facilitatorRole } from '../../shared/model/room/injectFacts.ts';
import { type RoomRow, toRoomRow } from '../../shared/model/room/roomFact.ts';
import type { ScoreReading } from '../../shared/model/scoreReading.ts';
import type { Overlay } from './answerQueries.ts';
import type { Engine } from './engineDoor.ts';
import type { Rehearsal } from './rehearsal.ts';

/** What is rehearsed, and to whoever may lead it what is still to come. */
export function answerRehearsal(engine: Engine, seat: Seat): QueryAnswer<'rehearsal.read'> {
  const rehearsal = engine.plans.rehearsal;
  if (rehearsal === undefined) return { rehearsal: null };
  const { scenario, startMs, endMs } = rehearsal;
  const mayLead = leads(seat);
  const pending = mayLead ? (engine.past.newestJudge.room?.injects.pending ?? []) : null;
  return {
    rehearsal: {
      scenario: { id: scenario.id, name: scenario.name ?? scenario.id, teaches: scenario.teaches ?? null },
      session: basename(engine.session.path),
      startAt: startMs,
      endAt: endMs,
      isOver: engine.state().isFinished,
      mayLead,
      pending: pending?.map(({ to, ...one }) => ({ ...one, to: [...to] })) ?? null,
    },
  };
}

/** Throws for whoever would learn from it what is still to come. */
export function answerScore(engine: Engine, seat: Seat): QueryAnswer<'rehearsal.score'> {
  const rehearsal = engine.plans.rehearsal;
  if (rehearsal === undefined) return { score: null };
  assertMayKnow(engine, seat);
  return { score: scoreOf(engine, rehearsal) };
}

export function answerComparison(
  engine: Engine,
  seat: Seat,
  overlay: Overlay | null,
): QueryAnswer<'rehearsal.compare'> {
  const rehearsal = engine.plans.rehearsal;
  if (rehearsal === undefined || overlay === null) return { comparison: null };
  assertMayKnow(engine, seat);
  const { plan } = engine;
  const { name, t0At, firstAt, lastAt, transitions, rows } = overlay;
  const other = scoreSession({
    ...{ plan, scenario: rehearsal.scenario, momentMs: rehearsal.momentMs, t0At },
    transitions,
    rows: toRoomRows(rows),
    isLived: rows.some(({ body }) => body['rehearsal'] === true),
    judged: firstAt === null || lastAt === null ? undefined : { firstMs: firstAt, lastMs: lastAt },
  });
  const own = { name: 'this rehearsal', score: scoreOf(engine, rehearsal) };
  return { comparison: compareScores(own, { name, score: other }) };
}

/** How the rehearsal has gone so far. */
export function scoreOf(engine: Engine, { scenario, momentMs }: Rehearsal): ScoreReading {
  const { session, plan, past } = engine;
  const { firstTick } = past;
  const { headTick } = engine.state();
  return scoreSession({
    ...{ plan, scenario, momentMs, t0At: plan.launch.t0 },
    transitions: [...session.readTransitions(), ...past.openChunk().transitions],
    rows: toRoomRows(session.readLedger()),
    isLived: engine.plans.rehearsal !== undefined,
    judged:
      firstTick === undefined || headTick === undefined
        ? undefined
        : { firstMs: firstTick * 1000, lastMs: headTick * 1000 },
  });
}

/** Whoever came in for a role of the plan alone leads nothing. */
export function leads({ role }: Seat): boolean {
  return role === undefined || role === facilitatorRole;
}

/** What lies ahead of a rehearsal is told to whoever leads it, and to all when it is over. */
export function mayKnow(engine: Engine, seat: Seat): boolean {
  return engine.plans.rehearsal === undefined || leads(seat) || engine.state().isFinished;
}

function assertMayKnow(engine: Engine, seat: Seat): void {
  if (mayKnow(engine, seat)) return;
  throw new ContractError('not_allowed', 'How it goes is told when the rehearsal is over: ask again then.');
}

function toRoomRows(rows: readonly Parameters<typeof toRoomRow>[0][]): RoomRow[] {
  return rows.flatMap((row) => toRoomRow(row) ?? []);
}
