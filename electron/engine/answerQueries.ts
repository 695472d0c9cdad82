import { ContractError, type QueryAnswer } from '../../shared/contract/contract.ts';
import type { QueryHandlers } from '../../shared/contract/handlers.ts';
import type { LedgerRow } from '../../shared/model/ledgerRow.ts';
import { answerEvents } from './answerEvents.ts';
import { answerLint } from './answerLint.ts';
import { answerGaps, answerQuarantine } from './answerLosses.ts';
import { answerPosture } from './answerPosture.ts';
import { answerReadings } from './answerReadings.ts';
import { answerRehearsal, answerScore } from './answerRehearsal.ts';
import { answerSamples } from './answerSamples.ts';
import { answerSeries, listSeries } from './answerSeries.ts';
import { answerSources } from './answerSources.ts';
import { answerTransitions } from './answerTransitions.ts';
import { assertJudged } from './assertJudged.ts';
import { Counterfactuals } from './counterfactuals.ts';
import type { Engine } from './engineDoor.ts';
import { toWholeRoom } from './snapshot/toWholeRoom.ts';

/** Another session, as it is laid over this one. */
export type Overlay = NonNullable<QueryAnswer<'overlay.read'>['overlay']>;

/** Every question of the contract, asked of an engine. Reads only. */
export function answerQueries(
  engine: Engine,
  counterfactuals = new Counterfactuals(engine),
): Omit<QueryHandlers, 'scenarios.read' | 'rehearsal.opening' | 'rehearsal.compare' | 'overlay.list' | 'overlay.read'> {
  const { session } = engine;
  return {
    'room.now': () => toWholeRoom(engine.snapshot()),
    'room.at': ({ tick, toSeq }) => {
      assertJudged(engine, tick);
      return toWholeRoom(engine.roomAt(tick, toSeq));
    },
    'session.read': () => {
      const { lastTick, ledgerSeq } = session.readDurable();
      const { kind, createdBy } = session.identity;
      const { writable, notice } = session;
      return { kind, createdBy, writable, notice: notice ?? null, lastTick: lastTick ?? null, ledgerSeq };
    },
    'plan.read': ({ row: asked }) => {
      const { row, digest } = asked === undefined ? engine.plans.newest : engine.plans.ofRow(asked);
      const kept = session.readPlan(digest);
      if (kept === undefined) throw new ContractError('not_found', 'The session has no such plan.');
      return { row, digest, text: kept.text };
    },
    'plan.lint': (query) => answerLint(engine, query),
    'series.list': ({ fromId, limit }) => {
      const all = listSeries(engine);
      return { series: all.filter(({ id }) => id >= fromId).slice(0, limit), total: all.length };
    },
    'series.read': (query) => answerSeries(engine, query),
    'readings.read': (query) => answerReadings(engine, query),
    'transitions.read': (query) => answerTransitions(engine, query),
    'ledger.read': ({ fromSeq, toSeq, limit }) => {
      const { ledgerSeq } = session.readDurable();
      const last = Math.min(toSeq ?? ledgerSeq, ledgerSeq);
      const from = fromSeq ?? Math.max(1, last - limit + 1);
      const rows = session.readLedger({ fromSeq: from, toSeq: Math.min(last, from + limit - 1) });
      return { rows, lastSeq: ledgerSeq };
    },
    'rehearsal.read': (_query, seat) => answerRehearsal(engine, seat),
    'rehearsal.score': (_query, seat) => answerScore(engine, seat),
    'sources.read': (query) => answerSources(engine, query),
    'quarantine.read': (query) => answerQuarantine(engine, query),
    'gaps.read': (query) => answerGaps(engine, query),
    'events.read': (query) => answerEvents(engine, query),
    'samples.read': (query) => answerSamples(engine, query),
    'plan.numbers': () => counterfactuals.numbers(),
    'plan.whatIf': (query) => counterfactuals.whatIf(query),
    'plan.sweep': (query) => counterfactuals.sweep(query),
    'sweep.cancel': (query) => counterfactuals.cancel(query),
    'posture.read': ({ tick }) => {
      if (tick !== undefined) assertJudged(engine, tick);
      return answerPosture(engine, tick);
    },
    'evidence.read': ({ row }) => ({ row: readAttachment(engine, row) }),
  };
}

function readAttachment({ session }: Engine, seq: number): LedgerRow {
  const [row] = session.readLedger({ fromSeq: seq, toSeq: seq });
  if (row?.kind === 'evidence.attached') return row;
  throw new ContractError('not_found', `Row ${seq} of the ledger attaches no evidence.`);
}
