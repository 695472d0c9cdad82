import { basename, resolve } from 'node:path';
import { type Backup, readBackups, type SessionBackups } from '../../engine/store/readBackups.ts';
import { findFault } from '../../engine/store/backup.ts';
import { restoreBackup } from '../../engine/store/restoreBackup.ts';
import { SessionError } from '../../engine/store/sessionError.ts';
import { systemClock } from '../systemClock.ts';
import { type CommandIo, Refusal } from './command.ts';
import { readCall } from './readCall.ts';
import { readLoss, showLoss } from './restoreLoss.ts';
import { showCount, showUtc } from './showTimes.ts';
import { verifyWatched } from './verifyWatched.ts';

/** A backup that was looked at: what is wrong with it, undefined when it is whole. */
interface Examined extends Backup {
  readonly wrong: string | undefined;
  readonly holds: string;
}

/**
 * `holdpoint restore`: puts a copy of the newest backup that is whole, or of the one that is named, in the place of a
 * session. What stands there is kept aside, and what it held beyond the backup is told.
 */
export async function restore(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: { from: 'value', list: 'flag', json: 'flag' },
    words: ['session'],
  });
  const path = words[0] ?? '';
  const found = readBackups(path);
  if (options.list) return list(found, options.json, io);
  if (found.backups.length === 0) {
    throw new Refusal(
      3,
      `There is no backup of ${path}: replay the recording into a new session; holdpoint verify --salvage saves what people did.`,
    );
  }
  const named = options.from === undefined ? undefined : findNamed(found, options.from);
  const isSound = found.isTaken && (await isStandingSound(found.place, io));
  if (isSound && named === undefined) {
    throw new Refusal(
      2,
      `${found.place} is not damaged, so nothing was restored. holdpoint restore ${path} --list shows its backups; name one with --from to go back to it all the same.`,
    );
  }
  const examined = await examineUntilWhole(named === undefined ? found.backups : [named], io);
  const taken = examined.at(-1);
  if (taken === undefined || taken.wrong !== undefined) throw noneWhole(path, examined);
  const { aside } = restoreBackup(found.place, taken.path, isSound ? 'replaced' : 'damaged', systemClock.nowMs());
  const before = aside ?? found.aside;
  const loss = before === undefined ? null : readLoss(before, found.place);
  if (options.json) {
    const restored = { session: found.place, backup: taken.path, madeAtMs: taken.madeAtMs, aside: aside ?? null, loss };
    io.out(`${JSON.stringify(restored)}\n`);
    return 0;
  }
  for (const left of examined.slice(0, -1)) io.out(`Left out: ${showBackup(left)}\n`);
  io.out(`${found.place} is again as it was at ${showUtc(taken.madeAtMs)}, and whole: ${taken.holds}\n`);
  io.out(`  copied from ${taken.path}\n`);
  if (aside !== undefined) io.out(`  what stood there is kept as ${aside}\n`);
  if (loss === null) io.out('  No file stood there, so what came after the backup is unknown.\n');
  else for (const text of showLoss(loss, found.place, io.paint)) io.out(text);
  return 0;
}

async function list({ place, backups }: SessionBackups, asJson: boolean, io: CommandIo): Promise<number> {
  const examined: Examined[] = [];
  for (const backup of backups) examined.push(await examine(backup, io));
  if (asJson) {
    const listed = examined.map(({ wrong, ...rest }) => ({ ...rest, wrong: wrong ?? null }));
    io.out(`${JSON.stringify({ session: place, backups: listed })}\n`);
  } else if (examined.length === 0) {
    io.out(`There is no backup of ${place}: one is made every quarter of an hour while it goes at a pace.\n`);
  } else {
    io.out(`Backups of ${place}, the newest first:\n`);
    for (const backup of examined) io.out(`  ${showBackup(backup)}\n`);
  }
  return 0;
}

async function examineUntilWhole(backups: readonly Backup[], io: CommandIo): Promise<Examined[]> {
  const examined: Examined[] = [];
  for (const backup of backups) {
    const one = await examine(backup, io);
    examined.push(one);
    if (one.wrong === undefined) break;
  }
  return examined;
}

/** By its path, or by its name in the folder of backups. */
function findNamed({ place, backups }: SessionBackups, name: string): Backup {
  const found = backups.find(({ path }) => basename(path) === name || path === resolve(name));
  if (found !== undefined) return found;
  throw new Refusal(2, `${name} is no backup of ${place}: holdpoint restore ${place} --list shows them.`);
}

async function isStandingSound(place: string, io: CommandIo): Promise<boolean> {
  try {
    return (await verifyWatched(place, {}, io)).ok;
  } catch (error) {
    if (!(error instanceof SessionError)) throw error;
    if (error.code === 'needs_migration') return true;
    // Its very beginning is gone.
    if (error.code === 'not_a_session') return false;
    throw error;
  }
}

async function examine(backup: Backup, io: CommandIo): Promise<Examined> {
  try {
    const { faults, counts } = await verifyWatched(backup.path, {}, io);
    const { chunks = 0, lines = 0, tailLines = 0, ledgerRows = 0 } = counts ?? {};
    const holds = `${showCount(lines + tailLines, 'line')} in ${showCount(chunks, 'chunk')}, ${showCount(ledgerRows, 'ledger row')}`;
    return { ...backup, wrong: faults[0]?.text, holds };
  } catch (error) {
    if (!(error instanceof SessionError)) throw error;
    // One from before the schema changed is brought up to date when it is restored, and looked at row by row then.
    const wrong = error.code === 'needs_migration' ? findFault(backup.path) : error.message;
    return { ...backup, wrong, holds: 'of an earlier version of Holdpoint' };
  }
}

function showBackup({ path, madeAtMs, wrong, holds }: Examined): string {
  return `${showUtc(madeAtMs)}  ${basename(path)}  ${wrong === undefined ? `whole: ${holds}` : `NOT WHOLE: ${wrong}`}`;
}

function noneWhole(path: string, examined: readonly Examined[]): Refusal {
  const looked = examined.map((one) => `\n  ${showBackup(one)}`).join('');
  return new Refusal(
    1,
    `Nothing was restored, because no backup of ${path} that was looked at is whole:${looked}\n` +
      'Replay the recording into a new session; holdpoint verify --salvage saves what people did.',
  );
}
