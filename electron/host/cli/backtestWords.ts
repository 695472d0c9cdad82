import { formatDuration } from '../../../shared/base/duration.ts';
import type { RightAnswer } from '../../../shared/judge/backtest/rightAnswers.ts';
import type { ScoredCall } from '../../../shared/judge/backtest/scoreCalls.ts';
import type { FalseAlarm, ScoredTrigger, TriggerScore } from '../../../shared/judge/backtest/scoreTriggers.ts';
import { cellKey, cellWords } from '../../../shared/judge/selector.ts';
import { printable } from '../../../shared/model/problem.ts';
import type { Labels } from '../../../shared/model/series.ts';
import type { Cell } from './showTable.ts';
import { showTClock, showUtc } from './showTimes.ts';

/** A rule in a cell: `RB-1 US paypal`. */
export function ruleWords(id: string, cell: Labels): string {
  return cellKey(cell) === '' ? id : `${id} ${printable(cellWords(cell), 60)}`;
}

/** What is to be found: `RB-8 fires`, `the call is HOLD`. */
export function answerWords(answer: RightAnswer): string {
  return answer.kind === 'call' ? `the call is ${answer.word}` : `${ruleWords(answer.id, answer.cell)} fires`;
}

/** How an answer came out, with when: `found 2m3s after it began`. */
export function outcomeCell(scored: ScoredTrigger | ScoredCall, t0Ms: number): Cell {
  const text = 'firedMs' in scored ? triggerWords(scored, t0Ms) : callWords(scored, t0Ms);
  return { text, style: scored.outcome === 'found' ? 'green' : scored.outcome === 'unjudged' ? 'yellow' : 'red' };
}

function triggerWords(scored: ScoredTrigger, t0Ms: number): string {
  const { answer, outcome, firedMs = 0, detectMs, again } = scored;
  const { byMs } = answer;
  switch (outcome) {
    case 'found': {
      const after =
        detectMs === undefined ? `at ${showTClock(firedMs, t0Ms)}` : `${formatDuration(detectMs)} after it began`;
      const more = again === 0 ? '' : again === 1 ? ', and once more' : `, and ${again} times more`;
      return `found ${after}, ${formatDuration(byMs - firedMs)} before its deadline${more}`;
    }
    case 'late':
      return `late: fired ${formatDuration(firedMs - byMs)} after its deadline ${showTClock(byMs, t0Ms)}`;
    case 'standing':
      return `missed: it fired before that, since ${showTClock(firedMs, t0Ms)}, so it told nobody anything`;
    case 'unjudged':
      return outsideWords(byMs, t0Ms);
    case 'blind':
      return `missed: at its deadline ${showTClock(byMs, t0Ms)} nothing was known of what it looks at`;
    case 'missed':
      return `missed: it had not fired by ${showTClock(byMs, t0Ms)}`;
  }
}

function callWords({ answer, outcome, word, sinceMs, detectMs }: ScoredCall, t0Ms: number): string {
  const by = showTClock(answer.byMs, t0Ms);
  if (outcome === 'unjudged') return outsideWords(answer.byMs, t0Ms);
  if (outcome === 'missed') return `missed: at ${by} the call was ${word ?? 'unknown'}`;
  if (detectMs !== undefined) return `found ${formatDuration(detectMs)} after it began, and it stood at ${by}`;
  return `found: it stood at ${by}${sinceMs === undefined ? '' : `, since ${showTClock(sinceMs, t0Ms)}`}`;
}

function outsideWords(byMs: number, t0Ms: number): string {
  return `not judged: its deadline ${showTClock(byMs, t0Ms)} lies outside of the recording`;
}

/** The columns of a false alarm: the rule, when it fired, for how long. */
export function alarmCells({ firing, lastsMs, during }: FalseAlarm, t0Ms: number): Cell[] {
  const { id, cell, fromMs, toMs } = firing;
  const lasts = `for ${formatDuration(lastsMs)}${toMs === undefined ? ', to the end' : ''}${duringWords(during)}`;
  return [{ text: ruleWords(id, cell), style: 'red' }, showUtc(fromMs), showTClock(fromMs, t0Ms), lasts];
}

function duringWords(during: string | undefined): string {
  return during === undefined ? '' : ` during ${during}, which does not ask for it`;
}

const mostNamed = 3;

/** What is worth knowing of a point beside its numbers: why an answer was not found, and which rules cried. */
export function remarkWords(scores: readonly TriggerScore[]): string {
  const why = scores
    .flatMap(({ answers }) => answers)
    .flatMap(({ outcome }) => (outcome === 'found' ? [] : [shortWords[outcome]]));
  const cries = scores
    .flatMap(({ falseAlarms }) => falseAlarms)
    .map(({ firing, during }) => {
      return `${ruleWords(firing.id, firing.cell)}${during === undefined ? '' : ` during ${during}`}`;
    });
  return [...counted(why), ...counted(cries)].join(', ');
}

const shortWords: Readonly<Record<Exclude<ScoredTrigger['outcome'], 'found'>, string>> = {
  late: 'late',
  standing: 'fired before it began',
  unjudged: 'not judged',
  blind: 'knew nothing',
  missed: 'missed',
};

function counted(words: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const named = [...counts].slice(0, mostNamed).map(([word, count]) => (count === 1 ? word : `${word} x${count}`));
  return counts.size > mostNamed ? [...named, `${counts.size - mostNamed} more`] : named;
}
