import type { Command } from '../command.ts';
import { json, room, who } from './roomOptions.ts';

/** Commands that look at a served room, and those that move what it shows. */
export const lookCommands: readonly Command[] = [
  {
    name: 'status',
    group: 'room',
    what: 'shows a served room on one page: call, clock, polls, triggers, ramp, next steps',
    usage: 'holdpoint status [--watch | --at T+30m] [--room URL] [--json]',
    options: [
      ['--watch', 'shows it again whenever it changes, until Ctrl-C'],
      ['--at T+30m', 'as it was at the end of that second, with what people had done by then'],
      room,
      json,
    ],
    load: async () => (await import('./status.ts')).status,
  },
  {
    name: 'posture',
    group: 'room',
    what: 'shows what evidence stands behind each service, and what is missing',
    usage: 'holdpoint posture [--at T+30m] [--room URL] [--json]',
    options: [['--at T+30m', 'as it was at the end of that second'], room, json],
    load: async () => (await import('./posture.ts')).posture,
  },
  {
    name: 'call',
    group: 'room',
    what: 'says the call of a served room, with its reasons',
    usage: 'holdpoint call [--room URL] [--json]',
    options: [room, json],
    load: async () => (await import('./callWord.ts')).callWord,
  },
  {
    name: 'ledger',
    group: 'room',
    what: 'shows the last rows of the ledger',
    usage: 'holdpoint ledger [--last 20 | --from 41] [--room URL] [--json]',
    options: [['--last 20', 'how many rows'], ['--from 41', 'the rows from this one on'], room, json],
    load: async () => (await import('./ledger.ts')).ledger,
  },
  {
    name: 'take',
    group: 'room',
    what: 'takes the role of --as, which nobody else holds',
    usage: 'holdpoint take [--as role:Name] [--room URL] [--json]',
    options: who,
    load: async () => (await import('./role.ts')).take,
  },
  {
    name: 'handover',
    group: 'room',
    what: 'hands the role over to somebody else',
    usage: 'holdpoint handover <name> --note "..." [--as role:Name] [--room URL] [--json]',
    options: [['--note "..."', 'what the next one must know'], ...who],
    load: async () => (await import('./role.ts')).handover,
  },
  {
    name: 'leave',
    group: 'room',
    what: 'leaves the role to nobody',
    usage: 'holdpoint leave [--note "..."] [--as role:Name] [--room URL] [--json]',
    options: [['--note "..."', 'why'], ...who],
    load: async () => (await import('./role.ts')).leave,
  },
  {
    name: 'play',
    group: 'room',
    what: 'sets how fast the time of a served session runs, for everybody',
    usage: 'holdpoint play <speed> [--room URL] [--json]',
    options: [room, json],
    notes: ['The speed is how many seconds pass in one: 0 stands, fastest does not wait.'],
    load: async () => (await import('./pace.ts')).play,
  },
  {
    name: 'seek',
    group: 'room',
    what: 'shows another second to everybody; on one that is past nobody can act',
    usage: 'holdpoint seek <T+30m | now> [--room URL] [--json]',
    options: [room, json],
    load: async () => (await import('./pace.ts')).seek,
  },
];
