import { existsSync, readFileSync } from 'node:fs';

const logHeadBytes = 32;
const frameHeadBytes = 24;

/** Whether a write-ahead log ends in pages that no commit closes: a writer was stopped in the middle of one. */
export function hasUnfinishedCommit(logPath: string): boolean {
  if (!existsSync(logPath)) return false;
  const log = readFileSync(logPath);
  if (log.length < logHeadBytes) return log.length > 0;
  const pageBytes = log.readUInt32BE(8);
  const salt = log.subarray(16, 24);
  let isOpen = false;
  for (let at = logHeadBytes; at < log.length; at += frameHeadBytes + pageBytes) {
    if (at + frameHeadBytes + pageBytes > log.length) return true;
    if (!log.subarray(at + 8, at + 16).equals(salt)) break;
    // The last page of a commit says how many pages the database has now.
    isOpen = log.readUInt32BE(at + 4) === 0;
  }
  return isOpen;
}
