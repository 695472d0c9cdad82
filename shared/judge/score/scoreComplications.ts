import type { Plan } from '../../model/plan.ts';
import type { RoomRow } from '../../model/room/roomFact.ts';
import type { Expected, Scenario } from '../../model/scenario.ts';
import type { Moment } from '../../model/scenarioScalars.ts';
import type { ScoredComplication } from '../../model/scoreReading.ts';
import type { Transition } from '../../model/transition.ts';
import { firingsOf } from '../backtest/firings.ts';
import { type RightAnswer, rightAnswers } from '../backtest/rightAnswers.ts';
import { scoreCalls } from '../backtest/scoreCalls.ts';
import { type JudgedSpan, scoreTriggers } from '../backtest/scoreTriggers.ts';
import { cellKey } from '../selector.ts';
import { isAverted } from './averted.ts';
import { answersCall, type Deed, defiesCall, toScoredDeed } from './deeds.ts';

/** What is done so long after its time is done about something else. */
const lateMs = 60 * 60_000;

export interface ScoreGround {
  readonly plan: Plan;
  readonly scenario: Scenario;
  readonly momentMs: (moment: Moment) => number;
  readonly transitions: readonly Transition[];
  readonly rows: readonly RoomRow[];
  /** Whether the world answered the room, as that of a rehearsal does. */
  readonly isLived: boolean;
  readonly deeds: readonly Deed[];
  readonly judged: JudgedSpan | undefined;
}

/** Each thing that the scenario expects, and what became of it. */
export function scoreComplications(ground: ScoreGround): ScoredComplication[] {
  return ground.scenario.expects.map((expected) => scoreOne(expected, ground));
}

function scoreOne(expected: Expected, ground: ScoreGround): ScoredComplication {
  const { plan, scenario, momentMs } = ground;
  const { trigger = null, cell } = expected;
  const answers = rightAnswers({ expects: [expected], incidents: scenario.incidents }, plan, momentMs);
  const [span] = answers;
  const beganMs = span?.beginsMs;
  const found = foundOf(expected, answers, ground);
  const visibleAt = visibleOf(expected, found?.firedAt ?? null, beganMs, ground);
  const seenMs = visibleAt ?? beganMs ?? momentMs(expected.by);
  const endsMs = endOf(expected, span, ground);
  const after = ground.deeds.filter(({ at, concerns }) => at >= seenMs && at <= endsMs + lateMs && concerns(cell));
  const asked = after.filter((deed) => isAsked(expected.call, deed));
  const decided = asked.find(({ isPeoples }) => isPeoples);
  const acted = asked.find(({ bearing }) => bearing !== 'decision');
  const incident = scenario.incidents.find(({ id }) => id === expected.incident);
  return {
    incident: expected.incident ?? null,
    says: incident?.says ?? plan.triggers[trigger ?? '']?.name ?? expected.incident ?? trigger ?? expected.call ?? '',
    trigger,
    cell,
    beganAt: beganMs ?? null,
    visibleAt,
    firedAt: found?.firedAt ?? null,
    found: found?.outcome ?? null,
    call: found?.outcome === 'averted' ? null : callOf(answers, ground),
    acknowledged: scored(after.find((one) => one.bearing === 'acknowledgement' && one.trigger === trigger)),
    decided: scored(decided),
    acted: scored(acted),
    answer: answerOf(expected, { after, endsMs, isAverted: found?.outcome === 'averted' }, ground),
  };
}

function foundOf(
  { trigger, cell }: Expected,
  answers: readonly RightAnswer[],
  { transitions, judged, plan, rows, isLived }: ScoreGround,
): { readonly outcome: ScoredComplication['found']; readonly firedAt: number | null } | undefined {
  const { answers: scores } = scoreTriggers(
    answers,
    () => true,
    firingsOf(transitions),
    judged,
    () => false,
  );
  const [score] = scores;
  if (score === undefined) return undefined;
  const isSilent = score.outcome === 'blind' || score.outcome === 'missed';
  if (isSilent && isLived && trigger !== undefined && isAverted(plan, trigger, cell, score.answer.byMs, rows)) {
    return { outcome: 'averted', firedAt: null };
  }
  const outcome = score.outcome === 'blind' ? 'missed' : score.outcome;
  return { outcome, firedAt: score.outcome === 'standing' ? null : (score.firedMs ?? null) };
}

/** The last time before it fired that it stood pending, or the first since it began. */
function visibleOf(
  { trigger, cell }: Expected,
  firedAt: number | null,
  beganMs = -Infinity,
  { transitions }: ScoreGround,
): number | null {
  if (trigger === undefined) return null;
  const own = transitions.filter(
    (one) => one.kind === 'trigger' && one.id === trigger && cellKey(one.cell) === cellKey(cell) && one.at >= beganMs,
  );
  const pending = own.find(({ to }) => to === 'pending')?.at;
  return pending === undefined || (firedAt !== null && firedAt < pending) ? firedAt : pending;
}

function callOf(answers: readonly RightAnswer[], { transitions, judged }: ScoreGround): ScoredComplication['call'] {
  const [score] = scoreCalls(answers, transitions, judged);
  if (score === undefined) return null;
  const { answer, outcome, word = null } = score;
  const { word: right, byMs, beginsMs = byMs } = answer;
  const first = transitions.find(({ kind, to, at }) => kind === 'call' && to === right && at >= beginsMs)?.at ?? null;
  if (outcome === 'unjudged') return { right, by: byMs, was: word, rightSince: null, outcome };
  if (outcome === 'found') {
    // It may have been the call before, and be it still.
    return { right, by: byMs, was: word, rightSince: score.sinceMs ?? null, outcome: 'right' };
  }
  // What the room did at once may have ended what the call was about before the moment it is asked for.
  if (first !== null && first <= byMs) return { right, by: byMs, was: word, rightSince: first, outcome: 'right' };
  const cameLate = first !== null && first <= (answer.overMs ?? byMs);
  return { right, by: byMs, was: word, rightSince: first, outcome: cameLate ? 'late' : 'wrong' };
}

/** Null where nobody is asked for anything. */
function answerOf(
  { trigger, call, role, by, within }: Expected,
  {
    after,
    endsMs,
    isAverted: isNotNeeded,
  }: { readonly after: readonly Deed[]; readonly endsMs: number; readonly isAverted: boolean },
  { momentMs, judged }: ScoreGround,
): ScoredComplication['answer'] {
  if (role === undefined && within === undefined) return null;
  const byMs = within === undefined ? null : momentMs(by) + within;
  const asked = { role: role ?? null, by: byMs };
  const first = after.find(
    (deed) => deed.isPeoples && (isAsked(call, deed) || isSeenToBeDone(deed, trigger, call, after)),
  );
  const defied = call === undefined ? undefined : after.find((deed) => deed.at <= endsMs && defiesCall(call, deed));
  if (defied !== undefined && (first === undefined || defied.at < first.at)) {
    return { ...asked, outcome: 'wrong', deed: toScoredDeed(defied) };
  }
  if (first !== undefined) {
    const outcome = byMs === null || first.at <= byMs ? 'right' : 'late';
    return { ...asked, outcome, deed: toScoredDeed(first) };
  }
  if (isNotNeeded) return null;
  const isOpen = judged === undefined || judged.lastMs < (byMs ?? judged.lastMs);
  return { ...asked, outcome: isOpen ? 'unjudged' : 'none', deed: null };
}

/** Where no call is said to be right, whatever was done about it. */
function isAsked(call: Expected['call'], deed: Deed): boolean {
  if (call !== undefined) return answersCall(call, deed);
  return deed.bearing !== 'advance' && deed.bearing !== 'acknowledgement' && deed.bearing !== 'veto';
}

/** Whoever acknowledges what the room has answered by itself has answered it; so has he where nothing else is asked. */
function isSeenToBeDone(
  { bearing, ...deed }: Deed,
  trigger: string | undefined,
  call: Expected['call'],
  after: readonly Deed[],
): boolean {
  if (bearing !== 'acknowledgement' || deed.trigger !== trigger) return false;
  return call === undefined || after.some((one) => !one.isPeoples && answersCall(call, one));
}

/** When nothing is asked any more. */
function endOf({ by, within = 0 }: Expected, span: RightAnswer | undefined, { momentMs }: ScoreGround): number {
  return Math.max(momentMs(by) + within, span?.overMs ?? 0);
}

function scored(deed: Deed | undefined): ScoredComplication['decided'] {
  return deed === undefined ? null : toScoredDeed(deed);
}
