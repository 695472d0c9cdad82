import { expect, test } from 'vitest';
import { makeLines, makeTexts, scenarioOf, t0Ms, type Line } from '../help/makeRecording.ts';

const sum = (lines: readonly Line[], pick: (line: Line) => boolean): number =>
  lines.filter(pick).reduce((total, line) => total + (line.value ?? 0), 0);

test('a count is one line a second for each combination and outcome, from its source, with seqs in a row', () => {
  const lines = makeLines(
    scenarioOf(
      '{ kind: count, metric: requests, source: "gw-{market}", labels: { path: new }, each: { market: [US, UK], method: [card, wallet] }, split: { outcome: { ok: 90%, error: 10% } }, perSecond: 40 }',
    ),
  );
  expect(lines).toHaveLength(60 * 8);
  expect(lines[0]).toEqual({
    t: t0Ms,
    source: 'gw-US',
    seq: 1,
    kind: 'count',
    metric: 'requests',
    labels: { path: 'new', market: 'US', method: 'card', outcome: 'ok' },
    value: lines[0]?.value,
  });
  const ofUk = lines.filter((line) => line.source === 'gw-UK');
  expect(ofUk.map((line) => line.seq)).toEqual(Array.from({ length: 240 }, (_, index) => index + 1));
  expect(new Set(ofUk.map((line) => line.labels?.['market']))).toEqual(new Set(['UK']));
  expect(Math.abs(sum(lines, () => true) - 2400)).toBeLessThan(250);
  expect(Math.abs(sum(lines, (line) => line.labels?.['outcome'] === 'error') - 240)).toBeLessThan(78);
});

test('without noise no event is lost to rounding, and weights divide them', () => {
  const lines = makeLines(
    scenarioOf(
      '{ kind: count, metric: a, source: [gw-1, gw-2], each: { cell: { big: 3, small: 1 } }, perSecond: 0.8, noise: none }',
    ),
  );
  expect(sum(lines, (line) => line.labels?.['cell'] === 'big')).toBe(36);
  expect(sum(lines, (line) => line.labels?.['cell'] === 'small')).toBe(12);
  expect(sum(lines, (line) => line.source === 'gw-2')).toBe(24);
});

test('steps, spikes and the hour of the day bend the level', () => {
  const at = (lines: readonly Line[], second: number): number | undefined =>
    lines.find((line) => line.t === t0Ms + second * 1000)?.value;
  const count = '{ kind: count, metric: a, source: s, perSecond: 100, noise: none';
  const stepped = makeLines(
    scenarioOf(`${count}, steps: [{ at: 10s, factor: 2 }, { at: 20s, factor: 50%, over: 10s }] }`),
  );
  expect([9, 10, 19, 20, 25, 30, 59].map((second) => at(stepped, second))).toEqual([100, 200, 200, 200, 125, 50, 50]);
  const spiked = makeLines(
    scenarioOf(`${count}, spikes: [{ at: 10s, factor: 3, rise: 10s, holds: 10s, decay: 10s }] }`),
  );
  expect([10, 15, 20, 29, 35, 40].map((second) => at(spiked, second))).toEqual([100, 200, 300, 300, 150, 100]);
  // T-0 is 14:00 UTC.
  const daily = makeLines(scenarioOf(`${count}, daily: { 12: 1, 16: 2 } }`));
  expect(at(daily, 0)).toBe(150);
  const roundMidnight = makeLines(scenarioOf(`${count}, daily: { 20: 3, 8: 1 } }`));
  expect(at(roundMidnight, 0)).toBe(200);
});

test('steps touch the series that they name', () => {
  const lines = makeLines(
    scenarioOf(
      '{ kind: count, metric: a, source: s, each: { cell: [x, y] }, perSecond: 20, noise: none, steps: [{ at: 30s, factor: 0, where: { cell: y } }] }',
    ),
  );
  expect(sum(lines, (line) => line.labels?.['cell'] === 'x')).toBe(600);
  expect(sum(lines, (line) => line.labels?.['cell'] === 'y')).toBe(300);
});

test('latencies have their median and their 99th percentile, and come as values or in buckets', () => {
  const [values, buckets] = ['', ', buckets: [20, 100]'].map((more) =>
    makeLines(scenarioOf(`{ kind: latency, metric: l, source: s, values: 200, median: 20, p99: 100ms${more} }`)),
  );
  const observed = (values ?? []).flatMap((line) => line.values ?? []);
  expect(observed).toHaveLength(12_000);
  expect(Math.abs(observed.filter((ms) => ms <= 20).length / 12_000 - 0.5)).toBeLessThan(0.025);
  expect(Math.abs(observed.filter((ms) => ms <= 100).length / 12_000 - 0.99)).toBeLessThan(0.005);
  expect(observed.every((ms) => ms > 0 && Math.abs(ms * 10 - Math.round(ms * 10)) < 1e-6)).toBe(true);
  for (const [index, line] of (buckets ?? []).entries()) {
    const own = values?.[index]?.values ?? [];
    const within = own.filter((ms) => ms <= 20).length;
    const between = own.filter((ms) => ms > 20 && ms <= 100).length;
    expect(line.buckets).toEqual([
      [20, within],
      [100, between],
      ['+Inf', 200 - within - between],
    ]);
  }
});

test('gauges step, fall and walk inside their limits', () => {
  const valuesOf = (gauge: string): number[] =>
    makeLines(scenarioOf(`{ kind: gauge, metric: g, source: s, ${gauge} }`)).map((line) => line.value ?? NaN);
  const stepped = valuesOf('value: 1, steps: [{ at: 10s, value: 5 }, { at: 20s, value: 25, over: 10s }]');
  expect([0, 9, 10, 20, 25, 30].map((second) => stepped[second])).toEqual([1, 1, 5, 5, 15, 25]);
  const fallen = valuesOf('value: 100, falls: { perSecond: 2.5, from: 10s }, min: 0');
  expect([0, 10, 11, 20, 59].map((second) => fallen[second])).toEqual([100, 100, 97.5, 75, 0]);
  const walked = valuesOf('value: 50, walk: { step: 3 }, min: 45, max: 55, decimals: 0');
  expect(walked.every((value) => Number.isInteger(value) && value >= 45 && value <= 55)).toBe(true);
  expect(new Set(walked).size).toBeGreaterThan(3);
  const sold = valuesOf('value: 1000, falls: { perSecond: 4, noise: poisson }, decimals: 0');
  expect(sold.every((value, index) => index === 0 || value <= (sold[index - 1] ?? 0))).toBe(true);
  expect(Math.abs((sold.at(-1) ?? 0) - 764)).toBeLessThan(80);
});

test('events come at their moments with what they carry, and no others', () => {
  const texts = makeTexts(
    scenarioOf(
      '{ kind: event, source: cd, type: deploy.finished, at: [T+10s250ms, T-5s, 30s], labels: { service: ledger }, text: "ledger 4", data: { commit: 9f1c } }',
    ),
  ).filter((text) => text.includes('"event"'));
  expect(texts.map((text) => JSON.parse(text) as unknown)).toEqual(
    [10_250, 30_000].map((afterMs, index) => ({
      t: t0Ms + afterMs,
      source: 'cd',
      seq: index + 1,
      kind: 'event',
      type: 'deploy.finished',
      labels: { service: 'ledger' },
      text: 'ledger 4',
      data: { commit: '9f1c' },
    })),
  );
});

test('a source that has nothing to say sends a mark, and one that speaks does not', () => {
  const traffic = '{ kind: gauge, metric: g, source: s, interval: 5s, value: 1 }';
  const kinds = (more = ''): string =>
    makeLines(scenarioOf(traffic, more))
      .slice(0, 10)
      .map((line) => `${(line.t - t0Ms) / 1000}${line.kind[0]}`)
      .join(' ');
  expect(kinds()).toBe('0g 1m 2m 3m 4m 5g 6m 7m 8m 9m');
  expect(kinds('marks: 2s')).toBe('0g 2m 4m 5g 7m 9m 10g 12m 14m 15g');
  expect(kinds('marks: 5s')).toBe('0g 5g 10g 15g 20g 25g 30g 35g 40g 45g');
});

test('another seed is another recording; another series changes none of the others', () => {
  const traffic = '{ kind: count, metric: a, source: s, perSecond: 40 }';
  const gauge = '{ kind: gauge, metric: g, source: t, value: 1, walk: { step: 1 } }';
  const base = scenarioOf(traffic);
  expect(makeTexts({ ...base, seed: 6 })).not.toEqual(makeTexts(base));
  const both = makeTexts(scenarioOf(`${gauge}, ${traffic}`)).filter((text) => text.includes('"source":"s"'));
  expect(both).toEqual(makeTexts(base));
});

test('numbers beyond all sense still make lines that can be read', () => {
  const beyond = [
    '{ kind: count, metric: a, source: s, perSecond: 1e308, daily: { 0: 1000000 } }',
    '{ kind: count, metric: b, source: s, perSecond: 1e308, noise: none, steps: [{ at: 1s, factor: 0 }] }',
    '{ kind: gauge, metric: g, source: s, value: 1e308, falls: { perSecond: -1e308, noise: poisson } }',
    '{ kind: latency, metric: l, source: s, values: 1, median: 1e300, p99: 1e308 }',
  ];
  const incident = 'incidents: [{ id: it, kind: gauge, from: T-0, lasts: 1m, factor: 1000000, add: -1e308 }]';
  const lines = makeLines(scenarioOf(beyond.join(', '), incident));
  expect(lines).toHaveLength(240);
  const numbers = lines.flatMap((line) => line.values ?? [line.value ?? NaN]);
  expect(numbers.every((number) => Math.abs(number) <= 1.01e15)).toBe(true);
});
