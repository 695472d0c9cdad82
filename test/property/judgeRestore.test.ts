import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDecoder } from '../../electron/engine/ingest/decoder.ts';
import { Ingest } from '../../electron/engine/ingest/ingest.ts';
import { SequenceBook } from '../../electron/engine/ingest/sequenceBook.ts';
import { createSeriesTable } from '../../electron/engine/ingest/seriesTable.ts';
import type { SavedJudge } from '../../shared/judge/checkpoint.ts';
import { Judge } from '../../shared/judge/judge.ts';
import { TickGatherer } from '../../shared/judge/tickGatherer.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { Series } from '../../shared/model/series.ts';
import type { TickInput } from '../../shared/model/tickInput.ts';
import { arbitraryPlan, planOfObject } from '../help/arbitraryPlan.ts';
import { arbitraryRecording } from '../help/arbitraryRecording.ts';

const numRuns = Number(process.env['HOLDPOINT_RUNS'] ?? 60);

function toTicks(plan: Plan, lines: readonly object[]): { inputs: TickInput[]; series: readonly Series[] } {
  const judge = new Judge(plan);
  const table = createSeriesTable();
  const decoder = createDecoder(table);
  const gatherer = new TickGatherer(judge.limits);
  const inputs: TickInput[] = [];
  const ingest = new Ingest(gatherer, new SequenceBook(), judge.longestWindowS, {
    onTick: (tick) => void inputs.push(gatherer.take(tick)),
    onQuarantine: () => undefined,
  });
  lines.forEach((line, index) => {
    const bytes = Buffer.from(JSON.stringify(line));
    const decoded = decoder.decodeLine(bytes, 0, bytes.length, index + 1);
    if (decoded.kind === 'bad') ingest.takeBad(decoded);
    else ingest.take(decoded, index + 1);
  });
  ingest.finish();
  return { inputs, series: table.list() };
}

test('a judge that is saved at any second, written down and taken up again goes on as if nothing had been', () => {
  fc.assert(
    fc.property(
      arbitraryPlan,
      arbitraryRecording,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (object, lines, where) => {
        const plan = planOfObject(object);
        const { inputs, series } = toTicks(plan, lines);
        // Breaks of hours add nothing here, and take their time.
        fc.pre(inputs.length > 1 && inputs.length < 2000);
        const at = Math.floor(where * (inputs.length - 1));
        const whole = new Judge(plan);
        let saved = '';
        let resumed: Judge | undefined;
        inputs.forEach((input, index) => {
          const expected = whole.judge(input);
          if (resumed !== undefined) {
            expect(resumed.judge(input)).toEqual(expected);
            expect(resumed.snapshot()).toEqual(whole.snapshot());
            expect(JSON.stringify(resumed.save())).toBe(JSON.stringify(whole.save()));
          } else if (index === at) {
            saved = JSON.stringify(whole.save());
            resumed = new Judge(plan);
            const before = inputs.slice(0, index + 1).flatMap(({ rows }) => rows);
            resumed.restore(JSON.parse(saved) as SavedJudge, series, (from, to) =>
              before.filter(({ bucket }) => bucket >= from && bucket <= to),
            );
            expect(JSON.stringify(resumed.save())).toBe(saved);
          }
        });
      },
    ),
    { numRuns },
  );
});
