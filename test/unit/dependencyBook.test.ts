import { describe, expect, test } from 'vitest';
import { planOf, type TestSample, TickByTick } from '../help/tickByTick.ts';

describe('dependencies', () => {
  const hsm = (dependency: string): TickByTick =>
    new TickByTick(
      planOf(`indicators:
  errors: { kind: ratio, bad: { metric: requests, where: { outcome: error } }, total: { metric: requests } }
  fallback: { kind: ratio, of: { metric: operations, where: { served: [cache, fallback] } }, total: { metric: operations } }
slos:
  checkout: { indicator: errors, objective: 99.95%, period: 12h }
dependencies:
  hsm: ${dependency}\n`),
    );
  const served = (by: string, value: number): TestSample => ({ metric: 'operations', labels: { served: by }, value });

  test.each([
    [500, 0.9995, true],
    [499, 0.999499, false],
    [1000, 1, true],
    [0, 0.999, false],
  ])('99.9 %% with %d of 1,000 served by the fallback, against 99.95 %%', (carried, availability, holds) => {
    const room = hsm('{ sla: 99.9%, fallback: fallback, slo: checkout }');
    room.give([served('vault', 1000 - carried), served('cache', Math.floor(carried / 2))]);
    room.give([served('fallback', Math.ceil(carried / 2))]);
    const reading = room.snapshot().dependencies['hsm'];
    expect(reading).toMatchObject({ sla: 0.999, slo: 'checkout', objective: 0.9995, holds });
    expect(reading?.fallback).toMatchObject({ indicator: 'fallback', window: '5m', share: carried / 1000, n: 1000 });
    expect(reading?.availability).toBeCloseTo(availability, 12);
    expect(reading?.neededShare).toBeCloseTo(0.5, 9);
    expect(reading?.why).toMatch(holds ? /, so it holds with/ : /, so it does not hold with/);
  });

  test('what the fallback carries may be unknown', () => {
    const room = hsm('{ sla: 99.9%, fallback: fallback, slo: checkout }');
    room.give([{ metric: 'other', value: 1 }]);
    expect(room.snapshot().dependencies['hsm']).toMatchObject({
      fallback: { share: null, status: 'never', age: null },
      availability: null,
      holds: null,
    });
  });

  test('without a fallback it is what was promised; a better promise needs none', () => {
    const room = hsm('{ sla: 99.9%, slo: checkout }');
    room.give([served('vault', 10)]);
    expect(room.snapshot().dependencies['hsm']).toMatchObject({ fallback: null, availability: 0.999, holds: false });
    const better = hsm('{ sla: 99.99%, slo: checkout }');
    better.give([served('vault', 10)]);
    expect(better.snapshot().dependencies['hsm']).toMatchObject({ neededShare: 0, holds: true });
    const alone = hsm('{ sla: 99.99% }');
    alone.give([served('vault', 10)]);
    expect(alone.snapshot().dependencies['hsm']).toMatchObject({ neededShare: null, holds: null, objective: null });
  });
});
