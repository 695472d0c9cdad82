import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RehearsedWorld } from '../../electron/engine/source/simulator/rehearsedWorld.ts';
import { simulateBlocks } from '../../electron/engine/source/simulator/simulateLines.ts';
import { simulateLines } from '../../electron/engine/source/simulator/simulateLines.ts';
import { buildTimeline } from '../../electron/engine/source/simulator/timeline.ts';
import type { RoomFact, RoomRow } from '../../shared/model/room/roomFact.ts';
import { type Line, parseScenario, readLaunch, t0Ms } from '../help/makeRecording.ts';

const folder = join(import.meta.dirname, '../golden/rehearsed-cell');
const { scenario, plan } = readLaunch(folder);
const us = { market: 'US' };

function row(seq: number, atS: number, fact: RoomFact): RoomRow {
  return { ...fact, seq, at: t0Ms + atS * 1000, actor: { role: 'sre', name: 'Ana' } };
}

function order(seq: number, atS: number, does: 'advance' | 'rollback', from: number, to: number, cell = us): RoomRow {
  const body = { order: `o${seq}`, does, cells: [{ cell, from, to }], actuator: 'manual' as const };
  return row(seq, atS, { kind: 'order.placed', body });
}

/** The second's lines of a world that hears each row two seconds at the latest before it must follow it. */
function live(rows: readonly RoomRow[], of = scenario, isLate = true): Line[] {
  const world = new RehearsedWorld(of, plan, buildTimeline(of, plan).startMs);
  let left = [...rows];
  const lived = {
    rule: world.rule.bind(world),
    levelsOf: world.levelsOf.bind(world),
    enter(second: number) {
      const heard = left.filter(({ at }) => !isLate || at / 1000 <= second - 2);
      left = left.filter((one) => !heard.includes(one));
      for (const one of heard) world.hear(one);
      return true;
    },
  };
  const text = [...simulateBlocks(of, plan, lived)].map((block) => block.text).join('');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
}

const sum = (lines: readonly Line[], metric: string, fromS: number, toS: number, label?: [string, string]): number =>
  lines
    .filter((line) => line.metric === metric && line.t >= t0Ms + fromS * 1000 && line.t < t0Ms + toS * 1000)
    .filter((line) => label === undefined || line.labels?.[label[0]] === label[1])
    .reduce((total, { value = 0 }) => total + value, 0);

test('the recording of a scenario knows nothing of reactions, and the world has a line in every second', () => {
  const bare = parseScenario(
    readFileSync(join(folder, 'scenario.yaml'), 'utf8').replace(/reacts:[\s\S]*?expects:/, 'expects:'),
  );
  expect([...simulateLines(scenario, plan)].join('')).toBe([...simulateLines(bare, plan)].join(''));
  const seconds = new Set(live([]).map(({ t }) => Math.floor(t / 1000)));
  expect(seconds.size).toBe(scenario.lasts / 1000);
});

test('a cell follows its orders, from where it stood and over the time that it takes, and no other cell does', () => {
  const lines = live([order(1, 10, 'advance', 0, 0.5), order(2, 100, 'rollback', 0.5, 0)]);
  const rate = (fromS: number, toS: number, market: string): number =>
    sum(lines, 'requests', fromS, toS, ['market', market]) / (toS - fromS);
  expect(rate(0, 15, 'US')).toBe(0);
  expect(rate(15, 25, 'US')).toBeGreaterThan(50);
  expect(rate(15, 25, 'US')).toBeLessThan(250);
  expect(rate(30, 100, 'US')).toBeGreaterThan(280);
  expect(rate(30, 100, 'US')).toBeLessThan(320);
  expect(rate(106, 200, 'US')).toBe(0);
  expect(rate(0, 300, 'UK')).toBe(0);
  const percents = lines.filter(({ metric, labels }) => metric === 'ramp.percent' && labels?.['market'] === 'US');
  expect(percents.find(({ t }) => t === t0Ms + 60_000)?.value).toBe(50);
  expect(percents.find(({ t }) => t === t0Ms + 120_000)?.value).toBe(0);
});

test('an order that is called off takes the cell back, and one that comes first is not overtaken by an older one', () => {
  const called = row(2, 60, { kind: 'order.cancelled', body: { order: 'o1', reason: 'No' } });
  expect(sum(live([order(1, 10, 'advance', 0, 0.5), called]), 'requests', 90, 200)).toBe(0);
  const hasty = parseScenario(
    readFileSync(join(folder, 'scenario.yaml'), 'utf8').replaceAll(
      'to: ramp, where: { metric: requests }, after: 5s',
      'to: ramp, where: { metric: requests }, after: 40s',
    ),
  );
  const lines = live([order(1, 10, 'advance', 0, 0.5), order(2, 20, 'rollback', 0.5, 0)], hasty);
  expect(sum(lines, 'requests', 20, 200)).toBe(0);
});

test('what a measure does begins when its step is done, and not before', () => {
  const stolen = (lines: readonly Line[]): number => sum(lines, 'takeovers', 380, 560);
  const step = row(1, 360, { kind: 'step.finished', body: { step: 'step-up' } });
  expect(stolen(live([]))).toBeGreaterThan(200);
  expect(stolen(live([step]))).toBeLessThan(40);
});

const narrowing = parseScenario(
  readFileSync(join(folder, 'scenario.yaml'), 'utf8')
    .replace(
      'injects:',
      '  - { id: fewer, kind: rate, where: { metric: requests, labels: { market: US, path: [new] } }, from: T+1m, lasts: 1m, factor: 0 }\ninjects:',
    )
    .replace(
      '  - { kind: begins,',
      '  - { kind: begins, to: narrow, incidents: [fewer], after: 10s }\n  - { kind: begins,',
    ),
);

function narrow(seq: number, atS: number, eligible: Record<string, string[]>, cell = us): RoomRow {
  const cells = [{ cell, from: 0.5, to: 0.5 }];
  const body = { order: `o${seq}`, does: 'narrow' as const, cells, eligible, actuator: 'manual' as const };
  return row(seq, atS, { kind: 'order.placed', body });
}

test('whom a narrowing takes out stay out until it is called off or the cell taken back, however long the scenario has it', () => {
  const up = order(1, 10, 'advance', 0, 0.5);
  const came = (rows: readonly RoomRow[], fromS: number, toS: number): number =>
    sum(live(rows, narrowing), 'requests', fromS, toS, ['market', 'US']);
  const away = narrow(2, 60, { path: ['old'] });
  expect(came([up], 80, 140)).toBeGreaterThan(15_000);
  expect(came([up, away], 80, 600)).toBe(0);
  expect(came([up, narrow(2, 60, { path: ['new', 'old'] })], 80, 140)).toBeGreaterThan(15_000);
  expect(came([up, narrow(2, 60, { path: ['old'] }, { market: 'UK' })], 80, 140)).toBeGreaterThan(15_000);
  const cancelled = row(3, 120, { kind: 'order.cancelled', body: { order: 'o2', reason: 'No' } });
  expect(came([up, away, cancelled], 80, 120)).toBe(0);
  expect(came([up, away, cancelled], 140, 200)).toBeGreaterThan(15_000);
  const back = [order(3, 120, 'rollback', 0.5, 0), order(4, 140, 'advance', 0, 0.5)];
  expect(came([up, away, ...back], 180, 240)).toBeGreaterThan(15_000);
  const lower = order(3, 120, 'rollback', 0.5, 0.1);
  expect(came([up, away, lower], 130, 240)).toBe(0);
});

test('an incident ends by what the scenario says ends it: in the cells that it names, and not before it began', () => {
  const ending = parseScenario(
    readFileSync(join(folder, 'scenario.yaml'), 'utf8').replace(
      '  - { kind: begins,',
      '  - { kind: ends, to: rollback, incidents: [us-burns] }\n  - { kind: begins,',
    ),
  );
  const errors = (rows: readonly RoomRow[]): number =>
    sum(live(rows, ending), 'requests', 200, 400, ['outcome', 'error']);
  const up = order(1, 10, 'advance', 0, 0.5);
  expect(errors([up])).toBeGreaterThan(5000);
  expect(errors([up, order(2, 150, 'rollback', 0.5, 0.05)])).toBeLessThan(20);
  expect(errors([up, order(2, 150, 'rollback', 0.5, 0.05, { market: 'UK' })])).toBeGreaterThan(5000);
  expect(errors([up, order(2, 60, 'rollback', 0.5, 0.4)])).toBeGreaterThan(4000);
});

test('a world that hears everything at once is the one that heard it as it came', () => {
  const rows = [
    order(1, 10, 'advance', 0, 0.5),
    order(2, 14, 'rollback', 0.5, 0.05),
    order(3, 16, 'advance', 0.05, 1),
    row(4, 300, { kind: 'step.finished', body: { step: 'step-up' } }),
    order(5, 310, 'rollback', 1, 0),
  ];
  expect(live(rows, scenario, false)).toEqual(live(rows));
});
