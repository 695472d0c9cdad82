import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Judge } from '../../shared/judge/judge.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { SecondRow, TickInput } from '../../shared/model/tickInput.ts';
import { arbitraryPlan, planOfObject } from '../help/arbitraryPlan.ts';
import { arbitraryRecording } from '../help/arbitraryRecording.ts';
import { gatherTicks } from '../help/gatherTicks.ts';
import { rowHistory } from '../help/rowHistory.ts';

const numRuns = Number(process.env['HOLDPOINT_RUNS'] ?? 30);

/** What a judge says after each of these ticks, a text a tick; all of its state after those that are looked at. */
function tell(judge: Judge, inputs: readonly TickInput[], isLookedAt: (tick: number) => boolean): string[] {
  return inputs.map((input) => {
    const transitions = judge.judge(input);
    return JSON.stringify([transitions, isLookedAt(input.tick) ? judge.snapshot() : undefined], spellOut);
  });
}

/** JSON would say null of these. */
function spellOut(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

/** Saved after `count` ticks, through JSON. */
function saveAfter(plan: Plan, inputs: readonly TickInput[], count: number): ReturnType<Judge['save']> {
  const judge = new Judge(plan);
  for (const input of inputs.slice(0, count)) judge.judge(input);
  return JSON.parse(JSON.stringify(judge.save())) as ReturnType<Judge['save']>;
}

/** Where to stop, as a share of the recording, and where a second time. */
const stops = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 100 }));

test('a judge that is taken up anywhere says what the one says that was never stopped', () => {
  fc.assert(
    fc.property(arbitraryPlan, arbitraryRecording, stops, (object, lines, [share, moreTicks]) => {
      const plan = planOfObject(object);
      const { inputs, series } = gatherTicks(plan, lines);
      fc.pre(inputs.length > 1);
      const first = 1 + Math.floor(share * (inputs.length - 2));
      const second = Math.min(inputs.length, first + moreTicks);
      const stopTicks = [first, second].map((count) => inputs[count]?.tick ?? 0);
      // To look at all of it costs more than to judge: right after a stop, and now and then.
      const isLookedAt = (tick: number): boolean =>
        tick % 13 === 0 || stopTicks.some((stop) => tick >= stop && tick < stop + 3);
      const whole = tell(new Judge(plan), inputs, isLookedAt);
      const rowsUpTo = (count: number): SecondRow[] => inputs.slice(0, count).flatMap(({ rows }) => rows);

      const resumed = new Judge(plan);
      const written = saveAfter(plan, inputs, first);
      // It goes at once to the second stop, and on from there second by second.
      resumed.restore(written, series, rowHistory(rowsUpTo(first)), inputs[second - 1]?.tick);
      expect(JSON.stringify(resumed.save())).toBe(JSON.stringify(written));
      expect(tell(resumed, inputs.slice(first, second), isLookedAt)).toEqual(whole.slice(first, second));

      // A second stop, before or after the first has become forgettable.
      const saved = JSON.parse(JSON.stringify(resumed.save())) as ReturnType<Judge['save']>;
      const again = new Judge(plan);
      again.restore(saved, series, rowHistory(rowsUpTo(second)));
      expect(tell(again, inputs.slice(second), isLookedAt)).toEqual(whole.slice(second));
    }),
    { numRuns },
  );
});

test('what is saved does not depend on having been taken up', () => {
  fc.assert(
    fc.property(arbitraryPlan, arbitraryRecording, stops, (object, lines, [share]) => {
      const plan = planOfObject(object);
      const { inputs, series } = gatherTicks(plan, lines);
      fc.pre(inputs.length > 1);
      const first = 1 + Math.floor(share * (inputs.length - 2));
      const resumed = new Judge(plan);
      const rows = inputs.slice(0, first).flatMap((input) => input.rows);
      resumed.restore(saveAfter(plan, inputs, first), series, rowHistory(rows));
      for (const input of inputs.slice(first)) resumed.judge(input);
      expect(JSON.parse(JSON.stringify(resumed.save()))).toEqual(saveAfter(plan, inputs, inputs.length));
    }),
    { numRuns },
  );
});
