import type { Command } from './command.ts';

/** How the session's time is played, and what of it is seen. */
export const timelineCommands: readonly Command[] = [
  {
    id: 'play',
    name: 'command.play',
    keys: [' '],
    shown: 'Space',
    run: ({ timeline }) => timeline.togglePlay(),
  },
  {
    id: 'back10',
    name: 'command.back10',
    keys: ['ArrowLeft'],
    shown: '←',
    run: ({ timeline }) => timeline.seekBy(-10),
  },
  { id: 'on10', name: 'command.on10', keys: ['ArrowRight'], shown: '→', run: ({ timeline }) => timeline.seekBy(10) },
  {
    id: 'back1',
    name: 'command.back1',
    keys: ['Shift+ArrowLeft'],
    shown: 'Shift ←',
    run: ({ timeline }) => timeline.seekBy(-1),
  },
  {
    id: 'on1',
    name: 'command.on1',
    keys: ['Shift+ArrowRight'],
    shown: 'Shift →',
    run: ({ timeline }) => timeline.seekBy(1),
  },
  {
    id: 'back60',
    name: 'command.back60',
    keys: ['Alt+ArrowLeft'],
    shown: 'Alt ←',
    run: ({ timeline }) => timeline.seekBy(-60),
  },
  {
    id: 'on60',
    name: 'command.on60',
    keys: ['Alt+ArrowRight'],
    shown: 'Alt →',
    run: ({ timeline }) => timeline.seekBy(60),
  },
  { id: 'previous', name: 'command.previous', keys: [','], run: ({ goBeside }) => goBeside(-1) },
  { id: 'next', name: 'command.next', keys: ['.'], run: ({ goBeside }) => goBeside(1) },
  {
    id: 'start',
    name: 'command.start',
    keys: ['Home'],
    run: ({ timeline }) => {
      const { firstMs } = timeline;
      if (firstMs !== undefined) void timeline.seek(firstMs);
    },
  },
  {
    id: 'follow',
    name: 'command.follow',
    keys: ['End'],
    run: ({ room, timeline }) => {
      if (room.past !== undefined) room.lookNow();
      else void timeline.seek(timeline.nowMs);
    },
  },
  { id: 'faster', name: 'command.faster', keys: ['+'], run: ({ timeline }) => timeline.goFaster(1) },
  { id: 'slower', name: 'command.slower', keys: ['-'], run: ({ timeline }) => timeline.goFaster(-1) },
  { id: 'fastest', name: 'command.fastest', keys: [], run: ({ timeline }) => timeline.play('fastest') },
  {
    id: 'skip',
    name: 'command.skip',
    keys: ['s'],
    shown: 'S',
    run: ({ timeline }) => timeline.toggleSkip(),
  },
  // On keyboards that have brackets behind a second key it is held down with them.
  {
    id: 'loopFrom',
    name: 'command.loopFrom',
    keys: ['[', 'Ctrl+Alt+[', 'Alt+['],
    run: ({ timeline }) => timeline.markLoop('from'),
  },
  {
    id: 'loopTo',
    name: 'command.loopTo',
    keys: [']', 'Ctrl+Alt+]', 'Alt+]'],
    run: ({ timeline }) => timeline.markLoop('to'),
  },
  { id: 'endLoop', name: 'command.endLoop', keys: ['Escape'], shown: 'Esc', run: ({ timeline }) => timeline.endLoop() },
  { id: 'lens', name: 'command.lens', keys: ['z'], shown: 'Z', run: ({ timeline }) => timeline.nextLens() },
];
