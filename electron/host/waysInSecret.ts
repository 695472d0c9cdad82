import { createHmac } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { randomToken } from './systemClock.ts';

const secretText = /^[A-Za-z0-9_-]{43}\n$/;

/**
 * A secret that only this person's machine knows, from a file that only he may read; made where it is not there. From it
 * come the ways into every session that he serves, so that links and browsers of before are known after a restart.
 */
export function openWaysInSecret(file: string): string {
  if (!existsSync(file)) createSecretFile(file);
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    throw new Error(`Others may read ${file}: run "chmod 600" on it, and serve with --new-links once.`);
  }
  const text = readFileSync(file, 'utf8');
  if (!secretText.test(text)) throw new Error(`${file} is not as it was written: move it away.`);
  return text.trim();
}

/** No link, no key and no browser of before is known after this, of whatever session. */
export function dropWaysInSecret(file: string): void {
  rmSync(file, { force: true });
}

/** The part of the secret that is this session's; whoever was let in to look is not let in to act by it. */
export function secretOfSession(secret: string, path: string, may: 'acts' | 'looks'): string {
  const words = JSON.stringify([realpathSync(resolve(path)), may]);
  return createHmac('sha256', secret).update(words).digest('base64url');
}

/** Written under another name and then linked, so that of two first uses one wins and both read the same. */
function createSecretFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.new-${process.pid}`;
  writeFileSync(draft, `${randomToken()}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
