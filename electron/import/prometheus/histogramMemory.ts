/** `added[i]` lie in the bucket that ends at the i-th bound, and in no other. */
export type HistogramGrowth = 'first' | 'older' | { readonly added: readonly number[]; readonly isReset: boolean };

interface Seen {
  readonly t: number;
  readonly bounds: string;
  readonly cumulative: readonly number[];
}

/** The last counts of each histogram, whose buckets each hold all that lie below their bound, since the beginning. */
export class HistogramMemory {
  private readonly last = new Map<string, Seen>();

  /** `bounds` ascend. Other bounds than before begin anew. */
  note(key: string, t: number, bounds: readonly number[], cumulative: readonly number[]): HistogramGrowth {
    const before = this.last.get(key);
    if (before !== undefined && t <= before.t) return 'older';
    const seen = { t, bounds: bounds.join(' '), cumulative };
    this.last.set(key, seen);
    if (before?.bounds !== seen.bounds) return 'first';
    const isReset = (cumulative.at(-1) ?? 0) < (before.cumulative.at(-1) ?? 0);
    const since = cumulative.map((count, place) => count - (isReset ? 0 : (before.cumulative[place] ?? 0)));
    // A scrape may catch a bucket before and the next after an observation: below nothing nothing lies.
    return { added: since.map((count, place) => Math.max(0, count - (since[place - 1] ?? 0))), isReset };
  }
}
