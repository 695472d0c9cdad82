import { expect, test } from 'vitest';
import { openProgressLine } from '../../electron/host/cli/progressLine.ts';

function follow(isTerminal: boolean, shown: readonly [atMs: number, doneRatio: number, amount: number][]): string[] {
  const written: string[] = [];
  let nowMs = 5000;
  const io = { out: () => undefined, err: (text: string) => void written.push(text), isTerminal };
  const line = openProgressLine(io, 'samples', () => nowMs);
  for (const [atMs, doneRatio, amount] of shown) {
    nowMs = 5000 + atMs;
    line.show(doneRatio, amount);
  }
  line.end();
  return written;
}

test('the line tells the share, the amount, the rate and the time left, at most five times a second, and is cleared', () => {
  const written = follow(true, [
    [900, 0.1, 90_000],
    [1000, 0.1, 100_000],
    [1100, 0.11, 110_000],
    [2000, 0.25, 250_000],
    [100_000, 0.5, 12_345_678],
  ]);
  expect(written).toEqual([
    '\r\x1b[K10 %, 100,000 samples, 100,000/s, 9s left',
    '\r\x1b[K25 %, 250,000 samples, 125,000/s, 6s left',
    '\r\x1b[K50 %, 12,345,678 samples, 123,457/s, 1m40s left',
    '\r\x1b[K',
  ]);
});

test('nothing is written where nobody watches, and nothing for short work', () => {
  expect(follow(false, [[5000, 0.5, 10]])).toEqual([]);
  expect(follow(true, [[999, 0.9, 10]])).toEqual([]);
});
