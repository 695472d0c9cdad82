import { expect, test } from 'vitest';
import { nextMove, type PlayState } from '../../renderer/state/timelineMove.ts';

const minutes = 60_000;
const at = (state: Partial<PlayState>): PlayState => ({
  tickMs: 10 * minutes,
  headMs: 60 * minutes,
  speed: 1,
  isFinished: false,
  loop: undefined,
  isSkipping: true,
  hurriedFromMs: undefined,
  knownMs: 60 * minutes,
  instants: [5 * minutes, 30 * minutes, 59 * minutes],
  ...state,
});

test('a quiet stretch is gone over to shortly before the next event', () => {
  expect(nextMove(at({}), 1)).toEqual({ kind: 'skip', toMs: 30 * minutes - 5000 });
  expect(nextMove(at({}), 10)).toEqual({ kind: 'skip', toMs: 30 * minutes - 50_000 });
  expect(nextMove(at({ isSkipping: false }), 1)).toBeUndefined();
  expect(nextMove(at({ speed: 0 }), 1)).toBeUndefined();
});

test('what has just happened, and what is about to, is played', () => {
  expect(nextMove(at({ tickMs: 5 * minutes + 4000 }), 1)).toBeUndefined();
  expect(nextMove(at({ tickMs: 5 * minutes + 5000 }), 1)?.kind).toBe('skip');
  expect(nextMove(at({ tickMs: 30 * minutes - 9000 }), 1)).toBeUndefined();
  expect(nextMove(at({ tickMs: 30 * minutes - 11_000 }), 1)?.kind).toBe('skip');
});

test('where nobody knows the next event play runs ahead, and comes back to before what it ran into', () => {
  const ahead = at({ tickMs: 60 * minutes, instants: [30 * minutes] });
  expect(nextMove(ahead, 1)).toEqual({ kind: 'hurry' });
  const hurried = { ...ahead, speed: 'fastest', hurriedFromMs: 60 * minutes, tickMs: 90 * minutes } as const;
  expect(nextMove(hurried, 1)).toBeUndefined();
  const found = { ...hurried, instants: [30 * minutes, 80 * minutes, 85 * minutes] };
  expect(nextMove(found, 1)).toEqual({ kind: 'settle', toMs: 80 * minutes - 5000 });
  const soon = { ...hurried, instants: [30 * minutes, 60 * minutes + 2000] };
  expect(nextMove(soon, 1)).toEqual({ kind: 'settle', toMs: 60 * minutes });
  const over = { ...hurried, isFinished: true, headMs: 90 * minutes };
  expect(nextMove(over, 1)).toBeUndefined();
  expect(nextMove({ ...over, knownMs: 90 * minutes }, 1)).toEqual({ kind: 'arrive' });
});

test('a loop goes back to its start at its end, and at the end of the recording; it is stronger than skipping', () => {
  const loop = { fromMs: 20 * minutes, toMs: 25 * minutes };
  expect(nextMove(at({ loop, tickMs: 24 * minutes }), 1)).toBeUndefined();
  expect(nextMove(at({ loop, tickMs: 25 * minutes }), 1)).toEqual({ kind: 'loop', toMs: 20 * minutes });
  const atEnd = { loop: { ...loop, toMs: 70 * minutes }, tickMs: 60 * minutes, isFinished: true };
  expect(nextMove(at(atEnd), 1)).toEqual({ kind: 'loop', toMs: 20 * minutes });
  expect(nextMove(at({ loop, tickMs: 25 * minutes, speed: 0 }), 1)).toBeUndefined();
  expect(nextMove(at({ loop: { fromMs: 0, toMs: undefined } }), 1)?.kind).toBe('skip');
});

test('at the end of a recording, and as fast as possible, nothing is skipped', () => {
  expect(nextMove(at({ tickMs: 60 * minutes, isFinished: true }), 1)).toBeUndefined();
  expect(nextMove(at({ speed: 'fastest' }), 1)).toBeUndefined();
});
