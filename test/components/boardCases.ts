import type { Component } from 'svelte';
import LevelsBoard from '../../renderer/board/LevelsBoard.svelte';
import BurnBoard from '../../renderer/burn/BurnBoard.svelte';
import ExperimentBoard from '../../renderer/experiment/ExperimentBoard.svelte';
import ForecastBoard from '../../renderer/forecast/ForecastBoard.svelte';
import FraudBoard from '../../renderer/fraud/FraudBoard.svelte';
import LatencyBoard from '../../renderer/hsm/LatencyBoard.svelte';
import RampBoard from '../../renderer/ramp/RampBoard.svelte';
import PostureTable from '../../renderer/readiness/PostureTable.svelte';
import type { RoomDesk, Second } from '../help/roomDesk.ts';

/** One launch that has something for every board. */
export const planText = `
format: holdpoint/plan@1
launch: { id: boards, name: Boards, t0: 2026-03-30T14:00:00Z, ends: T+6h, value: { perOrder: 50, currency: USD } }
roles: { boss: { name: Incident commander, may: [call] } }
dimensions: { market: [US, UK] }
indicators:
  errors: { kind: ratio, says: Checkouts that fail, bad: { metric: requests, where: { outcome: error } }, total: { metric: requests }, minimum: 100 }
  heat: { kind: gauge, says: Heat, unit: C, gauge: { metric: heat } }
  twice: { kind: total, says: Paid twice, count: { metric: duplicate }, alive: { source: test } }
  wait-p95: { kind: quantile, latency: { metric: wait }, q: 0.95, minimum: 100 }
  wait-fast: { kind: share, latency: { metric: wait }, within: 250ms, minimum: 100 }
  ato-token: { kind: rate, count: { metric: ato, where: { cohort: token } }, per: { metric: signin, where: { cohort: token } }, scale: 1000, minimum: 500 }
  ato-control: { kind: rate, count: { metric: ato, where: { cohort: control } }, per: { metric: signin, where: { cohort: control } }, scale: 1000, minimum: 500 }
  ato-lift: { kind: compare, says: Takeovers, treatment: ato-token, baseline: ato-control }
  stock: { kind: gauge, says: Tickets, unit: tickets, gauge: { metric: stock } }
  support: { kind: ratio, says: Asks support, bad: { metric: contacts }, total: { metric: sessions } }
slos:
  checkout: { indicator: errors, objective: 99%, period: 6h, expected: 100000, alerts: [{ id: fast, long: 3m, short: 15s, factor: 5 }] }
triggers:
  burns: { when: { slo: checkout, alert: fast }, arm: act, does: { rollback: launch, to: 0% }, owner: boss }
  hot: { when: { indicator: heat, window: 30s, over: 90 }, arm: advise, does: { review: true }, owner: boss }
  failing: { when: { indicator: errors, window: 2m, over: 5% }, arm: hold, does: { hold: launch }, owner: boss }
  dear: { when: { indicator: twice, window: 1h, over: 0 }, arm: act, does: { rollback: launch, to: 0% }, owner: boss }
  slow: { when: { indicator: wait-p95, window: 2m, over: 250 }, arm: hold, does: { hold: launch }, owner: boss }
  above: { when: { indicator: ato-lift, ratioOver: 1.0, confidence: 95% }, arm: hold, does: { hold: launch }, owner: boss }
  drift: { name: Drift in takeovers, when: { cusum: ato-token, every: 1m, m0: 1, m1: 3, h: 5 }, arm: advise, does: { review: true }, owner: boss }
  early: { when: { forecast: sell-out, before: T+1h }, arm: hold, does: { hold: launch }, owner: boss }
  harm: { when: { experiment: click, is: proven harmful }, arm: act, does: { rollback: launch, to: 0% }, owner: boss }
ramp:
  stages: [0%, 5%, 100%]
  waves: [{ id: all, cells: { market: [US, UK] }, starts: T-0, dwell: 10m, needs: [] }]
experiments:
  click: { says: One click, arms: { control: 50%, click: 50% }, exposures: { metric: sessions, arm: arm }, conversions: { metric: orders, arm: arm }, expects: +1pp, firstDecision: 4000, guardrails: [{ indicator: support, margin: 2pp }] }
forecasts:
  sell-out: { remaining: stock, consumed: { metric: sold }, last: 5m }
evidence:
  build: { says: Reproducible build, owner: boss, kind: provenance, service: ledger }
`;

/** The states in which somebody may find a board. */
export type BoardState = 'loading' | 'never' | 'none' | 'few' | 'zero' | 'calm' | 'stale' | 'wrong' | 'lost' | 'broken';

interface Pace {
  readonly errors: number;
  readonly heat: number;
  readonly wait: number;
  readonly takeovers: number;
  readonly twice: number;
  readonly sold: number;
  readonly contacts: number;
}
const well: Pace = { errors: 0.02, heat: 20, wait: 80, takeovers: 0.05, twice: 0, sold: 2, contacts: 0.2 };
const ill: Pace = { errors: 6, heat: 95, wait: 600, takeovers: 4, twice: 0.02, sold: 60, contacts: 6 };
const nothing: Pace = { errors: 0, heat: 0, wait: 0, takeovers: 0, twice: 0, sold: 0, contacts: 0 };

/** A second in which everything comes, `index` seconds after the first. Counts are whole: shares of one come every so often. */
function second(index: number, pace: Pace, part = 1): Second {
  const whole = (perSecond: number): number => Math.floor((index + 1) * perSecond) - Math.floor(index * perSecond);
  const arms = ['control', 'click'] as const;
  return {
    counts: [
      { metric: 'requests', labels: { outcome: 'ok' }, value: 20 * part },
      { metric: 'requests', labels: { outcome: 'error' }, value: whole(pace.errors) },
      { metric: 'duplicate', value: whole(pace.twice) },
      { metric: 'signin', labels: { cohort: 'token' }, value: 50 * part },
      { metric: 'signin', labels: { cohort: 'control' }, value: 50 * part },
      { metric: 'ato', labels: { cohort: 'token' }, value: whole(pace.takeovers) },
      { metric: 'ato', labels: { cohort: 'control' }, value: whole(Math.min(pace.takeovers, 0.05)) },
      { metric: 'sold', value: whole(pace.sold) },
      ...arms.flatMap((arm) => [
        { metric: 'sessions', labels: { arm }, value: 20 * part },
        { metric: 'orders', labels: { arm }, value: part === 1 ? 2 : 0 },
        { metric: 'contacts', labels: { arm }, value: whole(arm === 'click' ? pace.contacts : 0.2) },
      ]),
    ],
    gauges: [
      { metric: 'heat', value: pace.heat },
      { metric: 'stock', value: Math.max(0, 40_000 - Math.round(index * pace.sold)) },
    ],
    latencies: [{ metric: 'wait', values: Array.from({ length: 5 * part }, () => pace.wait) }],
  };
}

function runPace(desk: RoomDesk, seconds: number, pace: Pace): void {
  for (let index = 0; index < seconds; index += 1) desk.run(1, second(index, pace));
}

/** Brings a desk into a state, as a launch would come into it. */
export const reach: Readonly<Record<BoardState, (desk: RoomDesk) => void>> = {
  loading: () => undefined,
  never: (desk) => desk.run(5, { heard: ['somebody else'] }),
  // It was there once; since then its source says that it is well, and sends nothing.
  none: (desk) => {
    desk.run(1, second(0, nothing));
    desk.run(400, { heard: ['test'] });
  },
  few: (desk) => desk.run(2, second(0, well)),
  zero: (desk) => runPace(desk, 240, nothing),
  calm: (desk) => runPace(desk, 240, well),
  stale: (desk) => {
    runPace(desk, 240, well);
    desk.run(50, { heard: [] });
  },
  wrong: (desk) => runPace(desk, 400, ill),
  lost: (desk) => runPace(desk, 240, well),
  broken: (desk) => runPace(desk, 240, well),
};

export interface BoardCase {
  readonly name: string;
  readonly board: Component<never>;
  readonly given: Readonly<Record<string, unknown>>;
  /** The word at its right edge in each state in which it can be found. */
  readonly words: Readonly<Partial<Record<BoardState, string>>>;
}

const common = { loading: 'loading', never: 'never seen', stale: 'link lost', lost: 'link lost 47 s' };

export const boards: readonly BoardCase[] = [
  {
    name: 'burn',
    board: BurnBoard as Component<never>,
    given: { slo: 'checkout' },
    words: { ...common, none: 'no traffic', few: 'too few', zero: 'ok', calm: 'ok', wrong: 'critical', broken: 'ok' },
  },
  {
    name: 'levels of a ratio',
    board: LevelsBoard as Component<never>,
    given: { indicators: ['errors'] },
    words: { ...common, none: 'no traffic', few: 'too few', zero: 'ok', calm: 'ok', wrong: 'over limit', broken: 'ok' },
  },
  {
    name: 'levels of a gauge',
    board: LevelsBoard as Component<never>,
    given: { indicators: ['heat'], name: 'Machine room' },
    words: { ...common, none: 'no traffic', zero: 'ok', calm: 'ok', wrong: 'over limit', broken: 'ok' },
  },
  {
    name: 'what must not happen',
    board: LevelsBoard as Component<never>,
    given: { indicators: ['twice'], areTotals: true },
    words: { ...common, calm: 'ok', wrong: 'happened', broken: 'ok' },
  },
  {
    name: 'latency',
    board: LatencyBoard as Component<never>,
    given: { indicators: ['wait-p95', 'wait-fast'] },
    words: { ...common, none: 'no traffic', few: 'too few', zero: 'ok', calm: 'ok', wrong: 'slow', broken: 'ok' },
  },
  {
    name: 'fraud',
    board: FraudBoard as Component<never>,
    given: { comparisons: ['ato-lift'], drifts: ['drift'], others: [] },
    words: { ...common, none: 'no traffic', few: 'too few', zero: 'ok', calm: 'ok', wrong: 'hold', broken: 'ok' },
  },
  {
    name: 'forecast',
    board: ForecastBoard as Component<never>,
    given: { forecast: 'sell-out' },
    words: { ...common, zero: 'lasts', calm: 'running out', wrong: 'hold', broken: 'running out' },
  },
  {
    name: 'experiment',
    board: ExperimentBoard as Component<never>,
    given: { experiment: 'click' },
    words: { ...common, calm: 'not known', wrong: 'act' },
  },
  {
    name: 'the ramp',
    board: RampBoard as Component<never>,
    given: {},
    // Its plan has no gauge of what is really there: that all goes by plan cannot be said.
    words: { loading: 'loading', calm: 'not observed', lost: 'link lost 47 s' },
  },
  {
    name: 'posture',
    board: PostureTable as Component<never>,
    given: { isShort: true },
    words: { calm: 'missing', lost: 'link lost 47 s' },
  },
];
