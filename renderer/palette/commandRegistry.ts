import { type ViewName, viewNames } from '../state/route.svelte.ts';
import type { Command, Ground } from './command.ts';
import { timelineCommands } from './timelineCommands.ts';

function pollOf({ room }: Ground): string | undefined {
  return room.now?.room?.polls.polls.find(({ state }) => state === 'open')?.poll;
}

function vote(ground: Ground, word: 'go' | 'no-go'): void {
  const poll = pollOf(ground);
  if (poll !== undefined) ground.deeds.ask('vote.cast', { poll, vote: word });
}

/** What fires and nobody has seen: the first is what the key means. */
function firing({ room }: Ground): { trigger: string; cell: Readonly<Record<string, string>> } | undefined {
  const entry = room.now?.room?.attention.entries.find(
    ({ state, acknowledged }) => state === 'firing' && acknowledged === null,
  );
  return entry === undefined ? undefined : { trigger: entry.trigger, cell: entry.cell };
}

const views = viewNames.map((name: ViewName, index): Command => ({
  id: `view.${name}`,
  name: `view.${name}`,
  keys: [String(index + 1)],
  run: ({ route }) => route.go(name),
}));

export const commands: readonly Command[] = [
  ...timelineCommands,
  {
    id: 'note',
    name: 'command.note',
    keys: ['n'],
    shown: 'N',
    isAct: true,
    run: ({ deeds, room }) => deeds.ask('note.write', room.shownAtMs === undefined ? {} : { aboutAt: room.shownAtMs }),
  },
  {
    id: 'decision',
    name: 'command.decision',
    keys: ['d'],
    shown: 'D',
    isAct: true,
    run: ({ route }) => route.go('review'),
  },
  {
    id: 'poll',
    name: 'command.poll',
    keys: ['p'],
    shown: 'P',
    isAct: true,
    run: (ground) => {
      const poll = pollOf(ground);
      if (poll === undefined) ground.deeds.ask('poll.open');
      else ground.deeds.ask('vote.cast', { poll });
    },
  },
  { id: 'go', name: 'command.go', keys: ['g'], shown: 'G', isAct: true, run: (ground) => vote(ground, 'go') },
  {
    id: 'noGo',
    name: 'command.noGo',
    keys: ['Shift+G'],
    shown: 'Shift G',
    isAct: true,
    run: (ground) => vote(ground, 'no-go'),
  },
  {
    id: 'acknowledge',
    name: 'command.acknowledge',
    keys: ['a'],
    shown: 'A',
    isAct: true,
    run: (ground) => {
      const about = firing(ground);
      if (about !== undefined) ground.deeds.ask('trigger.acknowledge', about);
    },
  },
  {
    id: 'shelve',
    name: 'command.shelve',
    keys: ['Shift+A'],
    shown: 'Shift A',
    isAct: true,
    run: (ground) => {
      const about = firing(ground);
      if (about !== undefined) ground.deeds.ask('trigger.shelve', about);
    },
  },
  {
    id: 'hold',
    name: 'command.hold',
    keys: ['h'],
    shown: 'H',
    isAct: true,
    run: ({ deeds, room }) => deeds.ask((room.now?.room?.clock.holds.length ?? 0) > 0 ? 'clock.resume' : 'clock.hold'),
  },
  { id: 'rollback', name: 'deed.ramp.rollback', keys: [], isAct: true, run: ({ deeds }) => deeds.ask('ramp.rollback') },
  { id: 'advance', name: 'deed.ramp.advance', keys: [], isAct: true, run: ({ deeds }) => deeds.ask('ramp.advance') },
  { id: 'rampHold', name: 'deed.ramp.hold', keys: [], isAct: true, run: ({ deeds }) => deeds.ask('ramp.hold') },
  { id: 'launch', name: 'deed.clock.launch', keys: [], isAct: true, run: ({ deeds }) => deeds.ask('clock.launch') },
  { id: 'recycle', name: 'deed.clock.recycle', keys: [], isAct: true, run: ({ deeds }) => deeds.ask('clock.recycle') },
  { id: 'scrub', name: 'deed.clock.scrub', keys: [], isAct: true, run: ({ deeds }) => deeds.ask('clock.scrub') },
  { id: 'role', name: 'deed.role.take', keys: [], run: ({ deeds }) => deeds.ask('role.take') },
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

/** The command that a key means; undefined where it is typed into a field or means nothing. */
export function commandOf(event: KeyboardEvent): Command | undefined {
  if (isTyping(event.target)) return undefined;
  const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
  const isLetterOrMove = key.length > 1 || /[A-Z?]/.test(key);
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
