import { expect, test } from 'vitest';
import type { Ground } from '../../renderer/palette/command.ts';
import { commands } from '../../renderer/palette/commandRegistry.ts';
import { FirstHint } from '../../renderer/state/firstHint.svelte.ts';
import type { Preferences } from '../../renderer/state/preferences.svelte.ts';
import type { RoomState } from '../../renderer/state/room.svelte.ts';
import type { Route } from '../../renderer/state/route.svelte.ts';
import { TimelineState } from '../../renderer/state/timeline.svelte.ts';

const state = { tick: 900, headTick: 1000, speed: 1, isFinished: false };

/** A room that tells what was asked of it, and the keys of a screen on it. */
function screenOn(status: 'open' | 'lost', pastTick?: number, mayPace = true) {
  const heard: string[] = [];
  const room = {
    connection: { status },
    mayPace,
    now: { state },
    past: pastTick === undefined ? undefined : { state: { tick: pastTick } },
    shownAtMs: (pastTick ?? state.tick) * 1000,
    control: (name: string, args: object) => Promise.resolve(heard.push(`${name} ${JSON.stringify(args)}`)),
    lookBack: (tick: number) => Promise.resolve(heard.push(`look ${tick}`)),
    lookNow: () => heard.push('look now'),
    sayBarred: (text: string) => heard.push(text),
  } as unknown as RoomState;
  const timeline = new TimelineState(room, (why) => `still: ${why}`);
  const press = (key: string): string[] => {
    heard.length = 0;
    commands.find(({ keys }) => keys.includes(key))?.run({ room, timeline } as unknown as Ground);
    return [...heard];
  };
  return { press, timeline };
}

test('keys move everybody’s room, from the second that it is at', () => {
  const { press } = screenOn('open');
  expect(press('ArrowLeft')).toEqual(['replay.seek {"tick":890}']);
  expect(press('End')).toEqual(['replay.seek {"tick":1000}']);
  expect(press(' ')).toEqual(['replay.play {"speed":0}']);
});

test('where a page alone looks at the past, its keys move that page alone, up to the newest second', () => {
  const { press } = screenOn('open', 500);
  expect(press('ArrowLeft')).toEqual(['look 490']);
  expect(press('Shift+ArrowRight')).toEqual(['look 501']);
  expect(press('End')).toEqual(['look now']);
  expect(screenOn('open', 995).press('ArrowRight')).toEqual(['look 1000']);
});

test('the past is not played: that it stands still is said, and nothing is asked of the room', () => {
  const { press, timeline } = screenOn('open', 500);
  for (const key of [' ', '+', '-', 's', '[']) expect(press(key)).toEqual(['still: past']);
  expect(timeline.loop).toBeUndefined();
  expect(timeline.isSkipping).toBe(false);
});

test('what others pace is held at this screen alone, and let go again', () => {
  expect(screenOn('open', undefined, false).press(' ')).toEqual(['look 1000']);
  expect(screenOn('open', 500, false).press(' ')).toEqual(['look now']);
});

test.each([true, false])('while the engine is lost every key of the time says so, once (may pace: %s)', (mayPace) => {
  const { press } = screenOn('lost', undefined, mayPace);
  for (const key of [' ', 'ArrowLeft', 'End']) expect(press(key)).toEqual(['still: lost']);
});

test('the first minute is shown a step at a time, in the room, once', () => {
  const preferences = { hasSeenHint: false } as Preferences;
  const route = { view: 'room' } as Route;
  const hint = new FirstHint(preferences, screenOn('open').timeline, route);
  expect(hint.step).toBe('call');
  hint.finish('play');
  expect(hint.step).toBe('call');
  hint.finish('call');
  expect(hint.step).toBe('decision');
  route.view = 'review';
  expect(hint.step).toBeUndefined();
  hint.finish('decision');
  expect(preferences.hasSeenHint).toBe(true);
});
