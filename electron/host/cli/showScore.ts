import { formatDuration } from '../../../shared/base/duration.ts';
import { cellWords } from '../../../shared/judge/selector.ts';
import { printable } from '../../../shared/model/problem.ts';
import type { ComparisonReading, ScoreReading, ScoredComplication } from '../../../shared/model/scoreReading.ts';
import type { Paint } from './paint.ts';
import { showTable } from './showTable.ts';
import { showTClock } from './showTimes.ts';

/** How a rehearsal went, for a terminal. */
export function* showScore(score: ScoreReading, paint: Paint): Generator<string> {
  const { t0At, answers, calls, triggers } = score;
  const at = (ms: number | null | undefined): string => (ms == null ? '-' : showTClock(ms, t0At));
  yield `${printable(score.scenario.name, 80)}\n\n`;
  yield* showTable(
    [
      ['complication', 'began', 'seen', 'fired', 'acknowledged', 'decided', 'acted', 'answer', 'call'],
      ...score.complications.map((one) => [
        nameOf(one),
        ...[one.beganAt, one.visibleAt, one.firedAt, one.acknowledged?.at, one.decided?.at, one.acted?.at].map(at),
        one.answer?.outcome ?? '-',
        one.call === null ? '-' : `${one.call.right} ${one.call.outcome}`,
      ]),
    ],
    ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'left', 'left'],
    paint,
  );
  yield `\nAnswers: ${answers.right} right, ${answers.late} late, ${answers.wrong} wrong, ${answers.none} missing. `;
  yield `Calls: ${calls.right} right, ${calls.late} late, ${calls.wrong} wrong, ${calls.needless} needless. `;
  yield `Triggers: ${triggers.found} found, ${triggers.late} late, ${triggers.missed} missed, ${triggers.averted} not needed, ${triggers.needless} needless.\n`;
  if (score.needlessDeeds.length > 0)
    yield `Needless: ${score.needlessDeeds.map((one) => `${one.kind} by ${one.role} at ${at(one.at)}`).join(', ')}.\n`;
  const loaded = score.roles.filter(({ alarms }) => alarms > 0);
  if (loaded.length === 0) return;
  yield '\n';
  yield* showTable(
    [
      ['role', 'alarms', 'most in 10 min', 'answers', 'median'],
      ...loaded.map(({ role, alarms, mostIn10Min, load, answers: own, medianMs }) => [
        role,
        String(alarms),
        `${mostIn10Min} (${load})`,
        `${own.right} right, ${own.late + own.wrong + own.none} not`,
        medianMs === null ? '-' : formatDuration(Math.round(medianMs / 1000) * 1000),
      ]),
    ],
    ['left', 'right', 'left', 'left', 'right'],
    paint,
  );
}

/** Two sessions beside each other, aligned at T-0. */
export function* showScores({ names, complications }: ComparisonReading, paint: Paint): Generator<string> {
  const at = (ms: number | null): string => (ms === null ? '-' : showTClock(ms, 0));
  const { one: first, other: second } = { one: printable(names.one, 40), other: printable(names.other, 40) };
  yield* showTable(
    [
      ['complication', 'of', 'seen', 'fired', 'acknowledged', 'decided', 'acted', 'answer'],
      ...complications.flatMap((entry) =>
        (
          [
            [nameOf(entry), first, entry.one],
            ['', second, entry.other],
          ] as const
        ).map(([name, of, moments]) => [
          name,
          of,
          ...[moments.visible, moments.fired, moments.acknowledged, moments.decided, moments.acted].map(at),
          moments.answer ?? '-',
        ]),
      ),
    ],
    ['left', 'left', 'right', 'right', 'right', 'right', 'right', 'left'],
    paint,
  );
}

function nameOf({ incident, trigger, cell }: Pick<ScoredComplication, 'incident' | 'trigger' | 'cell'>): string {
  const where = Object.keys(cell).length === 0 ? '' : ` ${cellWords(cell)}`;
  return printable([incident, trigger].filter((part) => part !== null).join(' ') || 'call', 60) + where;
}
