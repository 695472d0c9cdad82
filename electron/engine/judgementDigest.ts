import { createHash, type Hash } from 'node:crypto';
import { canonicalJson } from '../../shared/base/canonicalJson.ts';
import type { Transition } from '../../shared/model/transition.ts';

/**
 * SHA-256 over the canonical JSON of the transitions, prose left out: `[{at, cell, from, id, kind, n, to, value}, ...]`.
 * Fed one by one, so that a day's judgement need not be kept.
 */
export class JudgementDigest {
  private readonly hash: Hash = createHash('sha256').update('[');
  private isFirst = true;

  add(transition: Transition): void {
    const { at, kind, id, cell, from, to, value, n } = transition;
    const covered = {
      at,
      kind,
      id,
      cell,
      from,
      to,
      ...(value === undefined ? {} : { value }),
      ...(n === undefined ? {} : { n }),
    };
    this.hash.update(`${this.isFirst ? '' : ','}${canonicalJson(covered)}`);
    this.isFirst = false;
  }

  /** `sha256:` and the digest so far; more may be added afterwards. */
  text(): string {
    return `sha256:${this.hash.copy().update(']').digest('hex')}`;
  }
}

/** `sha256:` and the digest of a plan's text as it lies on disk. */
export function planDigest(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
