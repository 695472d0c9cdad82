import { cellKey } from '../selector.ts';
import type { Firing } from './firings.ts';
import { incidentAt, type RightAnswer, type TriggerAnswer } from './rightAnswers.ts';

/**
 * - `found`: it fired after its incident began and in time.
 * - `late`: it fired after its deadline.
 * - `standing`: it fired already before its incident began, so that it told nobody anything.
 * - `unjudged`: the recording ends before its deadline, or begins after it.
 * - `blind`: it did not fire, and at its deadline nothing was known of what it looks at.
 * - `missed`: it could see, and did not fire.
 */
export type TriggerOutcome = 'found' | 'late' | 'standing' | 'unjudged' | 'blind' | 'missed';

export interface ScoredTrigger {
  readonly answer: TriggerAnswer;
  readonly outcome: TriggerOutcome;
  /** When it fired (`found`, `late`), or had begun to (`standing`). */
  readonly firedMs: number | undefined;
  /** From when it began to when it was found; undefined where it was not, or nothing says when it began. */
  readonly detectMs: number | undefined;
  /** How often it fired again for the same reason. */
  readonly again: number;
}

/** A firing that no right answer asks for. */
export interface FalseAlarm {
  readonly firing: Firing;
  /** To its end, or to that of the recording. */
  readonly lastsMs: number;
  /** An incident that was going on, and that asks for other triggers. */
  readonly during: string | undefined;
}

export interface TriggerScore {
  readonly answers: readonly ScoredTrigger[];
  readonly falseAlarms: readonly FalseAlarm[];
}

/** The first and the last second that were judged, in ms. */
export interface JudgedSpan {
  readonly firstMs: number;
  readonly lastMs: number;
}

/**
 * What triggers made of a recording against what they should have made of it. `isCounted`: whether a trigger is held
 * against its answers. `firings`: of the triggers that are, in the order of time. `isBlind`: whether the answer's trigger
 * knew nothing at the deadline.
 */
export function scoreTriggers(
  all: readonly RightAnswer[],
  isCounted: (id: string) => boolean,
  firings: readonly Firing[],
  judged: JudgedSpan | undefined,
  isBlind: (answer: TriggerAnswer) => boolean,
): TriggerScore {
  const answers = all.filter((answer) => answer.kind === 'trigger').filter(({ id }) => isCounted(id));
  const byRule = new Map<string, Firing[]>();
  for (const firing of firings) {
    const known = byRule.get(ruleKey(firing));
    if (known === undefined) byRule.set(ruleKey(firing), [firing]);
    else known.push(firing);
  }
  const scored = answers.map((answer) => scoreAnswer(answer, byRule.get(ruleKey(answer)) ?? [], judged, isBlind));
  const falseAlarms = firings
    .filter((firing) => !answers.some((answer) => ruleKey(answer) === ruleKey(firing) && belongs(firing, answer)))
    .map((firing) => ({
      firing,
      lastsMs: Math.max(0, (firing.toMs ?? judged?.lastMs ?? 0) - firing.fromMs),
      during: incidentAt(all, firing.fromMs),
    }));
  return { answers: scored, falseAlarms };
}

function scoreAnswer(
  answer: TriggerAnswer,
  firings: readonly Firing[],
  judged: JudgedSpan | undefined,
  isBlind: (answer: TriggerAnswer) => boolean,
): ScoredTrigger {
  const { beginsMs, byMs } = answer;
  const own = firings.filter((firing) => belongs(firing, answer));
  const [first] = own;
  const nothing = { answer, firedMs: undefined, detectMs: undefined, again: 0 };
  if (first !== undefined) {
    const outcome = first.fromMs <= byMs ? 'found' : 'late';
    const detectMs = outcome === 'found' && beginsMs !== undefined ? first.fromMs - beginsMs : undefined;
    return { answer, outcome, firedMs: first.fromMs, detectMs, again: own.length - 1 };
  }
  const standing = firings.find(
    ({ fromMs, toMs = Infinity }) => fromMs < (beginsMs ?? -Infinity) && toMs > (beginsMs ?? 0),
  );
  if (standing !== undefined) return { ...nothing, outcome: 'standing', firedMs: standing.fromMs };
  if (judged === undefined || byMs < judged.firstMs || byMs > judged.lastMs) return { ...nothing, outcome: 'unjudged' };
  return { ...nothing, outcome: isBlind(answer) ? 'blind' : 'missed' };
}

function belongs({ fromMs }: Firing, { beginsMs = -Infinity, endsMs }: TriggerAnswer): boolean {
  return fromMs >= beginsMs && fromMs <= endsMs;
}

function ruleKey({ id, cell }: Pick<Firing, 'id' | 'cell'>): string {
  return `${id} ${cellKey(cell)}`;
}
