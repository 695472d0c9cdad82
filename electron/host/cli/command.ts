import type { Client } from '../../../shared/contract/createClient.ts';
import type { Io } from './io.ts';
import type { Paint } from './paint.ts';

/** A room that is not served, and how files get into it. */
export interface RoomInside {
  open(): Promise<{ readonly client: Client; readonly mayCommand: boolean }>;
  /** Why a file could not be taken, in a sentence. */
  handOver(file: { readonly name: string; readonly bytes: Uint8Array }): string | undefined;
}

/** What a command has to work with besides its words. */
export interface CommandIo extends Io {
  /** Resolves when standard output has room for more; to be awaited now and then by whoever writes much. */
  drained(): Promise<void>;
  /** For what goes to standard output: plain text unless somebody watches. */
  readonly paint: Paint;
  /** A room in this process: it takes the place of what `--room` names. */
  readonly room?: RoomInside;
  /** Aborted by Ctrl-C. A command that writes leaves something whole behind and says how to go on. */
  readonly signal: AbortSignal;
}

/**
 * A command's work. Resolves with the exit code: 0 done; 1 the thing examined is wrong; 2 the call is wrong; 3 it could
 * not be done. May throw `CallError`, `Refusal` and the errors that `toFailure` knows; anything else is a fault of ours.
 */
export type Run = (argv: string[], io: CommandIo) => Promise<number>;

/** One command: everything that `holdpoint --help` and dispatch know of it. */
export interface Command {
  readonly name: string;
  /** `room`: it speaks to a room that is served. */
  readonly group?: 'room';
  /** One line, without a full stop: it stands in a list. */
  readonly what: string;
  /** How it is called, as one line beginning with `holdpoint`. */
  readonly usage: string;
  /** Each option as it is written, and what it does. */
  readonly options: readonly (readonly [option: string, does: string])[];
  /** Whole sentences under the options. */
  readonly notes?: readonly string[];
  /** Loads what the command needs, and nothing that others need. */
  readonly load: () => Promise<Run>;
}

/** The words after the command make no sense. One sentence; how the command is called is added to it. Exit code 2. */
export class CallError extends Error {
  override readonly name = 'CallError';
}

/** Why a command ends without having done its work: sentences that say what to do, and the exit code. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly exitCode: 1 | 2 | 3;

  constructor(exitCode: 1 | 2 | 3, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}
