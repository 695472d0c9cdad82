import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openSession } from '../../electron/engine/store/openSession.ts';
import type { Session } from '../../electron/engine/store/session.ts';
import type { SecondRow, TickInput } from '../../shared/model/tickInput.ts';
import { createFolder } from './createFolder.ts';
import { createSession } from './createSession.ts';
import { buildBatch, buildStream, streamStart, type Stream } from './storedStream.ts';

// More than two hours, so that there are blocks of every resolution and a rest that only seconds hold.
const stream = buildStream(8000, 5);
const rows = stream.ticks.flatMap(({ tick, rows: own }) => own.map((row) => ({ row, tick })));

function sealAll(session: Session, from: Stream, cuts: readonly number[]): Session {
  cuts.forEach((to, index) => session.seal(buildBatch(from, cuts[index - 1] ?? 0, to)));
  return session;
}

test('charts at any width and any moment show what the samples add up to', () => {
  const session = sealAll(
    createSession(join(createFolder(), 'a.holdpoint')),
    stream,
    [700, 1111, 3600, 3601, 7000, 8000],
  );
  const instant = fc.integer({ min: -100, max: 8100 }).map((second) => streamStart + second);
  const lastTick = fc.oneof(fc.constant(undefined), instant);
  fc.assert(
    fc.property(instant, instant, fc.integer({ min: 2, max: 3000 }), lastTick, (one, other, maxPoints, upToTick) => {
      const fromBucket = Math.min(one, other);
      const toBucket = Math.max(one, other);
      const range = upToTick === undefined ? { fromBucket, toBucket } : { fromBucket, toBucket, upToTick };
      const rollUp = session.readSeriesRollUp({ lines: [[3], [0], [4], [77], [2, 0, 1]], maxPoints, ...range });
      expect(rollUp.steps).toBeLessThanOrEqual(maxPoints);
      expect(rollUp.fromBucket).toBeLessThanOrEqual(fromBucket);
      expect(rollUp.fromBucket + rollUp.steps * rollUp.stepSeconds).toBeGreaterThanOrEqual(toBucket);
      for (const { series, n, sum, min, max, last } of rollUp.columns) {
        const expected = addUp(series, rollUp, upToTick ?? Infinity);
        expect({ n: [...n], min: [...min], max: [...max], last: [...last] }).toEqual({ ...expected, sum: undefined });
        expect([...sum].map(roundSum)).toEqual(expected.sum.map(roundSum));
      }
    }),
    { numRuns: 150 },
  );
  session.close();
});

test('a chart has as many points as it may, and no more', () => {
  const session = sealAll(createSession(join(createFolder(), 'a.holdpoint')), stream, [4000, 8000]);
  const ask = (seconds: number, maxPoints: number) =>
    session.readSeriesRollUp({ lines: [[0]], fromBucket: streamStart, toBucket: streamStart + seconds, maxPoints });
  expect(ask(3600, 3600)).toMatchObject({ stepSeconds: 1, steps: 3600 });
  expect(ask(3600, 360)).toMatchObject({ stepSeconds: 10, steps: 360 });
  expect(ask(7200, 120)).toMatchObject({ stepSeconds: 60, steps: 120 });
  expect(ask(7200, 100)).toMatchObject({ stepSeconds: 120, steps: 60 });
  expect(ask(0, 100)).toMatchObject({ steps: 0 });
  session.close();
});

test('every row of some spans of buckets comes back, in order of arrival, and none that arrived later', () => {
  const session = sealAll(
    createSession(join(createFolder(), 'a.holdpoint')),
    stream,
    [700, 1111, 3600, 3601, 7000, 8000],
  );
  const width = fc.integer({ min: 1, max: 900 });
  const gapsAndWidths = fc.array(fc.tuple(width, width), { minLength: 1, maxLength: 6 });
  const instant = fc.integer({ min: -100, max: 8100 });
  fc.assert(
    fc.property(instant, gapsAndWidths, instant, (start, parts, last) => {
      let toBucket = streamStart + start;
      const spans = parts.map(([gap, seconds]) => {
        const fromBucket = toBucket + 1 + gap;
        toBucket = fromBucket + seconds - 1;
        return { fromBucket, toBucket };
      });
      const upToTick = streamStart + last;
      const expected = rows.filter(
        ({ row, tick }) =>
          tick <= upToTick && spans.some((span) => row.bucket >= span.fromBucket && row.bucket <= span.toBucket),
      );
      const found: { row: SecondRow; tick: number }[] = [];
      session.scanRowsForBuckets({ spans, upToTick }, (row, tick) => found.push({ row: { ...row }, tick }));
      expect(found).toEqual(expected);
    }),
    { numRuns: 60 },
  );
  session.close();
});

test('ticks come back one by one in any range', () => {
  const session = sealAll(createSession(join(createFolder(), 'a.holdpoint')), stream, [700, 1111, 3600]);
  for (const [from, to] of [
    [0, 5],
    [650, 750],
    [699, 699],
    [700, 700],
    [1110, 3599],
    [3599, 9000],
    [5000, 6000],
  ] as const) {
    const range = { fromTick: streamStart + 1 + from, toTick: streamStart + 1 + to };
    expect([...session.readTicks(range)]).toEqual(stream.ticks.slice(from, Math.min(to + 1, 3600)));
  }
  session.close();
});

test('a tick that was sealed in parts is one tick again, and until it is whole it is apart', () => {
  const session = createSession(join(createFolder(), 'a.holdpoint'));
  const [first, second, third, fourth] = stream.ticks.slice(20, 24) as [TickInput, TickInput, TickInput, TickInput];
  const part = (input: TickInput, from: number, to: number): TickInput => ({
    ...input,
    rows: input.rows.slice(from, to),
    heard: [{ source: 'gw-1', at: to, ended: false }],
  });
  const whole = { ...second, heard: [{ source: 'gw-1', at: 9, ended: false }] };
  const empty = { ...buildBatch(stream, 0, 20), lines: { first: 1, count: 0, bytes: [] }, checkpoint: undefined };
  const later = { ...empty, series: [] };
  const all = { fromTick: 0, toTick: Infinity };

  session.seal({ ...empty, ticks: [first, part(second, 0, 2)], partialTick: true });
  expect([...session.readTicks(all)]).toEqual([first]);
  expect(session.readPartialTick()).toEqual(part(second, 0, 2));
  expect(session.readDurable().lastTick).toBe(first.tick);

  session.seal({ ...later, ticks: [part(second, 2, 4)], partialTick: true });
  expect([...session.readTicks(all)]).toEqual([first]);
  expect(session.readPartialTick()).toEqual(part(second, 0, 4));

  session.seal({ ...later, ticks: [part(second, 4, 9), third], partialTick: false });
  expect([...session.readTicks(all)]).toEqual([first, whole, third]);
  expect(session.readPartialTick()).toBeUndefined();
  expect(session.readDurable().lastTick).toBe(third.tick);

  // Nothing more came of the tick under way: the next one makes it whole.
  session.seal({ ...later, ticks: [fourth], partialTick: true });
  session.seal({ ...later, ticks: [{ ...fourth, tick: fourth.tick + 1 }], partialTick: false });
  expect([...session.readTicks(all)]).toEqual([first, whole, third, fourth, { ...fourth, tick: fourth.tick + 1 }]);
  session.close();
});

test('coarse roll-ups do not depend on where chunks end, or on the session having been closed', () => {
  const folder = createFolder();
  const whole = sealAll(createSession(join(folder, 'whole.holdpoint')), stream, [8000]);
  const path = join(folder, 'cut.holdpoint');
  createSession(path).close();
  const cuts = [1, 599, 600, 601, 1200, 2500, 3599, 3600, 3700, 7190, 7201, 8000];
  cuts.forEach((to, index) => {
    const session = openSession(path, { mode: 'resume', now: () => 0 });
    session.seal(buildBatch(stream, cuts[index - 1] ?? 0, to));
    session.close();
  });
  const cut = openSession(path, { mode: 'read', now: () => 0 });
  for (const maxPoints of [120, 800]) {
    const query = {
      lines: [[0], [1], [2], [3], [4], [0, 1, 2]],
      quantiles: [0.5, 0.99],
      fromBucket: streamStart,
      toBucket: streamStart + 8000,
      maxPoints,
    };
    expect(cut.readSeriesRollUp(query)).toEqual(whole.readSeriesRollUp(query));
  }
  cut.close();
  whole.close();
});

/** The naive answer. */
function addUp(
  ids: readonly number[],
  { fromBucket, stepSeconds, steps }: { fromBucket: number; stepSeconds: number; steps: number },
  upToTick: number,
) {
  const at = Array.from({ length: steps }, (): SecondRow[] => []);
  for (const { row, tick } of rows) {
    if (ids.includes(row.series.id) && tick <= upToTick)
      at[Math.floor((row.bucket - fromBucket) / stepSeconds)]?.push(row);
  }
  return {
    n: at.map((own) => own.reduce((sum, row) => sum + row.n, 0)),
    sum: at.map((own) => (own.length === 0 ? NaN : own.reduce((sum, row) => sum + row.sum, 0))),
    min: at.map((own) => (own.length === 0 ? NaN : Math.min(...own.map(({ min }) => min)))),
    max: at.map((own) => (own.length === 0 ? NaN : Math.max(...own.map(({ max }) => max)))),
    last: at.map(
      (own) =>
        own.reduce(
          (best, row) => (row.lastAt >= best.at && row.lastAt > -Infinity ? { at: row.lastAt, last: row.last } : best),
          { at: -Infinity, last: NaN },
        ).last,
    ),
  };
}

/** Sums of decimals differ in their last bits with the order of adding. */
function roundSum(sum: number): number {
  return Math.round(sum * 1000) / 1000;
}
