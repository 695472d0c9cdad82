import type { ContentHash } from './contentHash.ts';

const pageSize = 1024;

/** Recalls what was said under a number so long ago that its page was let go; undefined when it cannot be found. */
export type RecallContent = (seq: number) => ContentHash | undefined;

/**
 * What one stream said under each number, by pages. With `recall` only the newest pages are kept, so that memory does not
 * grow with the recording; without, all are.
 */
export class ContentPages {
  private readonly pages = new Map<number, Uint32Array<ArrayBuffer>>();
  private readonly keepPages: number;
  /** The page that was written to last: the next number is often of the same. */
  private recent = new Uint32Array(0);
  private recentNumber = -1;
  private readonly recall: RecallContent | undefined;

  constructor(recall: RecallContent | undefined, keepPages = 128) {
    this.recall = recall;
    this.keepPages = recall === undefined ? Infinity : keepPages;
  }

  set(seq: number, hash: ContentHash): void {
    const number = Math.floor(seq / pageSize);
    if (number !== this.recentNumber) this.turnTo(number);
    const page = this.recent;
    const place = 2 * (seq - number * pageSize);
    page[place] = hash.a;
    page[place + 1] = hash.b;
  }

  /** True when the same was said under this number, false when something else was. */
  isSame(seq: number, hash: ContentHash): boolean {
    const number = Math.floor(seq / pageSize);
    const page = this.pages.get(number);
    const place = 2 * (seq - number * pageSize);
    const kept = page === undefined ? undefined : { a: page[place] ?? 0, b: page[place + 1] ?? 0 };
    const isEmpty = kept === undefined || (kept.a === 0 && kept.b === 0);
    const known = isEmpty && this.recall !== undefined ? this.recall(seq) : kept;
    return known === undefined || (known.a === hash.a && known.b === hash.b);
  }

  private turnTo(number: number): void {
    let page = this.pages.get(number);
    if (page === undefined) {
      page = new Uint32Array(2 * pageSize);
      this.pages.set(number, page);
      this.letGo(number);
    }
    this.recent = page;
    this.recentNumber = number;
  }

  private letGo(newest: number): void {
    while (this.pages.size > this.keepPages) {
      const oldest = Math.min(...this.pages.keys());
      if (oldest >= newest) return;
      this.pages.delete(oldest);
    }
  }
}
