import type { Command } from './command.ts';

/** What is done in an exercise alone. */
export const exerciseCommands: readonly Command[] = [
  {
    id: 'runOn',
    name: 'command.runOn',
    keys: ['u'],
    shown: 'U',
    isAct: true,
    inExercise: 'lead',
    run: ({ exercise }) => void exercise.runOn(),
  },
  {
    id: 'readMessage',
    name: 'command.readMessage',
    keys: ['r'],
    shown: 'R',
    inExercise: 'all',
    run: ({ inbox }) => inbox.readNext(),
  },
];
