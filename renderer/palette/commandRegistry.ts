import type { MessageKey } from '../present/say.ts';
import type { Deeds } from '../state/deeds.svelte.ts';
import type { Overlays } from '../state/overlays.svelte.ts';
import type { RoomState } from '../state/room.svelte.ts';
import { type Route, type ViewName, viewNames } from '../state/route.svelte.ts';
import type { TimelineState } from '../state/timeline.svelte.ts';

/** What commands act on. */
export interface Ground {
  readonly room: RoomState;
  readonly route: Route;
  readonly deeds: Deeds;
  readonly timeline: TimelineState;
  readonly overlays: Overlays;
  /** Goes to the event before or after the second that is shown. */
  readonly goBeside: (direction: 1 | -1) => void;
}

/** One thing that can be done from the keyboard: the menu, the palette, the keys and the cheat sheet read this list. */
export interface Command {
  readonly id: string;
  readonly name: MessageKey;
  /** As the browser names it, with its modifiers: `Shift+ArrowLeft`, `Ctrl+k`. None for what only the palette has. */
  readonly keys: readonly string[];
  /** How the key is written for people. */
  readonly shown?: string;
  /** It changes what others see, or the world: only whoever may act has it. */
  readonly isAct?: boolean;
  readonly run: (ground: Ground) => void;
}

function seekBy({ room }: Ground, seconds: number): void {
  const tick = room.now?.state.tick;
  if (tick !== undefined && tick !== null) void room.control('replay.seek', { tick: tick + seconds });
}

function togglePlay({ room }: Ground): void {
  const { speed } = room.now?.state ?? { speed: 0 };
  void room.control('replay.play', { speed: speed === 0 ? 1 : 0 });
}

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
  { id: 'play', name: 'command.play', keys: [' '], shown: 'Space', run: togglePlay },
  { id: 'back10', name: 'command.back10', keys: ['ArrowLeft'], shown: '←', run: (ground) => seekBy(ground, -10) },
  { id: 'on10', name: 'command.on10', keys: ['ArrowRight'], shown: '→', run: (ground) => seekBy(ground, 10) },
  {
    id: 'back1',
    name: 'command.back1',
    keys: ['Shift+ArrowLeft'],
    shown: 'Shift ←',
    run: (ground) => seekBy(ground, -1),
  },
  { id: 'on1', name: 'command.on1', keys: ['Shift+ArrowRight'], shown: 'Shift →', run: (ground) => seekBy(ground, 1) },
  {
    id: 'back60',
    name: 'command.back60',
    keys: ['Alt+ArrowLeft'],
    shown: 'Alt ←',
    run: (ground) => seekBy(ground, -60),
  },
  { id: 'on60', name: 'command.on60', keys: ['Alt+ArrowRight'], shown: 'Alt →', run: (ground) => seekBy(ground, 60) },
  { id: 'previous', name: 'command.previous', keys: [','], run: ({ goBeside }) => goBeside(-1) },
  { id: 'next', name: 'command.next', keys: ['.'], run: ({ goBeside }) => goBeside(1) },
  {
    id: 'start',
    name: 'command.start',
    keys: ['Home'],
    run: ({ room, timeline }) => {
      const { firstMs } = timeline;
      if (firstMs !== undefined) void room.control('replay.seek', { tick: Math.floor(firstMs / 1000) });
    },
  },
  {
    id: 'follow',
    name: 'command.follow',
    keys: ['End'],
    run: ({ room }) => {
      room.lookNow();
      const tick = room.now?.state.headTick;
      if (tick !== undefined && tick !== null) void room.control('replay.seek', { tick });
    },
  },
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
