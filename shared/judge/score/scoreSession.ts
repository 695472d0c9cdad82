import type { OutcomeCounts, ScoredComplication, ScoreReading } from '../../model/scoreReading.ts';
import { firingsOf } from '../backtest/firings.ts';
import { incidentAt, rightAnswers } from '../backtest/rightAnswers.ts';
import { scoreTriggers } from '../backtest/scoreTriggers.ts';
import { AlarmLoad } from '../room/alarmLoad.ts';
import { type Deed, deedsOf, toScoredDeed } from './deeds.ts';
import { type ScoreGround, scoreComplications } from './scoreComplications.ts';

export interface ScoreInput extends Omit<ScoreGround, 'deeds'> {
  readonly t0At: number;
}

/** A rehearsal against its scenario, or a launch against the scenario of a rehearsal. Roles only, and no names. */
export function scoreSession({ t0At, ...input }: ScoreInput): ScoreReading {
  const { plan, scenario, momentMs, transitions, judged, rows } = input;
  const ground: ScoreGround = { ...input, deeds: deedsOf(rows, plan) };
  const complications = scoreComplications(ground);
  const answers = rightAnswers(scenario, plan, momentMs);
  const isQuiet = (at: number): boolean => incidentAt(answers, at) === undefined && !isAnswered(at, complications);
  const needlessDeeds = ground.deeds.filter((deed) => isBrake(deed) && isQuiet(deed.at)).map(toScoredDeed);
  const firings = firingsOf(transitions);
  const { falseAlarms } = scoreTriggers(
    answers,
    () => true,
    firings,
    judged,
    () => false,
  );
  const needlessCalls = transitions.filter(
    ({ kind, to, at }) => kind === 'call' && (to === 'NO-GO' || to === 'ROLLBACK') && isQuiet(at),
  );
  const calls = complications.flatMap(({ call }) => call ?? []);
  const found = complications.flatMap((one) => one.found ?? []);
  const count = <Item>(list: readonly Item[], ...wanted: Item[]): number =>
    list.filter((item) => wanted.includes(item)).length;
  const words = calls.map(({ outcome }) => outcome);
  return {
    format: 'holdpoint/score@1',
    scenario: { id: scenario.id, name: scenario.name ?? scenario.id, seed: scenario.seed },
    t0At,
    judged: judged === undefined ? null : { firstAt: judged.firstMs, lastAt: judged.lastMs },
    complications,
    answers: countAnswers(complications),
    calls: {
      right: count(words, 'right'),
      late: count(words, 'late'),
      wrong: count(words, 'wrong'),
      unjudged: count(words, 'unjudged'),
      needless: needlessCalls.length,
    },
    triggers: {
      found: count(found, 'found'),
      late: count(found, 'late'),
      missed: count(found, 'missed', 'standing'),
      averted: count(found, 'averted'),
      unjudged: count(found, 'unjudged'),
      needless: falseAlarms.filter(({ during }) => during === undefined).length,
    },
    needlessDeeds,
    roles: rolesOf(ground, complications),
    injects: rows.flatMap(({ kind, body, at }) =>
      kind === 'inject.released' ? [{ inject: body.inject, at, to: [...body.to], says: body.says }] : [],
    ),
  };
}

/** A rollback or a hold that a person ordered. */
function isBrake({ bearing, isPeoples }: Deed): boolean {
  return isPeoples && (bearing === 'rollback' || bearing === 'hold');
}

/** Some complication without an incident was on, from when it was seen to when it was answered. */
function isAnswered(at: number, complications: readonly ScoredComplication[]): boolean {
  return complications.some(({ beganAt, visibleAt, answer, call }) => {
    const from = beganAt ?? visibleAt;
    const to = Math.max(answer?.deed?.at ?? 0, answer?.by ?? 0, call?.by ?? 0);
    return from !== null && at >= from && at <= to;
  });
}

function countAnswers(complications: readonly ScoredComplication[]): OutcomeCounts {
  const counts = { right: 0, late: 0, wrong: 0, none: 0, unjudged: 0 };
  for (const { answer } of complications) if (answer !== null) counts[answer.outcome] += 1;
  return counts;
}

function rolesOf(
  { plan, transitions }: ScoreGround,
  complications: readonly ScoredComplication[],
): ScoreReading['roles'] {
  const firings = firingsOf(transitions);
  const load = new AlarmLoad(plan);
  const most = new Map<string, number>();
  for (const { id, fromMs } of firings) {
    load.add(id, fromMs);
    load.advance(fromMs);
    for (const { role, alarms } of load.byRole()) {
      if (role !== null) most.set(role, Math.max(most.get(role) ?? 0, alarms));
    }
  }
  return Object.keys(plan.roles).map((role) => {
    const own = complications.filter(({ answer }) => answer?.role === role);
    const took = own.flatMap(({ answer, visibleAt, beganAt }) => {
      const from = visibleAt ?? beganAt;
      return answer?.deed == null || from === null || answer.outcome === 'wrong' ? [] : [answer.deed.at - from];
    });
    const mostIn10Min = most.get(role) ?? 0;
    return {
      role,
      answers: countAnswers(own),
      medianMs: medianOf(took),
      alarms: firings.filter(({ id }) => plan.triggers[id]?.owner === role).length,
      mostIn10Min,
      load: mostIn10Min <= 1 ? ('good' as const) : mostIn10Min <= 2 ? ('most' as const) : ('over' as const),
    };
  });
}

function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  const next = sorted[Math.ceil((sorted.length - 1) / 2)];
  return middle === undefined || next === undefined ? null : (middle + next) / 2;
}
