import fc from 'fast-check';
import { readPlan } from '../../shared/model/readPlan.ts';
import type { Plan } from '../../shared/model/plan.ts';

/** T-0 of every plan here, 2026-03-30T14:00:00Z: a recording begins a minute before. */
export const planT0S = 1774879200;

const seconds = (...lengths: readonly number[]): fc.Arbitrary<string> =>
  fc.constantFrom(...lengths).map((length) => `${length}s`);
const window = seconds(1, 2, 3, 5, 8, 10, 20, 30, 60, 61, 90);
const hold = seconds(0, 0, 0, 1, 2, 5, 10, 30);
/** Written once in so many times. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>, once = 3): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: once - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

const common = {
  minimum: maybe(fc.constantFrom<unknown>(1, 5, 20, { n: 60 }), 5),
  staleAfter: maybe(seconds(3, 6, 10, 20, 45), 4),
  interval: maybe(seconds(1, 2, 10, 30), 4),
  matures: maybe(seconds(1, 7, 30), 7),
  alive: maybe(
    fc.constantFrom<unknown>(
      { source: 'gw-2' },
      { source: 'cd' },
      { source: 'nobody' },
      { metric: 'signin' },
      { metric: 'lat', where: { op: 'a' } },
      { metric: 'stock' },
    ),
    5,
  ),
};

const requests = { metric: 'req' };
const bad = { metric: 'req', where: { outcome: 'error' } };
const good = { metric: 'req', where: { outcome: ['ok', 'slow'] } };
const cohort = (name: string, metric: string): object => ({ metric, where: { cohort: name } });

/** One indicator of every kind, each with options of its own. */
const indicators = fc.record({
  errors: fc.record({ kind: fc.constant('ratio'), bad: fc.constant(bad), total: fc.constant(requests), ...common }),
  goods: fc.record({ kind: fc.constant('ratio'), good: fc.constant(good), total: fc.constant(requests), ...common }),
  cards: fc.record({
    kind: fc.constant('ratio'),
    of: fc.constant({ metric: 'req', where: { method: 'card' } }),
    total: fc.constant(requests),
    ...common,
  }),
  token: fc.record({
    kind: fc.constant('rate'),
    count: fc.constant(cohort('token', 'ato')),
    per: fc.constant(cohort('token', 'signin')),
    scale: fc.constant(100),
    ...common,
  }),
  control: fc.record({
    kind: fc.constant('rate'),
    count: fc.constant(cohort('control', 'ato')),
    per: fc.constant(cohort('control', 'signin')),
    scale: fc.constant(100),
    ...common,
  }),
  lift: fc
    .tuple(
      fc.constantFrom(
        { treatment: 'token', baseline: 'control' },
        { treatment: 'errors', baseline: 'cards' },
        { treatment: 'goods', baseline: 'errors' },
      ),
      fc.record({ kind: fc.constant('compare'), ...common }),
    )
    .map(([sides, rest]) => ({ ...rest, ...sides })),
  speed: fc.record({
    kind: fc.constant('speed'),
    count: fc.constantFrom<object>(requests, bad),
    peak: maybe(fc.constant(true), 2),
    ...common,
  }),
  fast: fc.record({
    kind: fc.constant('share'),
    latency: fc.constantFrom<object>({ metric: 'lat' }, { metric: 'lat', where: { op: 'a' } }),
    within: fc.constantFrom('10ms', '50ms', '100ms'),
    ...common,
  }),
  slow: fc.record({
    kind: fc.constant('quantile'),
    latency: fc.constant({ metric: 'lat' }),
    q: fc.constantFrom(0, 0.5, 0.9, 0.99, 1),
    ...common,
  }),
  mean: fc.record({ kind: fc.constant('mean'), latency: fc.constant({ metric: 'lat' }), ...common }),
  dups: fc.record({
    kind: fc.constant('total'),
    count: fc.constantFrom<object>({ metric: 'dup' }, cohort('token', 'ato')),
    ...common,
  }),
  stock: fc.record({
    kind: fc.constant('gauge'),
    gauge: fc.constantFrom<object>({ metric: 'stock' }, { metric: 'stock', where: { hall: ['a', 'c'] } }),
    over: maybe(fc.constantFrom('sum', 'sumAbs', 'max', 'min', 'mean')),
    ...common,
  }),
});

const alerts = fc.tuple(
  fc
    .record({
      id: fc.constant('x'),
      long: seconds(6, 12, 30, 60, 120),
      short: maybe(seconds(1, 3, 5), 2),
      factor: fc.constantFrom(0.5, 1, 2, 4),
    })
    .map((alert) => ({ ...alert, short: alert.short ?? (alert.long === '6s' ? '1s' : undefined) })),
  fc.record({
    id: fc.constant('y'),
    long: seconds(24, 60, 90),
    spend: fc.constantFrom('1%', '5%', '20%'),
  }),
);

const slos = fc.record({
  shop: fc.record({
    indicator: fc.constantFrom('errors', 'goods', 'fast'),
    objective: fc.constantFrom('50%', '75%', '90%', '99%'),
    period: fc.constantFrom('1152s', '2880s', '4000s', '12h'),
    expected: fc.constantFrom(100, 1000),
    spentAtStart: maybe(fc.constantFrom('0%', '25%', '120%')),
    alerts: maybe(alerts, 2),
  }),
});

// No limit is the bound of a small count itself (of 3 all good, at 99.9 %, it is 0.1): rounding would decide there.
const levels: readonly (readonly [indicator: string, thresholds: readonly number[]])[] = [
  ['errors', [0, 0.12, 0.25, 0.45]],
  ['goods', [0.05, 0.25, 0.5, 0.85]],
  ['cards', [0, 0.25, 0.45, 0.7]],
  ['token', [0, 2, 10]],
  ['lift', [0.5, 1, 2]],
  ['speed', [0, 0.5, 1, 3, 10]],
  ['fast', [0.25, 0.45, 0.85, 0.97]],
  ['slow', [0, 10, 50, 240]],
  ['mean', [0, 10, 50, 100]],
  ['dups', [0, 1, 3]],
  ['stock', [-10, 0, 5, 100]],
];

const level = fc
  .constantFrom(...levels)
  .chain(([indicator, thresholds]) =>
    fc
      .tuple(window, fc.constantFrom(...thresholds), fc.boolean())
      .map(([length, limit, isOver]) => ({ indicator, window: length, [isOver ? 'over' : 'under']: limit })),
  );

/** `isPaired`: whether the plan's objective has pairs of its own. */
function leafOf(isPaired: boolean): fc.Arbitrary<object> {
  const burn = fc.constantFrom(0.5, 1, 2, 4);
  return fc.oneof(
    { weight: 6, arbitrary: level },
    {
      weight: 2,
      arbitrary: fc.record({
        slo: fc.constant('shop'),
        alert: isPaired ? fc.constantFrom('x', 'y') : fc.constantFrom('a1', 'a2', 'a3', 'a4'),
      }),
    },
    { weight: 1, arbitrary: fc.record({ slo: fc.constant('shop'), window, burnOver: burn }) },
    { weight: 1, arbitrary: fc.record({ slo: fc.constant('shop'), window, burnUnder: burn }) },
    {
      weight: 1,
      arbitrary: fc.record({ slo: fc.constant('shop'), budgetLeftUnder: fc.constantFrom(-0.5, 0, 0.5, 0.9) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        indicator: fc.constant('lift'),
        ratioOver: fc.constantFrom(0.5, 1, 2),
        window: maybe(window, 2),
        confidence: maybe(fc.constantFrom('80%', '95%'), 2),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        cusum: fc.constantFrom('token', 'errors', 'goods'),
        every: seconds(1, 5, 7, 20),
        m0: fc.constantFrom(0.5, 1),
        m1: fc.constantFrom(2, 3),
        h: fc.constantFrom(1, 4),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        event: fc.constantFrom('deploy', 'flag'),
        where: maybe(fc.constant({ mode: ['manual', 'auto'] }), 2),
        within: window,
      }),
    },
  );
}

function conditionOf(leaf: fc.Arbitrary<object>): fc.Arbitrary<object> {
  const inner = fc.oneof(
    { weight: 4, arbitrary: leaf },
    { weight: 1, arbitrary: leaf.map((not) => ({ not })) },
    { weight: 1, arbitrary: fc.array(leaf, { minLength: 1, maxLength: 2 }).map((all) => ({ all })) },
  );
  const parts = fc.array(inner, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    { weight: 7, arbitrary: leaf },
    { weight: 1, arbitrary: parts.map((all) => ({ all })) },
    { weight: 1, arbitrary: parts.map((any) => ({ any })) },
    { weight: 1, arbitrary: inner.map((not) => ({ not })) },
  );
}

const scope = fc.constantFrom<unknown>(
  'launch',
  'launch',
  { each: ['market'] },
  { each: ['method', 'market'] },
  { each: ['hall'] },
);

const does = fc.constantFrom<object>({ rollback: 'launch', to: '0%' }, { hold: 'launch' }, { review: true });

function triggerOf(condition: fc.Arbitrary<object>): fc.Arbitrary<object> {
  return fc
    .record({
      scope,
      when: condition,
      for: hold,
      clear: fc.record({
        for: maybe(hold, 6).map((it) => it ?? '3s'),
        under: maybe(fc.constantFrom(-1, 0, 0.05), 4),
        over: maybe(fc.constantFrom(1, 200), 4),
      }),
      minimum: maybe(fc.constantFrom(1, 10, 40), 5),
      evidence: maybe(fc.constantFrom('point', 'bound'), 2),
      confidence: maybe(fc.constantFrom('80%', '95%'), 2),
      arm: fc.constantFrom('advise', 'hold', 'act'),
      does,
      noData: maybe(fc.record({ do: fc.constantFrom('hold', 'fire'), after: seconds(0, 5, 40) }), 6),
    })
    .map((trigger) => (isLevelOrBurn(trigger.when) ? trigger : { ...trigger, clear: withoutLevels(trigger.clear) }));
}

/** Clear levels belong to a trigger with one condition. */
function isLevelOrBurn(condition: object): boolean {
  return 'over' in condition || 'under' in condition || 'burnOver' in condition || 'burnUnder' in condition;
}

function withoutLevels(clear: { readonly for: string }): object {
  return { for: clear.for };
}

function criterionOf(condition: fc.Arbitrary<object>): fc.Arbitrary<object> {
  return fc.record({
    says: fc.constant('It holds'),
    scope,
    holds: condition,
    for: hold,
    minimum: maybe(fc.constantFrom(1, 10, 40), 5),
    required: fc.boolean(),
  });
}

/** Plans of a few rules over indicators of every kind: the object that a plan's file would hold. */
export const arbitraryPlan: fc.Arbitrary<object> = fc.record({ indicators, slos }).chain((base) => {
  const condition = conditionOf(leafOf(base.slos.shop.alerts !== undefined));
  return fc
    .record({
      triggers: fc.array(triggerOf(condition), { minLength: 2, maxLength: 4 }),
      criteria: fc.array(criterionOf(condition), { minLength: 1, maxLength: 2 }),
      staleAfter: maybe(seconds(4, 12, 60), 4),
    })
    .map(({ triggers, criteria, staleAfter }) => ({
      format: 'holdpoint/plan@1',
      launch: { id: 'any', t0: '2026-03-30T14:00:00Z' },
      dimensions: { market: ['US', 'UK'], method: ['card', 'wallet'], hall: ['a', 'b'] },
      ...base,
      triggers: Object.fromEntries(triggers.map((trigger, place) => [`T${place + 1}`, trigger])),
      criteria: Object.fromEntries(criteria.map((criterion, place) => [`C${place + 1}`, criterion])),
      ...(staleAfter === undefined ? {} : { clock: { staleAfter } }),
    }));
});

/** Reads what `arbitraryPlan` made. */
export function planOfObject(object: object): Plan {
  const { plan, problems } = readPlan(JSON.stringify(object), 'plan.json');
  if (plan === undefined) throw new Error(JSON.stringify(problems));
  return plan;
}
