import { type WireCommandKind, wireCommands } from '../../shared/contract/commands.ts';
import type { DeedName } from '../state/deeds.svelte.ts';
import type { Command, Ground } from './command.ts';

function openPoll({ room }: Ground): { poll: string } | undefined {
  const poll = room.now?.room?.polls.polls.find(({ state }) => state === 'open')?.poll;
  return poll === undefined ? undefined : { poll };
}

/** What fires and nobody has seen: the first is what the key means. Without one the dialog says that there is none. */
function firing({ room }: Ground): { trigger: string; cell: Readonly<Record<string, string>> } | undefined {
  const entry = room.now?.room?.attention.entries.find(
    ({ state, acknowledged, shelved }) => state === 'firing' && acknowledged === null && shelved === null,
  );
  return entry === undefined ? undefined : { trigger: entry.trigger, cell: entry.cell };
}

/** What people do most, each with a key of its own, on what the key means at that moment. */
const keyed: readonly Command[] = [
  {
    id: 'note',
    name: 'command.note',
    keys: ['n'],
    shown: 'N',
    isAct: true,
    deed: 'note.write',
    run: ({ deeds, room }) => deeds.ask('note.write', room.shownAtMs === undefined ? {} : { aboutAt: room.shownAtMs }),
  },
  {
    id: 'decision',
    name: 'command.decision',
    keys: ['d'],
    shown: 'D',
    // Looking at what is decided is not deciding: in the past too.
    deed: 'decision.record',
    run: ({ route }) => route.go('review'),
  },
  {
    id: 'poll',
    name: 'command.poll',
    keys: ['p'],
    shown: 'P',
    isAct: true,
    run: (ground) => {
      const poll = openPoll(ground);
      if (poll === undefined) ground.deeds.ask('poll.open');
      else ground.deeds.ask('vote.cast', poll);
    },
  },
  {
    id: 'go',
    name: 'command.go',
    keys: ['g'],
    shown: 'G',
    isAct: true,
    run: (ground) => ground.deeds.ask('vote.cast', { ...openPoll(ground), vote: 'go' }),
  },
  {
    id: 'noGo',
    name: 'command.noGo',
    keys: ['Shift+G'],
    shown: 'Shift G',
    isAct: true,
    run: (ground) => ground.deeds.ask('vote.cast', { ...openPoll(ground), vote: 'no-go' }),
  },
  {
    id: 'acknowledge',
    name: 'command.acknowledge',
    keys: ['a'],
    shown: 'A',
    isAct: true,
    run: (ground) => ground.deeds.ask('trigger.acknowledge', firing(ground)),
  },
  {
    id: 'shelve',
    name: 'command.shelve',
    keys: ['Shift+A'],
    shown: 'Shift A',
    isAct: true,
    run: (ground) => ground.deeds.ask('trigger.shelve', firing(ground)),
  },
  {
    id: 'hold',
    name: 'command.hold',
    keys: ['h'],
    shown: 'H',
    isAct: true,
    run: ({ deeds, room }) => deeds.ask((room.now?.room?.clock.holds.length ?? 0) > 0 ? 'clock.resume' : 'clock.hold'),
  },
];

const isKeyed = (name: DeedName): boolean => keyed.some(({ deed }) => deed === name);
const names: readonly DeedName[] = [...(Object.keys(wireCommands) as WireCommandKind[]), 'override.propose'];

/** Every command of the contract: what has no key asks for all of it, from the palette. */
export const deedCommands: readonly Command[] = [
  ...keyed,
  ...names
    .filter((name) => !isKeyed(name))
    .map((name): Command => ({
      id: name,
      name: `deed.${name}`,
      keys: [],
      isAct: true,
      deed: name,
      ...(/^(?:inject|rehearsal)\./.test(name) ? { inExercise: 'lead' as const } : {}),
      run: ({ deeds }) => deeds.ask(name),
    })),
];
