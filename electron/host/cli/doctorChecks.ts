import { accessSync, constants, existsSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as zlib from 'node:zlib';
import { configFolder, signingKeyFile } from '../configFolder.ts';

/** One thing that was looked at. `fail`: Holdpoint cannot work so. `warn`: something will be missing or may run out. */
export interface Check {
  readonly level: 'ok' | 'warn' | 'fail';
  readonly name: string;
  /** What was found, and what to do where that is not well. */
  readonly text: string;
}

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Everything that can be known without a session and without a network. */
export async function checkAll(
  folder: string = process.cwd(),
  sources: readonly Check[] = [],
): Promise<readonly Check[]> {
  return [
    checkNode(),
    await checkDatabase(folder),
    checkSpace(folder),
    checkZstd(),
    checkElectron(),
    checkKey(),
    ...(sources.length === 0 ? [noSources] : sources),
  ];
}

function checkNode(): Check {
  const { node } = process.versions;
  const from = process.execPath.startsWith(join(root, 'node_modules'))
    ? 'of this installation'
    : `of the machine, ${process.execPath}`;
  return { level: 'ok', name: 'Node', text: `${node}, ${from} (${process.platform} ${process.arch})` };
}

/** The driver is native: it is loaded here, and nowhere before it is needed. */
async function checkDatabase(folder: string): Promise<Check> {
  const name = 'database';
  try {
    const { probeStore } = await import('../../engine/store/probeStore.ts');
    const { sqliteVersion, journalMode } = probeStore(folder);
    if (journalMode === 'wal') {
      return { level: 'ok', name, text: `SQLite ${sqliteVersion}, and its write-ahead log works in ${folder}` };
    }
    const advice = 'keep sessions on a local disk, not on a network share';
    return {
      level: 'fail',
      name,
      text: `SQLite ${sqliteVersion} has no write-ahead log in ${folder} (${journalMode}): ${advice}`,
    };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const words = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
    if (code === 'ERR_MODULE_NOT_FOUND' || code === 'ERR_DLOPEN_FAILED') {
      return { level: 'fail', name, text: `the driver does not load (${words}): run \`npm ci\` with this Node` };
    }
    if (code === 'unfit_runtime') return { level: 'fail', name, text: words };
    return {
      level: 'fail',
      name,
      text: `${folder} cannot hold a session (${words}): work in a folder where you may write`,
    };
  }
}

const leastBytes = 200 * 2 ** 20;
const enoughBytes = 2 * 2 ** 30;

function checkSpace(folder: string): Check {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const level = free >= enoughBytes ? 'ok' : free >= leastBytes ? 'warn' : 'fail';
  const advice =
    level === 'ok' ? '' : ': make room, a launch day takes up to 100 MB and its backups as much again each';
  return { level, name: 'disk', text: `${showBytes(free)} free in ${folder}${advice}` };
}

function showBytes(bytes: number): string {
  if (bytes >= 2 ** 30) return `${(bytes / 2 ** 30).toFixed(1)} GB`;
  return `${(bytes / 2 ** 20).toFixed(0)} MB`;
}

function checkZstd(): Check {
  const name = 'zstd';
  const sample = Buffer.from('holdpoint');
  if (typeof zlib.zstdCompressSync !== 'function') {
    return { level: 'fail', name, text: 'this Node has no zstd: install Node 24' };
  }
  const isSame = zlib.zstdDecompressSync(zlib.zstdCompressSync(sample)).equals(sample);
  return isSame
    ? { level: 'ok', name, text: 'recordings are read and written as .zst' }
    : { level: 'fail', name, text: 'what is packed comes back otherwise: install another Node' };
}

/** The package alone does not run: its binary comes on first use, from a host that may be out of reach. */
function checkElectron(): Check {
  const name = 'Electron';
  const own = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const folder = join(root, 'node_modules', 'electron');
  const needless = 'the room will open in a browser, and everything else works';
  if (own !== undefined && own !== '') {
    return existsSync(own)
      ? { level: 'ok', name, text: `the one in ${own}` }
      : {
          level: 'warn',
          name,
          text: `ELECTRON_OVERRIDE_DIST_PATH is ${own}, which is not there: correct it, or ${needless}`,
        };
  }
  if (!existsSync(folder)) return { level: 'warn', name, text: `not installed: ${needless}` };
  const binary = existsSync(join(folder, 'path.txt')) ? readFileSync(join(folder, 'path.txt'), 'utf8').trim() : '';
  return binary !== '' && existsSync(join(folder, 'dist', binary))
    ? { level: 'ok', name, text: 'installed: the room opens as a desktop app' }
    : { level: 'warn', name, text: `its program has not been downloaded: ${needless}` };
}

/** Looks without making anything: the key is made when the first session is signed. */
function checkKey(): Check {
  const name = 'signing key';
  const folder = configFolder();
  const file = signingKeyFile(folder);
  try {
    if (existsSync(file)) {
      accessSync(file, constants.R_OK);
      const isPrivate = process.platform === 'win32' || (statSync(file).mode & 0o077) === 0;
      if (isPrivate) return { level: 'ok', name, text: file };
      return { level: 'fail', name, text: `others may read ${file}: run "chmod 600" on it` };
    }
    accessSync(nearestFolder(folder), constants.W_OK);
    return { level: 'ok', name, text: `none yet: the first session makes it as ${file}` };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const advice = 'mend its rights, or name another folder in HOLDPOINT_CONFIG; without a key no session is signed';
    return { level: 'warn', name, text: `${file} is out of reach (${code}): ${advice}` };
  }
}

function nearestFolder(folder: string): string {
  const path = resolve(folder);
  return existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
}

const noSources: Check = {
  level: 'ok',
  name: 'sources',
  text: 'recordings need none; with --from a live one is reached out to',
};
