import { createHash, hash } from 'node:crypto';
import { canonicalJson } from '../../../shared/base/canonicalJson.ts';

/** What stands before the first link of every chain. */
export const zeroHash = '0'.repeat(64);

export function sha256(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex');
}

/** A chained row is hashed with all that it says and the hash of the row before. */
export function rowHash(row: Readonly<Record<string, unknown>>, prev: string): string {
  return sha256(canonicalJson({ ...row, prev }));
}

/** Lines are hashed as they lie in the file: the hash before, a header in canonical JSON, and the compressed bytes. */
export function linesHash(prev: string, header: Readonly<Record<string, unknown>>, body: Uint8Array): string {
  return createHash('sha256')
    .update(`${prev}\n${canonicalJson(header)}\n`)
    .update(body)
    .digest('hex');
}
