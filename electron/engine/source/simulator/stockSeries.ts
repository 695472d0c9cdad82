import type { StockTraffic } from '../../../../shared/model/scenarioStock.ts';
import type { ScenarioSeries } from './expandTraffic.ts';

export const stockPaths = ['one-click', 'usual'] as const;
export const stockArms = ['one-click', 'control', 'none'] as const;
export const stockOutcomes = ['ok', 'declined', 'provider', 'internal', 'expired'] as const;
export type StockPath = (typeof stockPaths)[number];
export type StockArm = (typeof stockArms)[number];
export type StockOutcome = (typeof stockOutcomes)[number];

/** One click is for those who were offered it, and they need not use it. */
const orderKinds: readonly { readonly path: StockPath; readonly arm: StockArm }[] = [
  { path: 'one-click', arm: 'one-click' },
  ...stockArms.map((arm) => ({ path: 'usual' as const, arm })),
];

type Labels = ScenarioSeries['labels'];

/** What a stock tells, in the order in which each second lists it: the stock itself, then its checkout. */
export function expandStock(traffic: StockTraffic): ScenarioSeries[] {
  const series = (
    source: string,
    part: string,
    kind: ScenarioSeries['kind'],
    own: Labels = {},
    bentBy: ScenarioSeries['bentBy'] = [],
  ): ScenarioSeries => ({
    traffic,
    kind,
    bentBy,
    source,
    metric: `${traffic.id}.${part}`,
    labels: { ...traffic.labels, ...own },
    weight: 1,
    outcome: part === 'attempts' ? own['outcome'] : undefined,
  });
  const { source } = traffic;
  const till = traffic.checkout.source;
  const inCohorts = (labels: readonly Labels[]): Labels[] =>
    traffic.cohorts.flatMap((cohort) => labels.map((one) => ({ cohort, ...one })));
  const by = [{ by: 'people' }, { by: 'bots' }];
  const outcomes = stockPaths.flatMap((path) => stockOutcomes.map((outcome) => ({ path, outcome })));
  return [
    series(source, 'remaining', 'gauge'),
    series(source, 'held', 'gauge'),
    ...by.map((labels) => series(source, 'reserved', 'count', labels)),
    ...by.map((labels) => series(source, 'sold', 'count', labels)),
    series(source, 'returned', 'count'),
    series(source, 'expired', 'count', {}, ['rate']),
    series(source, 'oversold', 'count'),
    ...inCohorts(stockArms.map((arm) => ({ arm }))).map((labels) => {
      return series(till, 'sessions', 'count', labels, labels['arm'] === 'one-click' ? ['rate'] : []);
    }),
    ...stockPaths.map((path) => series(till, 'reservations', 'count', { path })),
    ...inCohorts(outcomes).map((labels) => series(till, 'attempts', 'count', labels, ['outcome'])),
    ...inCohorts(orderKinds).map((labels) => series(till, 'orders', 'count', labels)),
    ...stockPaths.map((path) => series(till, 'confirm', 'latency', { path }, ['latency'])),
    ...stockPaths.map((path) => series(till, 'checkout', 'latency', { path })),
  ];
}
