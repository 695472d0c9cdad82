import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { binOf, valueOfBin } from '../../shared/stats/sketch.ts';
import type { SecondRow } from '../../shared/model/tickInput.ts';
import type { Client } from '../../shared/contract/createClient.ts';
import type { QueryAnswer } from '../../shared/contract/contract.ts';
import { ContractDesk } from './contractDesk.ts';
import { transports } from './transports.ts';

const desk = new ContractDesk();
afterEach(() => desk.tidy());
afterAll(() => desk.end());

const wait = { kind: 'latency', metric: 'queue.wait' } as const;

describe.each(transports)('over %s', (_kind, serve) => {
  test('a live chart and the transitions reach the newest judged second, sealed or not', async () => {
    const opened = await desk.open(serve);
    const client = await desk.connect(opened);
    const { engine } = opened;
    const seen: { readonly tick: number; readonly chart: Chart; readonly transitions: Transitions }[] = [];
    let isBehind = false;
    for (const after of [1, 40, 41, 200, 333, 480, 700]) {
      const tick = desk.first + after;
      await engine.seek(tick);
      isBehind ||= (engine.session.readDurable().lastTick ?? 0) < tick;
      const [chart, transitions] = [await readChart(client, tick), await client.query('transitions.read', {})];
      expect([chart.judgedTick, transitions.judgedTick]).toEqual([tick, tick]);
      seen.push({ tick, chart, transitions });
    }
    expect(isBehind).toBe(true);
    engine.play(Infinity);
    await engine.ended;
    const { headTick } = engine.state();
    for (const { tick, chart, transitions } of seen) {
      expect(await readChart(client, tick)).toEqual({ ...chart, judgedTick: headTick });
      const sealed = await client.query('transitions.read', { toAt: tick * 1000 });
      expect(sealed).toEqual({ ...transitions, judgedTick: headTick });
    }
    expect(seen.at(-1)?.transitions.total).toBeGreaterThan(10);
  });

  test('latencies come with quantiles of what was observed in each step, and series that match are one line', async () => {
    const opened = await desk.open(serve);
    const client = await desk.connect(opened);
    const { engine } = opened;
    await engine.seek(desk.first + 500);
    const range = { fromBucket: desk.first, toBucket: desk.first + 500, points: 50 };
    const requests = { kind: 'count' as const, metric: 'checkout.requests', where: { method: ['card'] } };
    const nothing = { kind: 'latency', metric: 'nobody.sends.it' } as const;
    const read = await client.query('series.read', { lines: [wait, requests, nothing], ...range });
    expect(read.quantileError).toBe(0.01);
    const rows = [
      ...[...engine.session.readTicks({ fromTick: 0, toTick: desk.first + 500 })].flatMap((input) => input.rows),
      ...engine.past.openChunk().ticks.flatMap((input) => input.rows),
    ];
    const [waits, cards, none] = read.lines;
    expect(waits?.quantiles?.map(({ q }) => q)).toEqual([0.5, 0.95, 0.99]);
    for (let step = 0; step < read.steps; step += 1) {
      const isIn = ({ bucket }: SecondRow): boolean =>
        Math.floor((bucket - read.fromBucket) / read.stepSeconds) === step;
      const own = rows.filter((row) => row.series.metric === 'queue.wait' && isIn(row));
      const bins = own.flatMap((row) => [...(row.bins ?? [])].flatMap(([bin, n]) => new Array<number>(n).fill(bin)));
      bins.sort((a, b) => a - b);
      expect(waits?.n[step]).toBe(bins.length);
      for (const { q, values } of waits?.quantiles ?? []) {
        const bin = bins[Math.floor(q * (bins.length - 1))];
        expect(values[step]).toBe(bin === undefined ? null : valueOfBin(bin));
        const least = bins.length === 0 ? null : Math.min(...own.map(({ min }) => min));
        expect(waits?.min[step]).toBe(least);
      }
      const counted = rows.filter((row) => row.series.labels.method === 'card' && isIn(row));
      expect(cards?.sum[step] ?? 0).toBe(counted.reduce((sum, row) => sum + row.sum, 0));
    }
    expect(cards?.series.length).toBe(4);
    expect(none).toMatchObject({ series: [], n: waits?.n.map(() => 0) });
    expect([waits?.last, cards?.quantiles, cards?.exact]).toEqual([undefined, undefined, undefined]);
    const other = await client.query('series.read', { lines: [wait], quantiles: [0, 1], ...range });
    const [least, most] = other.lines[0]?.quantiles ?? [];
    const toBinValue = (value: number | null): number | null => (value === null ? null : valueOfBin(binOf(value)));
    expect([least?.values, most?.values]).toEqual([waits?.min.map(toBinValue), waits?.max.map(toBinValue)]);
  });
});

type Chart = QueryAnswer<'series.read'>;
type Transitions = QueryAnswer<'transitions.read'>;

function readChart(client: Client, tick: number): Promise<Chart> {
  const range = { fromBucket: tick - 400, toBucket: tick, points: 400, upToTick: tick };
  return client.query('series.read', { lines: [0, 1, 2, 3, wait], ...range });
}
