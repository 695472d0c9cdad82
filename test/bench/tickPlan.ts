import type { Plan } from '../../shared/model/plan.ts';
import { readPlan } from '../../shared/model/readPlan.ts';
import type { Series } from '../../shared/model/series.ts';
import type { Heard, SecondRow, TickInput } from '../../shared/model/tickInput.ts';

export const ruleCount = 500;

/**
 * A plan of 500 triggers, each on an indicator of its own with four windows: every other one compares levels, the rest
 * burn; every fourth wants proof before it fires.
 */
export function tickPlan(windows: readonly string[]): Plan {
  const indicators: Record<string, unknown> = {};
  const slos: Record<string, unknown> = {};
  const triggers: Record<string, unknown> = {};
  for (let rule = 0; rule < ruleCount; rule += 1) {
    const where = { rule: `r${rule}` };
    indicators[`errors-${rule}`] = {
      kind: 'ratio',
      bad: { metric: 'requests', where: { ...where, outcome: 'error' } },
      total: { metric: 'requests', where },
      minimum: 50,
    };
    const isLevel = rule % 2 === 0;
    if (!isLevel)
      slos[`slo-${rule}`] = { indicator: `errors-${rule}`, objective: '99.9%', period: '24h', expected: 2_500_000 };
    const parts = windows.map((window) =>
      isLevel ? { indicator: `errors-${rule}`, window, over: '1%' } : { slo: `slo-${rule}`, window, burnOver: 10 },
    );
    triggers[`rule-${rule}`] = {
      when: { all: parts },
      for: '2m',
      evidence: rule % 4 < 2 ? 'point' : 'bound',
      arm: 'hold',
      does: { hold: 'launch' },
    };
  }
  const launch = { id: 'ticks', name: 'Ticks', t0: '2026-03-30T14:00:00Z' };
  const { plan, problems } = readPlan(
    JSON.stringify({ format: 'holdpoint/plan@1', launch, indicators, slos, triggers }),
    'ticks.json',
  );
  if (plan === undefined) throw new Error(`The plan of the ticks is none: ${JSON.stringify(problems.slice(0, 3))}`);
  return plan;
}

/** Failures of a hundred requests that a rule sees on the average: some far below the line of 1, some about it, some over. */
const failuresOf = [0, 0.05, 0.2, 0.5, 0.9, 1, 1.1, 3];

/**
 * A second of telemetry: each rule's two series say something new. The rows are the same objects every time, filled anew,
 * so that what is measured is the judge alone.
 */
export class TickFeed {
  private readonly series: readonly Series[];
  private readonly rows: SecondRow[];
  private state = 42;

  constructor() {
    this.series = Array.from({ length: ruleCount * 2 }, (_, id) => ({
      id,
      source: `gw-${id % 8}`,
      kind: 'count',
      metric: 'requests',
      labels: { rule: `r${id >> 1}`, outcome: id % 2 === 0 ? 'ok' : 'error' },
    }));
    this.rows = this.series.map((series) => createRow(series));
  }

  next(tick: number): TickInput {
    for (const row of this.rows) {
      const { id } = row.series;
      const isError = id % 2 === 1;
      const failures = failuresOf[(id >> 3) % failuresOf.length] ?? 0;
      row.bucket = tick - 1;
      row.sum = isError ? (this.draw() < failures / 3 ? 1 : 0) : 20 + Math.floor(this.draw() * 27);
      row.min = row.sum;
      row.max = row.sum;
    }
    const heard = Array.from({ length: 8 }, (_, source): Heard => {
      return { source: `gw-${source}`, at: tick * 1000 - 500, ended: false };
    });
    return { tick, rows: this.rows, events: [], heard };
  }

  private draw(): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return this.state / 2 ** 32;
  }
}

function createRow(series: Series): SecondRow {
  return {
    series,
    bucket: 0,
    n: 1,
    sum: 0,
    sumLow: 0,
    min: 0,
    max: 0,
    last: 0,
    lastAt: -Infinity,
    within: [],
    straddling: [],
    bins: undefined,
    bounds: undefined,
  };
}
