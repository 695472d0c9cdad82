import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Judge } from '../../shared/judge/judge.ts';
import { arbitraryPlan, planOfObject } from '../help/arbitraryPlan.ts';
import { arbitraryRecording } from '../help/arbitraryRecording.ts';
import { gatherTicks } from '../help/gatherTicks.ts';
import { runs } from '../help/runs.ts';

const numRuns = Number(process.env['HOLDPOINT_RUNS'] ?? runs(60));

const sentence = /^\S.*[^.\s]\.$/;
/** Words that only a mistake would print. */
const mistakes = /\bNaN\b|undefined|\bnull\b|\[object|Infinity|\s\s|\s[.,;]|\.\.|\d{16}/;
/** A number, or that there is none to tell. */
const telling = /\d|never seen|no traffic|no \w+ in the last/;

test('every change and every state says why, in one sentence with the numbers in it', () => {
  let told = 0;
  fc.assert(
    fc.property(arbitraryPlan, arbitraryRecording, (object, lines) => {
      const plan = planOfObject(object);
      const judge = new Judge(plan);
      const wrong: string[] = [];
      const read = (why: string): void => {
        told += 1;
        if (!sentence.test(why) || mistakes.test(why) || !telling.test(why.replace(/^[TC]\d/, ''))) wrong.push(why);
      };
      for (const input of gatherTicks(plan, lines).inputs) {
        for (const { kind, to, value, n, why } of judge.judge(input)) {
          if (kind !== 'call' || to !== 'GO') read(why);
          for (const number of [value, n]) if (number !== undefined && !Number.isFinite(number)) wrong.push(why);
        }
        if (input.tick % 29 !== 0) continue;
        for (const { text } of judge.call.reasons) read(text);
        JSON.stringify(judge.snapshot(), (key, value: unknown) => {
          if (Number.isNaN(value)) wrong.push(`${key} is NaN`);
          return value;
        });
      }
      expect(wrong).toEqual([]);
    }),
    { numRuns },
  );
  expect(told).toBeGreaterThan(numRuns);
});
