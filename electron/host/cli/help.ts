import { nearestWord } from '../../../shared/base/nearestWord.ts';
import { printable } from '../../../shared/model/problem.ts';
import type { Command } from './command.ts';

/** What `holdpoint --help` prints. */
export function showHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const listed = (group: Command['group']): string =>
    showPairs(
      commands.filter((one) => one.group === group).map(({ name, what }) => [name, what]),
      width,
    );
  return `Holdpoint: the room in which a launch is decided.

Call it as: holdpoint <command> ...

${listed(undefined)}
In a room that holdpoint serve opened (--room, --as):

${listed('room')}
${showPairs([
  ['<command> --help', 'how a command is called'],
  ['--version', 'which Holdpoint this is'],
])}
Exit codes: 0 done; 1 the thing examined is wrong; 2 the call is wrong; 3 it could not be done.
`;
}

/** What `holdpoint <command> --help` prints. */
export function showCommandHelp({ name, what, usage, options, notes = [] }: Command): string {
  const lines = [`holdpoint ${name}: ${what}.`, '', `Call it as: ${usage}`, ''];
  const listed = options.length === 0 ? '' : showPairs(options);
  return `${lines.join('\n')}${listed === '' ? '' : `\n${listed}`}${notes.length === 0 ? '' : `\n${notes.join('\n')}\n`}`;
}

/** What is said of a command that does not exist. */
export function unknownCommand(name: string, commands: readonly Command[]): string {
  const nearest = nearestWord(
    name,
    commands.map((command) => command.name),
  );
  const advice = nearest === undefined ? '' : `did you mean ${nearest}? `;
  return `There is no command '${printable(name, 60)}': ${advice}holdpoint --help lists all.`;
}

function showPairs(pairs: readonly (readonly [string, string])[], least = 0): string {
  const width = Math.max(least, ...pairs.map(([left]) => left.length));
  return pairs.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join('');
}
