import { cellWords } from '../../shared/judge/selector.ts';
import type { ScoredComplication, ScoreReading } from '../../shared/model/scoreReading.ts';
import type { ReviewTimes } from './reviewTimes.ts';

export interface ScoreTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What became of each complication, against T-0. */
export function complicationTable(
  { complications }: ScoreReading,
  times: ReviewTimes,
  nameOf: (role: string) => string,
): ScoreTable {
  const at = (ms: number | null | undefined): string => (ms == null ? 'never' : times.spoken(ms));
  return {
    head: ['Complication', 'Expected', 'Began', 'Seen', 'Fired', 'Acknowledged', 'Decided', 'Acted', 'Answer'],
    rows: complications.map((one) => [
      one.says,
      expectedWords(one, nameOf),
      one.beganAt === null ? 'not said' : at(one.beganAt),
      ...[one.visibleAt, one.firedAt, one.acknowledged?.at, one.decided?.at, one.acted?.at].map(at),
      answerWords(one),
    ]),
  };
}

/** How each role did. Nobody is named. */
export function roleTable({ roles }: ScoreReading, nameOf: (role: string) => string): ScoreTable {
  return {
    head: ['Role', 'Right', 'Late', 'Wrong', 'Missing', 'Median', 'Alarms', 'Most in 10 min'],
    rows: roles
      .filter(({ answers, alarms }) => alarms + answers.right + answers.late + answers.wrong + answers.none > 0)
      .map(({ role, answers, medianMs, alarms, mostIn10Min, load }) => [
        nameOf(role),
        ...[answers.right, answers.late, answers.wrong, answers.none].map(String),
        medianMs === null ? '' : `${Math.round(medianMs / 1000)} s`,
        String(alarms),
        `${mostIn10Min}, ${load === 'over' ? 'more than anybody can answer' : load === 'most' ? 'the most' : 'good'}`,
      ]),
  };
}

export function scoreSentences({ scenario, answers, calls, triggers, needlessDeeds }: ScoreReading): string[] {
  return [
    `Rehearsed: ${scenario.name}, seed ${scenario.seed}.`,
    `Answers: ${answers.right} right, ${answers.late} late, ${answers.wrong} wrong, ${answers.none} missing.`,
    `The call at its deadlines: ${calls.right} right, ${calls.late} late, ${calls.wrong} wrong. NO-GO or ROLLBACK for nothing: ${calls.needless}.`,
    `Triggers: ${triggers.found} in time, ${triggers.late} late, ${triggers.missed} missed, ${triggers.averted} not needed, ${triggers.needless} for nothing. Rollbacks and holds by people for nothing: ${needlessDeeds.length}.`,
  ];
}

function expectedWords({ trigger, cell, call, answer }: ScoredComplication, nameOf: (role: string) => string): string {
  const where = Object.keys(cell).length === 0 ? '' : ` ${cellWords(cell)}`;
  const parts = [
    trigger === null ? '' : `${trigger}${where}`,
    call?.right ?? '',
    answer?.role == null ? '' : nameOf(answer.role),
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function answerWords({ answer, call }: ScoredComplication): string {
  const word = call === null ? '' : `call ${call.outcome}`;
  const people = answer === null ? '' : answer.outcome === 'none' ? 'missing' : answer.outcome;
  return [people, word].filter((part) => part !== '').join(', ') || 'nothing asked';
}
