import { dirname, resolve } from 'node:path';
import { instantAt } from '../../../shared/base/instant.ts';
import { nearestWord } from '../../../shared/base/nearestWord.ts';
import { facilitatorRole } from '../../../shared/model/room/injectFacts.ts';
import { MOVES_FORMAT, movesSchema } from '../../../shared/model/moves.ts';
import type { Plan } from '../../../shared/model/plan.ts';
import { type PlanPath, type Problem, printable, showPath } from '../../../shared/model/problem.ts';
import { readDocument } from '../../../shared/model/readDocument.ts';
import type { Command } from './command.ts';
import { readText, refuse } from './loadScenario.ts';
import type { ReadyMove } from './playMoves.ts';
import { splitWords } from './splitWords.ts';

/** Moves in the order of time, by people whom the plan has. Throws `Refusal` with everything that is wrong with them. */
export async function loadMoves(path: string, plan: Plan, commands: readonly Command[]): Promise<ReadyMove[]> {
  const read = readDocument(movesSchema, MOVES_FORMAT, await readText(path), path);
  if (read.document === undefined) throw refuse(read.problems);
  const problems: Problem[] = [];
  const complain = (place: PlanPath, code: string, text: string): void => {
    problems.push({ level: 'error', code, file: path, path: showPath(place), ...read.positionOf(place), text });
  };
  const acting = commands.filter(
    ({ group, options }) => group === 'room' && options.some(([name]) => name.startsWith('--as')),
  );
  const names = acting.map(({ name }) => name);
  const roles = [...Object.keys(plan.roles), facilitatorRole];
  const ready: ReadyMove[] = [];
  const rows = new Set<string>();
  let before = -Infinity;
  for (const [index, move] of read.document.moves.entries()) {
    const atMs = instantAt(move.at, plan.launch.t0);
    if (atMs < before)
      complain(['moves', index, 'at'], 'order', 'comes before the move above it; write moves in the order of time.');
    before = Math.max(before, atMs);
    if (!roles.includes(move.role)) {
      complain(
        ['moves', index, 'role'],
        'reference_unknown',
        `found ${printable(move.role, 60)}; ${advise(move.role, roles, 'a role of the plan')}.`,
      );
    }
    const words = splitWords(move.do);
    if (typeof words === 'string') {
      complain(['moves', index, 'do'], 'words', `${words}; end it.`);
      continue;
    }
    const [name = '', ...rest] = words;
    const command = acting.find((one) => one.name === name);
    const unknown = rest.find((word) => word.startsWith('$') && !rows.has(word.slice(1)));
    if (unknown !== undefined) {
      const advice = advise(unknown.slice(1), [...rows], 'the row of a move above');
      complain(['moves', index, 'do'], 'reference_unknown', `found ${printable(unknown, 60)}; ${advice}.`);
    }
    if (move.row !== undefined) rows.add(move.row);
    if (command === undefined) {
      complain(
        ['moves', index, 'do'],
        'command_unknown',
        `found ${printable(name, 60)}; ${advise(name, names, 'a command that acts in a room')}.`,
      );
    } else ready.push({ move, command, words: besideScript(name, rest, path) });
  }
  if (problems.length > 0) throw refuse(problems);
  return ready;
}

/** Which word of a command is a file: it lies where the script says, seen from the script. */
const filePlaces: Readonly<Record<string, number>> = { attach: 1, carry: 0 };

function besideScript(name: string, words: readonly string[], script: string): string[] {
  return words.map((word, index) => (index === filePlaces[name] ? resolve(dirname(script), word) : word));
}

function advise(word: string, known: readonly string[], what: string): string {
  const nearest = nearestWord(word, known);
  return nearest === undefined
    ? `write ${what}: ${known.join(', ')}`
    : `write ${nearest}, or another: ${known.join(', ')}`;
}
