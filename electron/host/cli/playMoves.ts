import { instantAt } from '../../../shared/base/instant.ts';
import { createClient } from '../../../shared/contract/createClient.ts';
import { serveContract } from '../../../shared/contract/serveContract.ts';
import { facilitatorRole } from '../../../shared/model/room/injectFacts.ts';
import type { Move } from '../../../shared/model/moves.ts';
import type { Engine } from '../../engine/engineDoor.ts';
import { createInProcessPair } from '../inProcess.ts';
import { createHandlers } from '../serve/createHandlers.ts';
import { Uploads } from '../serve/uploads.ts';
import { CallError, type Command, type CommandIo, Refusal, type RoomInside } from './command.ts';
import { choosePaint } from './paint.ts';

/** What became of a move. */
export interface PlayedMove {
  readonly atMs: number;
  readonly role: string;
  readonly do: string;
  readonly isDone: boolean;
  /** What the command line said. */
  readonly text: string;
}

/** A move whose words make a command. */
export interface ReadyMove {
  readonly move: Move;
  readonly command: Command;
  readonly words: readonly string[];
}

/** Goes to the instant of each move and does it there, as the command line would. */
export async function playMoves(engine: Engine, moves: readonly ReadyMove[], io: CommandIo): Promise<PlayedMove[]> {
  const room = openInside(engine);
  const { t0 } = engine.plan.launch;
  const played: PlayedMove[] = [];
  const rows = new Map<string, number>();
  for (const [index, { move, command, words }] of moves.entries()) {
    const atMs = instantAt(move.at, t0);
    await engine.seek(Math.ceil(atMs / 1000));
    if (io.signal.aborted) break;
    const as = `${move.role}:${move.name ?? nameOf(engine, move.role)}`;
    const id = `move-${String(index + 1).padStart(5, '0')}`;
    const heard: string[] = [];
    const inside: CommandIo = {
      ...{ out: (text) => void heard.push(text), err: (text) => void heard.push(text), isTerminal: false },
      ...{ drained: () => Promise.resolve(), paint: choosePaint(false, {}), signal: io.signal, room },
    };
    const said = words.map((word) => (word.startsWith('$') ? String(rows.get(word.slice(1)) ?? word) : word));
    const isDone = await run(command, [...said, '--as', as, '--id', id, '--yes'], inside);
    const row = engine.session.readLedger().find(({ body }) => body['command'] === id)?.seq;
    if (move.row !== undefined && row !== undefined) rows.set(move.row, row);
    played.push({ atMs, role: move.role, do: move.do, isDone, text: heard.join('').trim() });
  }
  return played;
}

async function run(command: Command, argv: string[], io: CommandIo): Promise<boolean> {
  try {
    return (await (await command.load())(argv, io)) === 0;
  } catch (error) {
    if (!(error instanceof CallError || error instanceof Refusal)) throw error;
    io.err(`${error.message}\n`);
    return false;
  }
}

function openInside(engine: Engine): RoomInside {
  const uploads = new Uploads();
  const handlers = createHandlers(engine, 'acts', uploads);
  return {
    async open() {
      const [here, there] = createInProcessPair();
      serveContract(handlers, there);
      const client = createClient(here);
      const { mayCommand } = await client.ready;
      return { client, mayCommand };
    },
    handOver(file) {
      uploads.take(file);
      return undefined;
    },
  };
}

function nameOf({ plan }: Engine, role: string): string {
  return plan.roles[role]?.name ?? (role === facilitatorRole ? 'Facilitator' : role);
}
