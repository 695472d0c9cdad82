import { expect, test } from 'vitest';
import { buildReview } from '../../electron/report/buildReview.ts';
import type { EngineState } from '../../shared/model/engineSnapshot.ts';
import { htmlReview } from '../../electron/report/htmlReview.ts';
import { markdownReview } from '../../electron/report/markdownReview.ts';
import { createTimes } from '../../electron/report/reviewTimes.ts';
import { reviewInputOf } from '../help/reviewInputOf.ts';
import { planOf, RoomDesk } from '../help/roomDesk.ts';

const t0 = 1774879200000;
const times = createTimes(t0, 'UTC');
const review = buildReview(reviewInputOf('card'), times);

test('the call has no holes, from the first judged second to the last', () => {
  expect(review.calls.map(({ fromAt, toAt, call }) => [fromAt - t0, toAt - t0, call])).toEqual([
    [0, 11_000, 'GO'],
    [11_000, 120_000, 'HOLD'],
  ]);
});

test('a firing is one line with its end, and what failed meanwhile is worth what the plan says', () => {
  expect(review.firings).toHaveLength(1);
  expect(review.firings[0]).toMatchObject({ trigger: 'RB-1', fromAt: t0 + 10_000, toAt: t0 + 50_000, value: 3, n: 7 });
  expect(review.firings[0]?.loss).toEqual({
    says: 'card',
    failed: 10,
    of: 20,
    worth: { amount: 620, currency: 'USD' },
  });
  expect(review.money.map(({ failed }) => failed)).toEqual([10]);
});

test('a trigger that is still on at the end has no end', () => {
  const input = reviewInputOf('card');
  const transitions = input.transitions.slice(0, -1);
  expect(buildReview({ ...input, transitions }, times).firings[0]?.toAt).toBeNull();
});

test('charts show the launch and the cell that fired, with holes where nothing was heard', () => {
  expect(review.charts.map(({ id }) => id)).toEqual(['errors', 'errors, card']);
  // One of two, two of four, silence.
  expect(review.charts.map(({ lines }) => lines[0]?.values)).toEqual([
    [0.5, 0.5, null],
    [0.5, 0.5, null],
  ]);
  expect(review.charts[0]?.limits).toEqual([{ name: 'budget of checkout', value: 1 - 0.99, side: 'over' }]);
  expect(review.charts[1]?.fired).toEqual([{ fromAt: t0 + 10_000, toAt: t0 + 50_000, arm: 'act' }]);
});

test('rows that speak of each other are one thing', () => {
  expect(review.waivers).toMatchObject([{ state: 'ended', answer: 'card' }]);
  expect(review.orders).toMatchObject([
    { order: 'advance-card-1', state: 'cancelled', attempts: [{ outcome: 'failed' }] },
  ]);
  expect(review.evidence).toMatchObject([{ state: 'rejected', verdict: 'pass' }]);
  expect(review.updates).toMatchObject([{ delivery: 'failed' }]);
  expect(review.decisions).toMatchObject([{ choice: 'card', dissent: [{ role: 'card' }] }]);
});

test.each([
  ['nobody asked', null, 'Strong objections? not asked'],
  ['somebody asked and nobody objected', [], 'Strong objections? asked: none'],
  ['somebody objected', [{ role: 'card', says: 'Too soon' }], 'Dissent, card: Too soon'],
])('a decision says of its dissent that %s', (_, dissent, says) => {
  const input = reviewInputOf('card');
  const ledger = input.ledger.map((row) => {
    return row.kind === 'decision.recorded' ? { ...row, body: { ...row.body, dissent } } : row;
  });
  const told = buildReview({ ...input, ledger }, times);
  expect(markdownReview(told, times)).toContain(`\n- ${says}`);
  const page = htmlReview(told, times)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
  expect(page).toContain(says.replace(/[,:] /g, (sign) => (says.startsWith('Dissent') ? ' ' : sign)));
});

test('the timeline is in order, and within a second what was judged comes before what was done', () => {
  const ats = review.entries.map(({ at }) => at);
  expect(ats).toEqual([...ats].sort((a, b) => a - b));
  const second = review.entries.filter(({ at }) => at === t0 + 10_000).map(({ row }) => row === null);
  expect(second).toEqual([true, false]);
});

test('a session that nobody joined says what its call leaves out', () => {
  const input = reviewInputOf('card');
  const plan = planOf(`
format: holdpoint/plan@1
launch: { id: papers, t0: 2026-03-30T14:00:00Z }
roles: { counsel: {} }
evidence: { report: { says: Report, kind: file } }
criteria: { PAPERS: { says: Papers, evidence: [report] } }
`);
  const saysOf = (isStaffed: boolean): readonly string[] | undefined => {
    const desk = new RoomDesk(plan);
    desk.run(1);
    const { judge, room } = desk;
    const judged = { ...judge.snapshot(), reasons: [] } as NonNullable<ReturnType<typeof judge.snapshot>>;
    const end = { number: 0, state: {} as EngineState, judged, room: { ...room.read(), isStaffed } };
    return buildReview({ ...input, plan, end }, times).end?.reasons;
  };
  expect(saysOf(false)).toEqual([
    'Nobody joined this session, so telemetry alone was judged: the call leaves out PAPERS.',
  ]);
  expect(saysOf(true)).toEqual([]);
});

test('a session without a judged second is a review too', () => {
  const empty = buildReview({ ...reviewInputOf('card'), ticks: undefined, rollUp: undefined }, times);
  expect(empty).toMatchObject({ seconds: null, calls: [], charts: [], money: [] });
});

test('T and the hour are told in the zone that is asked for', () => {
  const tokyo = createTimes(t0, 'Asia/Tokyo');
  expect(tokyo.instant(t0)).toBe('2026-03-30 23:00:00');
  expect([t0 - 1000, t0, t0 + 93_784_000].map((at) => tokyo.clock(at))).toEqual([
    'T-00:00:01',
    'T+00:00:00',
    'T+26:03:04',
  ]);
  expect([t0 - 60_000, t0, t0 + 1000].map((at) => tokyo.spoken(at))).toEqual(['T-1m', 'T-0', 'T+1s']);
  expect(tokyo.instant(Number.MAX_SAFE_INTEGER)).toBe('?-?-? ?:?:?');
});
