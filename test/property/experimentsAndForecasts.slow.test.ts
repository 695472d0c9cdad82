import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ArmSplit } from '../../shared/judge/armSplit.ts';
import { Board } from '../../shared/judge/board.ts';
import type { JudgedAt } from '../../shared/judge/snapshot.ts';
import { TickGatherer } from '../../shared/judge/tickGatherer.ts';
import type { Series } from '../../shared/model/series.ts';
import { createSeededRandom, type SeededRandom } from '../chaos/seededRandom.ts';
import { planOf, poissonCount, type TestSample, TickByTick, triggerOn } from '../help/tickByTick.ts';

const plan = planOf(`dimensions: { market: [US, JP] }
indicators:
  errors: { kind: ratio, bad: { metric: requests, where: { outcome: error } }, total: { metric: requests } }
  stock: { kind: gauge, gauge: { metric: tickets.remaining } }
slos:
  checkout: { indicator: errors, objective: 95%, period: 1h, expected: 3000 }
ramp: { stages: [0%, 50%, 100%] }
experiments:
  buy: { arms: { control: 50%, new: 30%, other: 20% }, exposures: { metric: sessions, arm: arm }, conversions: { metric: orders, arm: arm },
         expects: +1pp, holdback: 5%, firstDecision: 300, guardrails: [{ indicator: errors, margin: 2pp }] }
forecasts:
  sell-out: { remaining: stock, consumed: { metric: orders }, last: 3m }
dependencies:
  vault: { sla: 94%, fallback: errors, slo: checkout }
clock: { staleAfter: 8s }
triggers:
${['proven better', 'proven worse', 'not yet known', 'proven safe', 'proven harmful', 'unreadable']
  .map((state, index) => triggerOn(`E${index}`, `{ experiment: buy, is: ${state} }`))
  .join(
    '',
  )}${triggerOn('F0', '{ forecast: sell-out, before: T+7m }')}${triggerOn('F1', '{ forecast: sell-out, after: T+7m }')}`);

/** One second of a world with three arms, some stock, late counts, and sources that fall silent now and then. */
class World {
  private readonly random: SeededRandom;
  private remaining: number;
  private readonly bias: number;
  private silentUntil = 0;
  private second = 0;

  constructor(seed: number) {
    this.random = createSeededRandom(seed);
    this.remaining = this.random.between(60, 900);
    this.bias = this.random.next() * 0.4;
  }

  next(): TestSample[] {
    this.second += 1;
    if (this.random.chance(0.01)) this.silentUntil = this.second + this.random.between(3, 25);
    const samples: TestSample[] = [];
    const markets = ['US', 'JP'];
    ['control', 'new', 'other'].forEach((arm, index) => {
      const labels = { arm, market: markets[this.random.between(0, 2)] ?? 'US' };
      const late = this.random.chance(0.05) ? this.random.between(1, 100) : 0;
      const sessions = poissonCount(index === 0 ? 6 : 3, this.random);
      const orders = Math.min(this.remaining, poissonCount(0.2 * sessions * (1 + index * this.bias), this.random));
      this.remaining -= orders;
      samples.push({ metric: 'sessions', labels, value: sessions, late, source: `web-${index}` });
      samples.push({ metric: 'orders', labels, value: orders, late, source: `web-${index}` });
      const outcome = this.random.chance(0.05 + index * this.bias * 0.2) ? 'error' : 'ok';
      samples.push({ metric: 'requests', labels: { arm, outcome }, value: 1 + this.random.between(0, 4), late });
    });
    if (this.random.chance(0.02)) this.remaining += this.random.between(1, 200);
    if (this.second % 3 === 0)
      samples.push({ metric: 'tickets.remaining', kind: 'gauge', value: this.remaining, source: 'till' });
    const silent = this.second < this.silentUntil ? `web-${this.silentUntil % 3}` : 'nobody';
    return samples.filter(({ source }) => source !== silent);
  }
}

/** No NaN and nothing endless: what a snapshot says survives being written down. */
function written(snapshot: JudgedAt): unknown {
  const text = JSON.stringify(snapshot, (_, value: unknown) => {
    if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`A snapshot holds ${value}.`);
    return value;
  });
  return JSON.parse(text);
}

test('a judge restored at any second says the same of everything ever after', () => {
  const seconds = 420;
  fc.assert(
    fc.property(
      fc.nat(1e6),
      fc.uniqueArray(fc.integer({ min: 1, max: seconds - 1 }), { minLength: 1, maxLength: 4 }),
      fc.array(
        fc.tuple(
          fc.integer({ min: 1, max: seconds - 1 }),
          fc.constantFrom('', 'US', 'JP'),
          fc.integer({ min: 0, max: 100 }),
        ),
        { maxLength: 5 },
      ),
      (seed, cuts, moves) => {
        const world = new World(seed);
        const whole = new TickByTick(plan);
        let cut = new TickByTick(plan);
        for (let second = 0; second < seconds; second += 1) {
          for (const [at, market, percent] of moves) {
            if (at !== second) continue;
            const shares = { control: 100 - percent, new: percent / 2, other: percent / 2 };
            const cell = market === '' ? {} : { market };
            for (const room of [whole, cut]) room.judge.experiments.setShares('buy', shares, cell);
          }
          if (cuts.includes(second)) cut = cut.restored();
          const samples = world.next();
          expect(cut.give(samples)).toEqual(whole.give(samples));
          expect(written(cut.snapshot())).toEqual(written(whole.snapshot()));
        }
      },
    ),
    { numRuns: 12 },
  );
});

test('the sample ratio does not depend on the order in which settled seconds arrived', () => {
  fc.assert(
    fc.property(
      fc.nat(1e6),
      fc.array(fc.array(fc.nat({ max: 2000 }), { minLength: 2, maxLength: 2 }), { minLength: 12, maxLength: 40 }),
      (seed, counts) => {
        const run = (delays: (second: number, arm: number) => number): unknown => {
          const split = splitOf();
          const ticks = counts.length + 30;
          for (let tick = 1; tick <= ticks; tick += 1) {
            split.give(
              tick,
              counts.flatMap((pair, second) =>
                pair.flatMap((value, arm) =>
                  second + delays(second, arm) === tick - 1 ? [[second, arm, value] as const] : [],
                ),
              ),
            );
          }
          return split.split.process;
        };
        const random = createSeededRandom(seed);
        const delays = counts.map(() => [random.between(0, 11), random.between(0, 11)]);
        expect(run((second, arm) => delays[second]?.[arm] ?? 0)).toEqual(run(() => 0));
      },
    ),
    { numRuns: 40 },
  );
});

/** The sample ratio of two arms on a board of its own. */
function splitOf(): { split: ArmSplit; give: (tick: number, counts: (readonly [number, number, number])[]) => void } {
  const experiment = plan.experiments['buy'];
  if (experiment === undefined) throw new Error('There is no experiment.');
  const board = new Board([]);
  const two = { ...experiment, arms: { control: 0.5, new: 0.5 } };
  const split = new ArmSplit({ ...plan, ramp: undefined }, two, board, (arm) => ({
    metric: 'sessions',
    where: { arm: [arm] },
  }));
  board.build();
  board.startAt(0);
  const series = ['control', 'new'].map((arm, id): Series => ({
    id,
    source: 'web',
    kind: 'count',
    metric: 'sessions',
    labels: { arm },
  }));
  return {
    split,
    give(tick, counts) {
      const gatherer = new TickGatherer([]);
      for (const [second, arm, value] of counts) {
        const one = series[arm];
        if (one !== undefined) gatherer.addCount(one, second * 1000, value);
      }
      for (const row of gatherer.take(tick).rows) board.apply(row);
      board.advance(tick);
      split.advance(tick);
    },
  };
}
