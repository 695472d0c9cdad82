import type { Component } from 'svelte';
import { describe, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import CallReasons from '../../renderer/call/CallReasons.svelte';
import CallWords from '../../renderer/call/CallWords.svelte';
import Clocks from '../../renderer/clock/Clocks.svelte';
import WallCall from '../../renderer/wall/WallCall.svelte';
import type { WireSnapshot } from '../../shared/contract/wireRoom.ts';
import { DeskClient, pictureOf } from '../help/deskClient.ts';
import { planOf, RoomDesk } from '../help/roomDesk.ts';
import { planText, reach } from './boardCases.ts';
import BoardHarness from './BoardHarness.svelte';

const desk = new RoomDesk(planOf(planText));
reach.wrong(desk);
const picture = pictureOf(desk);
const at = new Date(desk.tick * 1000).toISOString().slice(11, 19);

async function show(board: Component, isLost: boolean, shown: WireSnapshot = picture): Promise<Element> {
  const client = new DeskClient(desk, planText);
  const { container } = await render(BoardHarness, {
    board: board as never,
    given: {},
    picture: shown,
    client,
    isLost,
  });
  await expect.poll(() => container.querySelector('section')).not.toBeNull();
  return container.querySelector('section') ?? container;
}

const struck = (section: Element): string[] =>
  [...section.querySelectorAll('.word')]
    .filter((word) => getComputedStyle(word).textDecorationLine === 'line-through')
    .map((word) => word.textContent.trim());

describe.each([
  ['on the wall', WallCall],
  ['in the room', CallWords],
] as const)('the call %s', (_where, board) => {
  test('is struck, in italics and not filled while the engine is lost, and says since when', async () => {
    const section = await show(board, true);
    expect(struck(section)).toContain(picture.judged?.call);
    const word = section.querySelector('.word') ?? section;
    expect(getComputedStyle(word).fontStyle).toBe('italic');
    expect(getComputedStyle(word).backgroundColor).toBe('rgba(0, 0, 0, 0)');
    expect(section.textContent).toContain(`Engine lost. Last truth at ${at}`);
    expect(section.textContent).not.toContain('unless vetoed');
  });

  test('stands while the engine is there', async () => {
    const section = await show(board, false);
    expect(struck(section)).toEqual([]);
    expect(section.textContent).not.toContain('Engine lost');
  });
});

test.each([
  ['reasons', CallReasons],
  ['clocks', Clocks],
] as const)('the %s of an engine that is lost are in italics', async (_name, board) => {
  expect(getComputedStyle(await show(board, true)).fontStyle).toBe('italic');
  expect(getComputedStyle(await show(board, false)).fontStyle).toBe('normal');
});

test('a wall on which nothing is judged yet says that alone', async () => {
  const section = await show(WallCall, false, { ...picture, judged: null });
  expect(section.textContent.trim()).toBe('Nothing has been judged yet');
});
