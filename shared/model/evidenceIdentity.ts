/** How two papers that speak of the same build are known to do so: by the commit and by the digest of what was built. */

const COMMIT = /^[0-9a-f]{7,64}$/;
const DIGEST = /^(?:[^\s@]{1,512}@)?([a-z0-9]{1,32}):([0-9a-f]{32,128})$/;
const BARE_SHA256 = /^[0-9a-f]{64}$/;

/** A git commit, whole or shortened to no less than seven digits. */
export function isCommit(text: string): boolean {
  return COMMIT.test(text.trim().toLowerCase());
}

/** Whether both name one commit: equal, or one the beginning of the other. False where either is no commit. */
export function isSameCommit(one: string, other: string): boolean {
  const first = one.trim().toLowerCase();
  const second = other.trim().toLowerCase();
  return isCommit(first) && isCommit(second) && (first.startsWith(second) || second.startsWith(first));
}

/**
 * Reads `sha256:<hex>`, `registry/name@sha256:<hex>` and 64 hex digits alone as `sha256:<hex>` in lower case; undefined
 * for what is no digest.
 */
export function parseDigest(text: string): string | undefined {
  const written = text.trim().toLowerCase();
  if (BARE_SHA256.test(written)) return `sha256:${written}`;
  const match = written.length > 700 ? null : DIGEST.exec(written);
  return match === null ? undefined : `${match[1] ?? ''}:${match[2] ?? ''}`;
}

/** The first 12 digits, as people compare them by eye; what is no commit stays as it is. */
export function shortCommit(text: string): string {
  return isCommit(text) ? text.trim().toLowerCase().slice(0, 12) : text;
}

/** `sha256:0123456789ab…`; what is no digest stays as it is. */
export function shortDigest(text: string): string {
  const digest = parseDigest(text);
  return digest === undefined ? text : `${digest.slice(0, digest.indexOf(':') + 13)}…`;
}
