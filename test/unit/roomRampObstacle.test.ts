import { expect, test } from 'vitest';
import type { RampScope } from '../../shared/model/room/rampFacts.ts';
import { rampPlan } from '../help/rampPlan.ts';
import { RoomDesk, type Second } from '../help/roomDesk.ts';

const US = { market: 'US', method: 'card' };
const UK = { market: 'UK', method: 'card' };
const scope: RampScope = { wave: 'first' };

function second({ heat = 20, bad = [] }: { heat?: number; bad?: readonly Record<string, string>[] } = {}): Second {
  const counts = [US, UK].flatMap((cell) => [
    { metric: 'requests', labels: { ...cell, path: 'new', outcome: 'ok' }, value: 10 },
    { metric: 'requests', labels: { ...cell, path: 'new', outcome: 'error' }, value: bad.includes(cell) ? 5 : 0 },
  ]);
  return { gauges: [{ metric: 'heat', value: heat }], counts };
}

/** An override is proposed against the dwell, after `before`. */
function proposed(before: Second = second()) {
  const desk = new RoomDesk(rampPlan());
  desk.run(15, { gauges: [{ metric: 'heat', value: 20 }] });
  const [boss, chief, sre] = [desk.take('boss', 'A'), desk.take('chief', 'B'), desk.take('sre', 'C')];
  const placed = desk.do(boss, { kind: 'ramp.advance', args: { scope, to: 0.01 } });
  for (const { kind, body } of placed) {
    if (kind === 'order.placed') desk.do(sre, { kind: 'order.confirm', args: { order: body.order } });
  }
  desk.run(10, before);
  const override = { reason: 'The criterion is wrong.' };
  const [row] = desk.do(boss, { kind: 'ramp.advance', args: { scope, override } });
  return { desk, boss, chief, approve: { kind: 'override.approve', args: { proposal: row?.seq ?? 0 } } as const };
}

test('an override covers what it named, however its numbers have moved', () => {
  const { desk, chief, approve } = proposed(second({ bad: [US, UK] }));
  desk.run(5, second({ bad: [US, UK] }));
  expect(desk.do(chief, approve).map(({ kind }) => kind)).toEqual(['order.placed']);
});

test('a criterion that has failed since is not covered', () => {
  const { desk, chief, approve } = proposed();
  desk.run(5, second({ heat: 90 }));
  expect(desk.refusal(chief, approve)).toMatchObject({ code: 'criterion_not_met' });
  expect(desk.refusal(chief, approve).text).toContain('since it was proposed; propose it anew');
});

test('nor is one that had failed in another cell only', () => {
  const { desk, chief, approve } = proposed(second({ bad: [US] }));
  desk.run(20, second({ bad: [US, UK] }));
  expect(desk.refusal(chief, approve)).toMatchObject({ code: 'criterion_not_met' });
  expect(desk.refusal(chief, approve).text).toContain('in the way of UK card');
});

test('nor is a hold of the ramp that came after it', () => {
  const { desk, boss, chief, approve } = proposed();
  desk.do(boss, { kind: 'ramp.hold', args: { scope: { cell: UK }, reason: 'Look first.' } });
  expect(desk.refusal(chief, approve)).toMatchObject({ code: 'not_yet' });
});
