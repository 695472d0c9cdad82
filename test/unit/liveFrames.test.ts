import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ArrivalClock } from '../../electron/engine/source/live/arrivalClock.ts';
import { BoundedQueue } from '../../electron/engine/source/live/boundedQueue.ts';
import { splitFrame } from '../../electron/engine/source/live/splitFrame.ts';
import { stampLines } from '../../electron/engine/source/live/stampLines.ts';
import { HandClock } from '../help/handClock.ts';
import { runs } from '../help/runs.ts';

const numbersTo = (last: number): number[] => Array.from({ length: last }, (_none, place) => place + 1);
const textsOf = (pieces: readonly Uint8Array[]): string[] => pieces.map((piece) => Buffer.from(piece).toString());

test('any array is cut into its members, however it is written', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue(), { minLength: 1 }), fc.constantFrom(0, 1, '\t'), (members, space) => {
      const written = JSON.stringify(members, undefined, space);
      const pieces = textsOf(splitFrame(Buffer.from(written)).members);
      expect(pieces.map((piece) => JSON.parse(piece) as unknown)).toEqual(JSON.parse(JSON.stringify(members)));
      for (const piece of pieces) expect(piece).not.toContain('\n');
    }),
    { numRuns: runs(300) },
  );
});

test('any bytes are cut into lines without a line feed, and none is lost', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const pieces = splitFrame(Buffer.from([0x5b, ...bytes, 0x5d])).members;
      for (const piece of pieces) expect(piece.includes(0x0a)).toBe(false);
      const { bytes: lines, count } = stampLines(pieces, 7);
      expect(lines.filter((byte) => byte === 0x0a).length).toBe(count);
    }),
    { numRuns: runs(300) },
  );
});

test('of an array with too many members no more are made than asked for, and the others are counted', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }), (count, most) => {
      const { members, beyond } = splitFrame(Buffer.from(`[${numbersTo(count).join()}]`), most);
      expect([members.length, beyond]).toEqual([Math.min(count, most), Math.max(0, count - most)]);
      expect(textsOf(members).at(-1)).toBe(String(count));
    }),
    { numRuns: runs(300) },
  );
});

test('each sample is stamped behind, a stamp of its sender gives way, and our names are not his', () => {
  const samples = ['{"a":1}', '{"arrived":5,"a":1}', '{"\\u0061rrived":5,"a":1}', '{"source":"holdpoint:clock"}', 'no'];
  const { bytes } = stampLines(
    samples.map((sample) => Buffer.from(sample)),
    9,
  );
  expect(bytes.toString().trimEnd().split('\n')).toEqual([
    '{"a":1,"arrived":9}',
    '{"a":1,"arrived":9}',
    '{"a":1,"arrived":9}',
    '{"kind":"quarantined","reason":"bad_name","t":9,"arrived":9}',
    'no',
  ]);
});

test('arrivals follow the wall clock forward, and never go back with it', async () => {
  const clock = new HandClock(1000);
  const arrivals = new ArrivalClock(clock, 5000);
  expect(arrivals.now()).toBe(5000);
  await clock.pass(100);
  expect(arrivals.now()).toBe(5100);
  clock.jump(10_000);
  expect([arrivals.now(), arrivals.aheadOfWallMs]).toEqual([11_100, 0]);
  clock.jump(-4000);
  await clock.pass(50);
  expect([arrivals.now(), arrivals.aheadOfWallMs]).toEqual([11_150, 4000]);
});

test('a full queue takes nothing until somebody has taken from it', async () => {
  const queue = new BoundedQueue<string>(10);
  const stop = new AbortController();
  expect([queue.put('a', 9), queue.put('b', 9), queue.put('c', 1)]).toEqual([true, true, false]);
  let isRoomy = false;
  const waiting = queue.roomy(stop.signal).then(() => (isRoomy = true));
  await Promise.resolve();
  expect(isRoomy).toBe(false);
  expect(queue.take(1)).toEqual(['a']);
  await waiting;
  expect(queue.take()).toEqual(['b']);
  const filled = queue.filled(stop.signal);
  stop.abort();
  await filled;
});
