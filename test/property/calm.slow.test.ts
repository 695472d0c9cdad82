import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planOf, TickByTick } from '../help/tickByTick.ts';

// A trigger that is passed over because nothing can have happened to it must stand as if it had been judged.

const when = [
  '{ slo: bad, alert: pair }',
  '{ slo: good, alert: pair }',
  '{ slo: fast, alert: pair }',
  '{ slo: bad, window: 8s, burnOver: 2 }',
  '{ indicator: errors, window: 8s, over: 30% }',
  '{ indicator: errors, window: 20s, over: 10% }',
  '{ indicator: successes, window: 8s, over: 60% }',
  '{ indicator: quick, window: 8s, over: 40% }',
  '{ indicator: spare, window: 8s, over: 2 }',
  '{ not: { indicator: errors, window: 8s, over: 30% } }',
];
const terms = [
  '',
  'minimum: { n: 12 }, ',
  'evidence: bound, confidence: 90%, ',
  'evidence: bound, confidence: 10%, for: 2s, ',
  'clear: { for: 2s }, ',
  'noData: { do: fire, after: 3s }, ',
  'noData: { do: hold, after: 2s }, ',
];

const objective = (indicator: string): string =>
  `{ indicator: ${indicator}, objective: 90%, period: 1h, expected: 1000, alerts: [ { id: pair, long: 12s, short: 4s, factor: 1.5 } ] }`;
const plan = planOf(`
dimensions: { cell: [a, b] }
indicators:
  errors: { kind: ratio, bad: { metric: r, where: { is: bad } }, total: { metric: r }, by: [cell], staleAfter: 6s, interval: 3s }
  successes: { kind: ratio, good: { metric: r, where: { is: ok } }, total: { metric: r }, by: [cell], staleAfter: 6s }
  quick: { kind: share, latency: { metric: l }, within: 100ms, by: [cell], minimum: 3 }
  spare: { kind: rate, count: { metric: r, where: { is: bad } }, per: { metric: r }, scale: 10, by: [cell] }
slos: { bad: ${objective('errors')}, good: ${objective('successes')}, fast: ${objective('quick')} }
triggers:
${when
  .flatMap((condition, place) =>
    terms.map(
      (term, other) =>
        `  T-${place}-${other}: { scope: { each: [cell] }, when: ${condition}, ${term}arm: advise, does: { review: true } }`,
    ),
  )
  .join('\n')}
`);

const sample = fc.record({
  metric: fc.constant('r'),
  labels: fc.record({ cell: fc.constantFrom('a', 'b'), is: fc.constantFrom('ok', 'ok', 'bad') }),
  value: fc.oneof(fc.constantFrom(0, 1, 30), fc.nat({ max: 9 })),
  source: fc.constantFrom('one', 'two'),
  late: fc.constantFrom(0, 0, 0, 3, 9),
});
/** Some seconds alike, since rest is what this is about. */
const stretch = fc.record({
  seconds: fc.integer({ min: 1, max: 14 }),
  samples: fc.array(sample, { maxLength: 4 }),
  marks: fc.subarray(['one', 'two', 'three']),
  retired: fc.option(fc.constantFrom('one', 'two'), { freq: 8 }),
});

test('what is passed over is as if it had been judged', () => {
  let passed = 0;
  fc.assert(
    fc.property(fc.array(stretch, { minLength: 1, maxLength: 8 }), (stretches) => {
      const passing = new TickByTick(plan);
      const thorough = new TickByTick(plan);
      for (const { seconds, samples, marks, retired } of stretches) {
        for (let second = 0; second < seconds; second += 1) {
          for (const one of [passing, thorough]) if (retired !== null) one.judge.sources.retire(retired);
          for (const trigger of thorough.judge.rules.triggers) trigger.isCalm = false;
          passed += passing.judge.rules.triggers.filter(({ isCalm }) => isCalm).length;
          expect(passing.give(samples, marks)).toEqual(thorough.give(samples, marks));
        }
        expect(passing.snapshot()).toEqual(thorough.snapshot());
        expect(passing.judge.save()).toEqual(thorough.judge.save());
      }
    }),
    { numRuns: 150 },
  );
  expect(passed).toBeGreaterThan(10_000);
});
