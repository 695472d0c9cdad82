import type { QueryAnswer } from '../../shared/contract/contract.ts';
import { markAnswers } from '../../shared/judge/backtest/markAnswers.ts';
import { type RightAnswer, rightAnswers, type TriggerAnswer } from '../../shared/judge/backtest/rightAnswers.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { toRoomRow } from '../../shared/model/room/roomFact.ts';
import type { Engine } from './engineDoor.ts';

type WireAnswer = Extract<QueryAnswer<'plan.whatIf'>, { state: 'done' }>['answers'][number];

export interface Expected {
  readonly answers: readonly TriggerAnswer[];
  /** The same, for whoever shows them. */
  readonly wire: readonly WireAnswer[];
}

/** In an exercise nobody is told what is right before it is over. */
function scenarioAnswers(engine: Engine): readonly RightAnswer[] {
  const { rehearsal } = engine.plans;
  if (rehearsal === undefined) return engine.past.expected;
  return engine.state().isFinished ? rightAnswers(rehearsal.scenario, engine.plan, rehearsal.momentMs) : [];
}

/**
 * What these triggers should have found up to a second: by the marks that people set, and by the scenario where there is
 * one. What lies ahead is nobody's to know.
 */
export function expectedOf(
  engine: Engine,
  { plan, triggers, toTick }: { readonly plan: Plan; readonly triggers: readonly string[]; readonly toTick: number },
): Expected {
  const rows = engine.session
    .readLedger()
    .filter(({ kind }) => kind === 'mark.set' || kind === 'mark.withdrawn')
    .flatMap((row) => toRoomRow(row) ?? []);
  const all = [
    ...scenarioAnswers(engine)
      .filter((answer) => answer.kind === 'trigger')
      .map((answer) => ({ answer, name: answer.incident ?? null, mark: null })),
    ...markAnswers(rows, plan).map(({ answer, row, note }) => ({ answer, name: note, mark: row })),
  ]
    .filter(({ answer }) => triggers.includes(answer.id) && (answer.beginsMs ?? answer.byMs) <= toTick * 1000)
    .sort((one, other) => one.answer.byMs - other.answer.byMs);
  return {
    answers: all.map(({ answer }) => answer),
    wire: all.map(({ answer: { id, cell, beginsMs, byMs, overMs }, name, mark }) => ({
      ...{ trigger: id, cell, beginsAt: beginsMs ?? null, byAt: byMs, overAt: overMs ?? null, name, mark },
    })),
  };
}
