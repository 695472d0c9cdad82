import { expect, test } from 'vitest';
import { makeLines, makeTexts, scenarioOf, t0Ms, type Line } from '../help/makeRecording.ts';

/** Ten counts a second from gw-1 and gw-2 each, one minute long, so 120 lines, and one incident from 20 s to 40 s. */
const plain = '{ kind: count, metric: requests, source: [gw-1, gw-2], perSecond: 20, noise: none }';
const onGw1 = (kind: string, more = ''): Line[] =>
  makeLines(
    scenarioOf(
      plain,
      `incidents: [{ id: it, kind: ${kind}, from: T+20s, lasts: 20s, where: { source: gw-1 }${more && `, ${more}`} }]`,
    ),
  );
const secondOf = (line: Line): number => (line.t - t0Ms) / 1000;
const arrivedOf = (line: Line): number => line.arrived ?? line.t;
const of = (lines: readonly Line[], source: string): Line[] => lines.filter((line) => line.source === source);
const isInside = (line: Line): boolean => secondOf(line) >= 20 && secondOf(line) < 40;
const oneToSixty = Array.from({ length: 60 }, (_, index) => index + 1);

test('whatever happens to one source, the lines of the other are as they were, and arrivals never go back', () => {
  const untouched = of(makeLines(scenarioOf(plain)), 'gw-2');
  const kinds = [
    ...['duplicate', 'reorder', 'late', 'drop', 'conflict'].map((kind) => [kind, 'share: 50%']),
    ['silence', ''],
    ['silence', 'samples: held'],
    ['skew', 'ms: 1500'],
  ];
  for (const [kind = '', more = ''] of kinds) {
    const within = kind === 'reorder' ? ', within: 3s' : kind === 'late' ? ', by: 10s' : '';
    const lines = onGw1(kind, more + within);
    expect(of(lines, 'gw-2'), kind).toEqual(untouched);
    const arrivals = lines.map(arrivedOf);
    expect(arrivals, kind).toEqual(arrivals.toSorted((a, b) => a - b));
    expect(arrivals.at(-1), kind).toBeLessThan(t0Ms + 60_000);
  }
});

test('duplicates have the same identity and content, and arrive within their time', () => {
  const lines = of(onGw1('duplicate', 'share: 50%, within: 4s'), 'gw-1');
  const bySeq = Map.groupBy(lines, (line) => line.seq ?? -1);
  expect([...bySeq.keys()].toSorted((a, b) => a - b)).toEqual(oneToSixty);
  const twice = [...bySeq.values()].filter((same) => same.length === 2);
  expect(twice.length).toBeGreaterThan(4);
  expect(twice.length).toBeLessThan(16);
  for (const [first, second] of twice) {
    expect(first !== undefined && second !== undefined && isInside(first)).toBe(true);
    expect({ ...second, arrived: 0 }).toEqual({ ...first, arrived: 0 });
    const laterMs = arrivedOf(second ?? { t: NaN, source: '', kind: '' }) - (first?.t ?? NaN);
    expect(laterMs >= 0 && laterMs <= 4000).toBe(true);
  }
});

test('reordered lines all arrive, late by no more than their time, and overtake each other', () => {
  const lines = of(onGw1('reorder', 'within: 3s'), 'gw-1');
  expect(lines.map((line) => line.seq).toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(oneToSixty);
  expect(lines.map((line) => line.seq)).not.toEqual(oneToSixty);
  for (const line of lines) {
    const delayMs = arrivedOf(line) - line.t;
    expect(delayMs >= 0 && delayMs <= (isInside(line) ? 3000 : 0)).toBe(true);
  }
});

test('late lines arrive between half of their delay and all of it', () => {
  const late = of(onGw1('late', 'share: 50%, by: 11s'), 'gw-1').filter((line) => line.arrived !== undefined);
  expect(late.length).toBeGreaterThan(4);
  for (const line of late) {
    const delayMs = arrivedOf(line) - line.t;
    expect(isInside(line) && delayMs >= 5500 && delayMs <= 11_000).toBe(true);
  }
});

test('what would arrive after the end never does', () => {
  const incident = 'incidents: [{ id: it, kind: late, from: T+40s, lasts: 20s, share: 100%, by: 60s }]';
  const lines = makeLines(scenarioOf(plain, incident)).filter((line) => line.kind === 'count');
  expect(lines.every((line) => arrivedOf(line) < t0Ms + 60_000)).toBe(true);
  expect(lines.filter((line) => secondOf(line) < 40)).toHaveLength(80);
  expect(lines.filter((line) => secondOf(line) >= 40).length).toBeLessThan(20);
});

test('dropped lines leave their seqs missing', () => {
  const lines = of(onGw1('drop', 'share: 50%'), 'gw-1').filter((line) => line.kind === 'count');
  const seqs = lines.map((line) => line.seq ?? -1);
  const missing = oneToSixty.filter((seq) => !seqs.includes(seq));
  expect(missing.length).toBeGreaterThan(3);
  expect(missing.every((seq) => seq > 20 && seq <= 40)).toBe(true);
  expect(lines.every((line) => secondOf(line) === (line.seq ?? 0) - 1)).toBe(true);
});

test('a clock that is ahead stamps its lines with it and they arrive when they were made', () => {
  for (const ms of [1500, -2500]) {
    const lines = of(onGw1('skew', `ms: ${ms}`), 'gw-1');
    expect(lines).toHaveLength(60);
    for (const [second, line] of lines.entries()) {
      expect(arrivedOf(line)).toBe(t0Ms + second * 1000);
      expect(line.t - arrivedOf(line)).toBe(second >= 20 && second < 40 ? ms : 0);
    }
  }
});

test('a conflict is the same identity with other content', () => {
  const lines = of(onGw1('conflict', 'share: 50%'), 'gw-1');
  const twice = [...Map.groupBy(lines, (line) => line.seq).values()].filter((same) => same.length > 1);
  expect(twice.length).toBeGreaterThan(4);
  for (const [first, second, ...more] of twice) {
    expect(more).toEqual([]);
    expect(first !== undefined && isInside(first)).toBe(true);
    expect({ ...second, arrived: 0 }).not.toEqual({ ...first, arrived: 0 });
  }
});

test('a broken line is not JSON, and its seq is missing', () => {
  const incident =
    'incidents: [{ id: it, kind: broken, from: T+20s, lasts: 20s, share: 50%, where: { source: gw-1 } }]';
  const texts = makeTexts(scenarioOf(plain, incident));
  const isJson = (text: string): boolean => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  const broken = texts.filter((text) => !isJson(text));
  expect(broken.length).toBeGreaterThan(4);
  expect(texts.filter(isJson)).toHaveLength(120 - broken.length);
});

test('a silent source sends nothing, no mark either; its seqs show whether samples were made', () => {
  const secondsHeard = (lines: readonly Line[]): number[] => of(lines, 'gw-1').map((line) => secondOf(line));
  const outside = Array.from({ length: 60 }, (_, second) => second).filter((second) => second < 20 || second >= 40);
  const none = onGw1('silence');
  expect(secondsHeard(none)).toEqual(outside);
  expect(of(none, 'gw-1').map((line) => line.seq)).toEqual(oneToSixty.slice(0, 40));
  const lost = onGw1('silence', 'samples: lost');
  expect(secondsHeard(lost)).toEqual(outside);
  expect(of(lost, 'gw-1').map((line) => line.seq)).toEqual([...oneToSixty.slice(0, 20), ...oneToSixty.slice(40)]);
  const held = of(onGw1('silence', 'samples: held'), 'gw-1');
  expect(held.filter(isInside).map((line) => line.arrived)).toEqual(Array(20).fill(t0Ms + 40_000));
  expect(held.map((line) => line.seq).toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual(oneToSixty);
});

test('when one metric of a source is silent, its marks go on', () => {
  const incident = 'incidents: [{ id: it, kind: silence, from: T+20s, lasts: 20s, where: { metric: requests } }]';
  const lines = of(makeLines(scenarioOf(plain, incident)), 'gw-1');
  expect(lines.map(secondOf)).toEqual(oneToSixty.map((seq) => seq - 1));
  expect(lines.filter((line) => line.kind === 'mark').map(secondOf)).toEqual(oneToSixty.slice(19, 39));
});

test('a restart is a pause, a new epoch and a new count of seqs', () => {
  const lines = of(onGw1('restart', 'epoch: b'), 'gw-1');
  expect(lines.map((line) => [line.epoch, line.seq, secondOf(line)])).toEqual([
    ...oneToSixty.slice(0, 20).map((seq) => [undefined, seq, seq - 1]),
    ...oneToSixty.slice(0, 20).map((seq) => ['b', seq, seq + 39]),
  ]);
});

test('outcomes, rates, latencies and gauges are bent while it lasts, grow with it and come back in pulses', () => {
  const bent = (traffic: string, incident: string): Line[] =>
    makeLines(scenarioOf(traffic, `incidents: [{ id: it, from: T+20s, lasts: 20s, ${incident} }]`));
  const valueAt = (lines: readonly Line[], second: number, outcome?: string): number | undefined =>
    lines.find((line) => secondOf(line) === second && line.labels?.['outcome'] === outcome)?.value;
  const count = '{ kind: count, metric: a, source: s, perSecond: 1000, noise: none';
  const split = `${count}, split: { outcome: { ok: 80%, slow: 15%, error: 5% } } }`;
  const outcomes = bent(split, 'kind: outcome, share: { error: 24% }, rise: 10s');
  expect(['ok', 'slow', 'error'].map((outcome) => valueAt(outcomes, 19, outcome))).toEqual([800, 150, 50]);
  expect(['ok', 'slow', 'error'].map((outcome) => valueAt(outcomes, 25, outcome))).toEqual([720, 135, 145]);
  expect(['ok', 'slow', 'error'].map((outcome) => valueAt(outcomes, 35, outcome))).toEqual([640, 120, 240]);
  expect(['ok', 'slow', 'error'].map((outcome) => valueAt(outcomes, 40, outcome))).toEqual([800, 150, 50]);
  const rates = bent(`${count} }`, 'kind: rate, factor: 0, pulse: { every: 8s, lasts: 2s }');
  expect([19, 20, 21, 22, 27, 28, 29, 30, 36, 37, 38, 44].map((second) => valueAt(rates, second))).toEqual([
    1000, 0, 0, 1000, 1000, 0, 0, 1000, 0, 0, 1000, 1000,
  ]);
  const gauge = '{ kind: gauge, metric: g, source: s, value: 10 }';
  const gauges = bent(gauge, 'kind: gauge, factor: 2, add: 5, rise: 10s');
  expect([19, 20, 25, 30, 39, 40].map((second) => valueAt(gauges, second))).toEqual([10, 10, 17.5, 25, 25, 10]);
  const latency = '{ kind: latency, metric: l, source: s, values: 1, median: 20, p99: 100, decimals: 3 }';
  const usual = makeLines(scenarioOf(latency));
  const slow = bent(latency, 'kind: latency, factor: 3, add: 50ms');
  for (const [index, line] of slow.entries()) {
    const before = usual[index]?.values?.[0] ?? NaN;
    expect(line.values?.[0]).toBeCloseTo(isInside(line) ? before * 3 + 50 : before, 2);
  }
});
