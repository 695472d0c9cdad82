import type { RoomState } from '../state/room.svelte.ts';
import { nextWall } from '../state/wallPages.ts';
import { type ViewName, viewNames } from '../state/route.svelte.ts';
import type { Command } from './command.ts';
import { deedCommands } from './deedCommands.ts';
import { exerciseCommands } from './exerciseCommands.ts';
import { timelineCommands } from './timelineCommands.ts';

const views = viewNames.map((name: ViewName, index): Command => ({
  id: `view.${name}`,
  name: `view.${name}`,
  keys: [String(index + 1)],
  run: ({ route }) => route.go(name),
}));

export const commands: readonly Command[] = [
  ...timelineCommands,
  ...deedCommands,
  ...exerciseCommands,
  {
    id: 'theme',
    name: 'command.theme',
    keys: [],
    run: ({ room: { preferences } }) => {
      preferences.theme = preferences.theme === 'dark' ? 'light' : 'dark';
    },
  },
  {
    id: 'fullScreen',
    name: 'command.fullScreen',
    keys: ['f'],
    shown: 'F',
    run: () => {
      if (document.fullscreenElement === null) void document.documentElement.requestFullscreen();
      else void document.exitFullscreen();
    },
  },
  ...views,
  {
    id: 'wallPage',
    name: 'command.wallPage',
    keys: ['w'],
    shown: 'W',
    run: ({ route }) => route.go('wall', route.view === 'wall' ? nextWall(route.rest) : ''),
  },
  { id: 'sound', name: 'command.sound', keys: ['m'], shown: 'M', run: ({ overlays }) => overlays.show('sound') },
  {
    id: 'cheatSheet',
    name: 'command.cheatSheet',
    keys: ['?', 'Shift+?'],
    shown: '?',
    run: ({ overlays }) => overlays.show('cheatSheet'),
  },
  {
    id: 'palette',
    name: 'command.palette',
    keys: ['Ctrl+k', 'Meta+k'],
    shown: 'Ctrl K',
    run: ({ overlays }) => overlays.show('palette'),
  },
];

/** Whether a room has such a thing to do at all. */
export function isOffered({ inExercise }: Command, room: RoomState): boolean {
  return inExercise === undefined || (inExercise === 'lead' ? room.mayLead : room.isExercise);
}

/** The command that a key means; undefined where it is typed into a field or means nothing. */
export function commandOf(event: KeyboardEvent): Command | undefined {
  if (isTyping(event.target)) return undefined;
  const { shiftKey, altKey, ctrlKey, metaKey } = event;
  const isLetter = /^[a-z]$/i.test(event.key);
  // Whether Shift is held says which letter is meant: CapsLock turns the letters over, and a vote with them.
  const key = isLetter ? (shiftKey ? event.key.toUpperCase() : event.key.toLowerCase()) : event.key;
  const isLetterOrMove = isLetter || key.length > 1 || key === '?';
  const chord = [ctrlKey && 'Ctrl', metaKey && 'Meta', altKey && 'Alt', shiftKey && isLetterOrMove && 'Shift', key]
    .filter((part) => part !== false)
    .join('+');
  return commands.find(({ keys }) => keys.includes(chord));
}

/** What is pressed goes into a field or a dialog. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('[role="dialog"]') !== null) return true;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

/** A button does with these keys what it does everywhere, and a link with one of them. */
export function isTakenBy(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (key === ' ') return ['BUTTON', 'SUMMARY'].includes(target.tagName);
  return key === 'Enter' && ['BUTTON', 'A', 'SUMMARY'].includes(target.tagName);
}
