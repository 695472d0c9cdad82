import { lstat, writeFile } from 'node:fs/promises';
import { isWhole, salvageLedger } from '../../engine/store/salvageLedger.ts';
import { Refusal } from './command.ts';
import { showCount } from './showTimes.ts';

/** What was saved of a ledger. */
export interface Salvage {
  readonly file: string;
  /** So many rows were written, all of them whole. */
  readonly rows: number;
  /** Numbers of rows that cannot be read. */
  readonly lost: readonly number[];
  /** Numbers of rows that can be read and are not what was written. They were left out. */
  readonly changed: readonly number[];
}

/** Writes what people decided, as far as it is whole, beside the damaged session and never over a file. */
export async function salvage(session: string, file: string): Promise<Salvage> {
  const { rows, lost } = salvageLedger(session);
  const whole = rows.filter(isWhole);
  const changed = rows.filter((row) => !isWhole(row)).map(({ seq }) => seq);
  try {
    await writeFile(file, whole.map((row) => `${JSON.stringify(row)}\n`).join(''), { flag: 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'EEXIST') throw taken(file);
    throw new Refusal(3, `${file} could not be written (${code}): check the folder and the space.`);
  }
  return { file, rows: whole.length, lost, changed };
}

/** Says so before the session is read, which may take a while. */
export async function refuseTaken(file: string): Promise<void> {
  const found = await lstat(file).catch(() => undefined);
  if (found !== undefined) throw taken(file);
}

export function showSalvage({ file, rows, lost, changed }: Salvage): string {
  const without = [
    lost.length === 0 ? '' : `, ${showCount(lost.length, 'row')} cannot be read (${showNumbers(lost)})`,
    changed.length === 0 ? '' : `, ${showCount(changed.length, 'row')} left out as changed (${showNumbers(changed)})`,
  ];
  return `${file}: ${showCount(rows, 'ledger row')} written${without.join('')}\n`;
}

const mostNumbers = 5;

function showNumbers(numbers: readonly number[]): string {
  const shown = numbers.slice(0, mostNumbers).map((number) => number.toLocaleString('en-US'));
  return `${shown.join(', ')}${numbers.length > mostNumbers ? ', …' : ''}`;
}

function taken(file: string): Refusal {
  return new Refusal(2, `${file} is there already: name another file for what is saved of the ledger.`);
}
