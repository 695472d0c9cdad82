import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkScenario } from '../../electron/engine/source/simulator/checkScenario.ts';
import { showPath } from '../../shared/model/problem.ts';
import { makeLines, makeTexts, readLaunch, scenarioOf, t0Ms, type Line } from '../help/makeRecording.ts';

const queue = (more = ''): string =>
  `{ kind: queue, id: queue, source: doors, cohorts: { member: 3, public: 1 }, perSecond: 30, admits: { perSecond: 10 }, patience: 2m${more} }`;
const stock = (more = '', late = ''): string =>
  `{ kind: stock, id: tickets, source: stock, of: queue, cohorts: [member, public], releases: [{ at: T-0, add: 900 }, { at: 30s, add: 100 }], takes: { 1: 1, 2: 1 }, reserves: 90%, holds: 10s, returns: 50%, checkout: { source: till, timeout: 15s, eligible: 50%, adopts: 80%, oneClick: { buys: 90%, form: { median: 1s, p99: 3s }, confirm: { median: 300ms, p99: 900ms } }, usual: { buys: 60%, form: { median: 4s, p99: 15s }, confirm: { median: 400ms, p99: 1s } }, bots: { buys: 10%, form: { median: 200ms, p99: 1s }, confirm: { median: 300ms, p99: 900ms } }, outcomes: { declined: 5%, provider: 1%, internal: 0% }${late} }${more} }`;

type Pick = Readonly<Record<string, string>>;
const of = (lines: readonly Line[], metric: string, labels: Pick = {}): Line[] =>
  lines.filter(
    (line) => line.metric === metric && Object.entries(labels).every(([name, value]) => line.labels?.[name] === value),
  );
const sum = (lines: readonly Line[], metric: string, labels: Pick = {}): number =>
  of(lines, metric, labels).reduce((total, { value = 0 }) => total + value, 0);
const last = (lines: readonly Line[], metric: string): number | undefined => of(lines, metric).at(-1)?.value;
const until = (lines: readonly Line[], second: number): Line[] => lines.filter(({ t }) => t < t0Ms + second * 1000);

test('whoever joined a queue was let in, gave up, or still waits, at every second', () => {
  const lines = makeLines(scenarioOf(queue()));
  for (const second of [1, 17, 60]) {
    const past = until(lines, second);
    const gone = sum(past, 'queue.admitted') + sum(past, 'queue.left');
    expect(sum(past, 'queue.joined') - gone).toBe(last(past, 'queue.length'));
  }
  expect(sum(lines, 'queue.left')).toBeGreaterThan(0);
  expect(sum(lines, 'queue.admitted')).toBe(600);
});

test('without bots a queue keeps the order of arrival, and waits grow as it does', () => {
  const lines = makeLines(scenarioOf(queue()));
  expect(sum(lines, 'queue.served', { order: 'jumped' })).toBe(0);
  const longest = (from: number, to: number): number =>
    Math.max(
      ...of(lines, 'queue.wait')
        .filter(({ t }) => t >= t0Ms + from * 1000 && t < t0Ms + to * 1000)
        .flatMap(({ values = [] }) => values),
    );
  expect(longest(0, 5)).toBeLessThan(6000);
  expect(longest(50, 60)).toBeGreaterThan(25_000);
  expect(of(lines, 'queue.wait').flatMap(({ values = [] }) => values)).toHaveLength(sum(lines, 'queue.admitted'));
});

test('a wave of bots goes past the line, and takes at most half of the places', () => {
  const bots = ', bots: { perSecond: 0.1, as: public, jumps: 100% }';
  const wave =
    'incidents: [{ id: wave, kind: rate, where: { metric: queue.joined, labels: { by: bots } }, from: 20s, lasts: 20s, factor: 300 }]';
  const lines = makeLines(scenarioOf(queue(bots), wave));
  const before = until(lines, 20);
  expect(sum(before, 'queue.joined', { by: 'bots' })).toBeLessThan(10);
  const joined = sum(lines, 'queue.joined', { by: 'bots' });
  expect(Math.abs(joined - 600)).toBeLessThan(100);
  const jumped = sum(lines, 'queue.served', { order: 'jumped' });
  expect(jumped).toBe(sum(lines, 'queue.admitted', { by: 'bots' }));
  expect(jumped).toBeGreaterThan(120);
  expect(jumped).toBeLessThan(280);
});

test('what was released remains, is held, or was sold, at every second', () => {
  const lines = makeLines(scenarioOf(`${queue()}, ${stock()}`));
  for (const [second, released] of [
    [1, 900],
    [29, 900],
    [31, 1000],
    [60, 1000],
  ] as const) {
    const past = until(lines, second);
    expect(
      (last(past, 'tickets.remaining') ?? NaN) + (last(past, 'tickets.held') ?? NaN) + sum(past, 'tickets.sold'),
    ).toBe(released);
  }
  const gone = sum(lines, 'tickets.sold') + sum(lines, 'tickets.returned') + sum(lines, 'tickets.expired');
  expect(sum(lines, 'tickets.reserved') - gone).toBe(last(lines, 'tickets.held'));
  expect(sum(lines, 'tickets.oversold')).toBe(0);
  expect(sum(lines, 'tickets.sessions')).toBe(sum(lines, 'queue.admitted'));
});

test('no order without an attempt, no attempt without a reservation; each order has its two latencies', () => {
  const lines = makeLines(scenarioOf(`${queue()}, ${stock()}`));
  for (const path of ['one-click', 'usual']) {
    const [reservations, attempts, orders] = ['reservations', 'attempts', 'orders'].map((part) =>
      sum(lines, `tickets.${part}`, { path }),
    );
    expect(attempts).toBeLessThan(reservations ?? 0);
    expect(orders).toBe(sum(lines, 'tickets.attempts', { path, outcome: 'ok' }));
    for (const part of ['confirm', 'checkout']) {
      expect(of(lines, `tickets.${part}`, { path }).flatMap(({ values = [] }) => values)).toHaveLength(orders ?? -1);
    }
  }
  expect(sum(lines, 'tickets.orders', { arm: 'control', path: 'one-click' })).toBe(0);
});

test('steps say who is offered one click, by cohort, and an incident of rate narrows who is eligible', () => {
  const narrowed =
    'incidents: [{ id: narrowed, kind: rate, where: { metric: tickets.sessions, labels: { arm: one-click, cohort: member } }, from: 30s, lasts: 30s, factor: 0 }]';
  const steps = ', steps: [{ at: 0s, where: { cohort: public }, factor: 0 }]';
  const lines = makeLines(scenarioOf(`${queue()}, ${stock(steps)}`, narrowed));
  const offered = (cohort: string, from: number, to: number): number =>
    of(lines, 'tickets.sessions', { arm: 'one-click', cohort })
      .filter(({ t }) => t >= t0Ms + from * 1000 && t < t0Ms + to * 1000)
      .reduce((total, { value = 0 }) => total + value, 0);
  expect(offered('public', 0, 60)).toBe(0);
  expect(offered('member', 0, 30)).toBeGreaterThan(60);
  expect(offered('member', 30, 60)).toBe(0);
  expect(sum(lines, 'tickets.sessions', { arm: 'control', cohort: 'member' })).toBe(0);
  expect(sum(lines, 'tickets.sessions', { arm: 'control', cohort: 'public' })).toBeGreaterThan(0);
});

test('while nothing expires the stock runs down, and all of it comes back at once', () => {
  const stuck =
    'incidents: [{ id: stuck, kind: rate, where: { metric: tickets.expired }, from: 12s, lasts: 28s, factor: 0 }]';
  const lines = makeLines(scenarioOf(`${queue()}, ${stock()}`, stuck));
  const expired = of(lines, 'tickets.expired').map(({ value }) => value ?? 0);
  expect(expired.slice(12, 40).every((count) => count === 0)).toBe(true);
  expect(expired[40]).toBeGreaterThan(30);
});

test('a confirmation that comes too late is refused, or honoured and one too many', () => {
  const slow =
    'incidents: [{ id: slow, kind: latency, where: { metric: tickets.confirm }, from: 0s, lasts: 60s, add: 9s }]';
  const refused = makeLines(scenarioOf(`${queue()}, ${stock()}`, slow));
  expect(sum(refused, 'tickets.attempts', { outcome: 'expired' })).toBeGreaterThan(50);
  expect(sum(refused, 'tickets.oversold')).toBe(0);
  const honoured = makeLines(scenarioOf(`${queue()}, ${stock('', ', late: honoured')}`, slow));
  expect(sum(honoured, 'tickets.attempts', { outcome: 'expired' })).toBe(0);
  const scarce = stock('', ', late: honoured').replace('add: 900', 'add: 90').replace('add: 100', 'add: 1');
  expect(sum(makeLines(scenarioOf(`${queue()}, ${scarce}`, slow)), 'tickets.oversold')).toBeGreaterThan(0);
});

test('a confirmation beyond the timeout fails as the provider', () => {
  const slow =
    'incidents: [{ id: slow, kind: latency, where: { metric: tickets.confirm, labels: { path: usual } }, from: 0s, lasts: 60s, add: 20s }]';
  const lines = makeLines(scenarioOf(`${queue()}, ${stock()}`, slow));
  const usual = { path: 'usual' };
  expect(sum(lines, 'tickets.attempts', usual)).toBe(sum(lines, 'tickets.attempts', { ...usual, outcome: 'provider' }));
  expect(sum(lines, 'tickets.orders', usual)).toBe(0);
  expect(sum(lines, 'tickets.orders', { path: 'one-click' })).toBeGreaterThan(50);
});

test('the same seed makes the same bytes, another one others; a silent source changes nothing of what goes on', () => {
  const texts = makeTexts(scenarioOf(`${queue()}, ${stock()}`));
  expect(makeTexts(scenarioOf(`${queue()}, ${stock()}`))).toEqual(texts);
  expect(makeTexts({ ...scenarioOf(`${queue()}, ${stock()}`), seed: 6 })).not.toEqual(texts);
  const silent =
    'incidents: [{ id: silent, kind: silence, where: { source: doors }, from: 10s, lasts: 20s, samples: none }]';
  const sold = (more: string): unknown =>
    of(makeLines(scenarioOf(`${queue()}, ${stock()}`, more)), 'tickets.sold').map(({ value }) => value);
  expect(sold(silent)).toEqual(sold(''));
});

test('a stock names a queue above it, and all of its cohorts', () => {
  const { plan } = readLaunch(join(import.meta.dirname, '../golden/quiet-day'));
  const told = (traffic: string): string[] =>
    checkScenario(scenarioOf(traffic), plan).flatMap(({ level, path, text }) =>
      level === 'error' ? [`${showPath(path)} ${text}`] : [],
    );
  expect(told(`${queue()}, ${stock()}`)).toEqual([]);
  expect(told(stock())).toEqual(['traffic[0].of found queue; name queue above it.']);
  expect(told(`${queue()}, ${stock().replace('[member, public]', '[member, pubic]')}`)).toEqual([
    'traffic[1].cohorts[1] found pubic; write public, or name another: a cohort of the queue.',
    'traffic[1].cohorts leaves out public, whom the queue queue lets in; name all of its cohorts.',
  ]);
  const bots = ', bots: { perSecond: 0.1, as: guest, jumps: 50% }';
  expect(told(queue(bots))).toEqual(['traffic[0].bots.as found guest; name a cohort of the queue.']);
});
