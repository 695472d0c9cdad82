import { createInterface } from 'node:readline/promises';
import type { CommandIo } from '../command.ts';

/** Somebody sits at the terminal and can answer. */
export function canAsk(io: CommandIo): boolean {
  return io.isTerminal && process.stdin.isTTY;
}

/** Asks once; whatever is not a yes is a no, and so is Ctrl-C. */
export async function askYesNo(question: string, io: CommandIo): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await asking.question(`${question} [y/N] `, { signal: io.signal });
    return /^y(?:es)?$/i.test(answer.trim());
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') return false;
    throw error;
  } finally {
    asking.close();
  }
}
