import { createHash } from 'node:crypto';
import type { Plan } from '../../shared/model/plan.ts';
import { showProblem } from '../../shared/model/problem.ts';
import { readScenario } from '../../shared/model/readScenario.ts';
import type { PlannedInject } from '../../shared/model/room/injectReading.ts';
import { toRoomRow } from '../../shared/model/room/roomFact.ts';
import type { Scenario } from '../../shared/model/scenario.ts';
import type { Moment } from '../../shared/model/scenarioScalars.ts';
import type { SessionIdentity } from '../../shared/model/session.ts';
import type { Recording } from './source/recording.ts';
import { rehearsedRecording } from './source/rehearsedRecording.ts';
import { buildTimeline, momentMs } from './source/simulator/timeline.ts';
import type { Session } from './store/session.ts';

/** What is rehearsed in a session. */
export interface Rehearsal {
  readonly scenario: Scenario;
  /** What the room will be told, in the order of time. */
  readonly injects: readonly PlannedInject[];
  readonly startMs: number;
  readonly endMs: number;
  readonly momentMs: (moment: Moment) => number;
}

/** The session keeps its scenario as it was written: with it, its seed and the ledger, the world is made again. */
export function rehearsalIdentity(scenario: Scenario, text: string, createdBy: string): SessionIdentity {
  const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  return { kind: 'rehearsal', createdBy, recording: { scenario: scenario.id, seed: scenario.seed, digest, text } };
}

/** Undefined for a session that is no rehearsal. Throws where this version cannot read its scenario. */
export function readRehearsal({ identity, path }: Session, plan: Plan): Rehearsal | undefined {
  const { kind, recording } = identity;
  if (kind !== 'rehearsal') return undefined;
  const text = textOf(recording);
  // A rehearsal of something else than a scenario has nobody to tell.
  if (text === undefined) return undefined;
  const { scenario, problems } = readScenario(text, path);
  if (scenario === undefined) {
    const why = problems[0] === undefined ? 'it is empty' : showProblem(problems[0]);
    throw new Error(`The scenario in ${path} cannot be read by this version: ${why}`);
  }
  const timeline = buildTimeline(scenario, plan);
  const injects = scenario.injects
    .map(({ id, at, from, to, says }) => ({ inject: id, at: momentMs(at, timeline), from, to, says }))
    .sort((one, other) => one.at - other.at);
  return {
    scenario,
    injects,
    startMs: timeline.startMs,
    endMs: timeline.endMs,
    momentMs: (moment) => momentMs(moment, timeline),
  };
}

/** The world of the rehearsal, which follows the ledger of its session. */
export function openRehearsedWorld(session: Session, plan: Plan): Recording | undefined {
  const rehearsal = readRehearsal(session, plan);
  if (rehearsal === undefined) return undefined;
  return rehearsedRecording(rehearsal.scenario, plan, (fromSeq) =>
    session.readLedger({ fromSeq }).flatMap((row) => toRoomRow(row) ?? []),
  );
}

function textOf(recording: SessionIdentity['recording']): string | undefined {
  if (typeof recording !== 'object' || recording === null || !('text' in recording)) return undefined;
  return typeof recording.text === 'string' ? recording.text : undefined;
}
