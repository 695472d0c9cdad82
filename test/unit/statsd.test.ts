import { expect, test } from 'vitest';
import { StatsdGatherer } from '../../electron/import/wire/statsdGatherer.ts';

const t = 1774879200000;

function gather(...datagrams: string[]): { samples: unknown[]; refused: string } {
  const gatherer = new StatsdGatherer();
  for (const datagram of datagrams) gatherer.add(datagram, t);
  const { samples, refused } = gatherer.take(t);
  return {
    samples: samples.map(({ t: _t, source: _source, ...rest }: object & { t: number; source: string }) => rest),
    refused: refused.text,
  };
}

test('counters add up, by their sample rates and their tags', () => {
  expect(gather('orders:1|c\norders:2|c', 'orders:3|c|@0.1', 'orders:1|c|#market:US,method:card')).toEqual({
    samples: [
      { metric: 'orders', labels: {}, kind: 'count', value: 33 },
      { metric: 'orders', labels: { market: 'US', method: 'card' }, kind: 'count', value: 1 },
    ],
    refused: '',
  });
});

test('timers are kept one by one, and as often as one stands for', () => {
  expect(gather('pay.time:12.5|ms', 'pay.time:40|ms|@0.5').samples).toEqual([
    { metric: 'pay.time', labels: {}, kind: 'latency', values: [12.5, 40, 40] },
  ]);
});

test('gauges stand where they were left; a sign moves them', () => {
  const gatherer = new StatsdGatherer();
  const value = (...lines: string[]): unknown => {
    for (const line of lines) gatherer.add(line, t);
    return gatherer.take(t).samples.map((sample) => 'value' in sample && sample.value);
  };
  expect(value('stock:100|g', 'stock:-30|g')).toEqual([70]);
  expect(value('stock:+5|g')).toEqual([75]);
  expect(value('stock:7|g')).toEqual([7]);
  expect(value()).toEqual([]);
});

test.each([
  ['orders', 'A line is not name:value|type.'],
  ['orders:one|c', 'A value is not a number.'],
  ['orders:1e999|c', 'A value is not a number.'],
  ['orders:-1|c', 'A counter goes down.'],
  ['orders:1|c|@0', 'A sample rate is not above 0 and at most 1.'],
  ['users:7|s', 'Only counters (c), timers (ms) and gauges (g) are read.'],
  ['time:-1|ms', 'A timer is below 0.'],
  ['time:1|ms|@0.0001', 'A timer stands for more than 1000: sample at 0.001 or more.'],
  [`${'x'.repeat(129)}:1|c`, 'A line is not name:value|type.'],
  [`a:1|c|#${'b'.repeat(9000)}`, 'A line is longer than 8192 characters.'],
])('%s is counted and said', (line, says) => {
  expect(gather('good:1|c', line)).toEqual({
    samples: [{ metric: 'good', labels: {}, kind: 'count', value: 1 }],
    refused: `1 x ${says}`,
  });
});

test('a flood of names and of timers ends where the memory ends, and every line of it is counted', () => {
  const gatherer = new StatsdGatherer();
  for (let name = 0; name < 30_000; name += 1) gatherer.add(`m${name}:1|c`, t);
  for (let time = 0; time < 300; time += 1) gatherer.add('m1:1|ms|@0.001\nm2:1|c', t);
  const { samples, refused } = gatherer.take(t);
  expect([samples.length, refused.count]).toEqual([20_000, 10_000 + 300]);
});
