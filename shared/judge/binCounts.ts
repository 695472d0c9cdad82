import { ZERO_BIN } from '../stats/sketch.ts';

/** Bins that are taken in on either side of a new one, so that its neighbours find their place ready. */
const marginBins = 32;

/**
 * How many observations each bin of a sketch holds, in one piece from the least bin to the greatest: telemetry spreads
 * over a few hundred bins, and so they are counted and ranked without looking anything up. Counts are whole.
 */
export class BinCounts {
  total = 0;
  /** The bin of zero lies far from all others. */
  private zeros = 0;
  private counts = new Float64Array(0);
  /** The bin that `counts` begins with. */
  private first = 0;

  /** `count` may be negative: what is taken away was added before. */
  add(bin: number, count: number): void {
    this.total += count;
    if (bin === ZERO_BIN) {
      this.zeros += count;
      return;
    }
    if (bin < this.first || bin >= this.first + this.counts.length) this.takeIn(bin);
    const place = bin - this.first;
    this.counts[place] = (this.counts[place] ?? 0) + count;
  }

  /** The bin of the observation at `rank`, counted from 0 for the least; undefined when there are not so many. */
  atRank(rank: number): number | undefined {
    if (rank < 0 || rank >= this.total) return undefined;
    if (rank < this.zeros) return ZERO_BIN;
    const { counts, first } = this;
    if (2 * rank < this.total) {
      let seen = this.zeros;
      for (let place = 0; place < counts.length; place += 1) {
        seen += counts[place] ?? 0;
        if (seen > rank) return first + place;
      }
      return undefined;
    }
    // Most ranks that are asked for lie near the top.
    let below = this.total;
    for (let place = counts.length - 1; place >= 0; place -= 1) {
      below -= counts[place] ?? 0;
      if (below <= rank) return first + place;
    }
    return undefined;
  }

  /** Bins that hold something, ascending. */
  entries(): [bin: number, count: number][] {
    const entries: [number, number][] = this.zeros === 0 ? [] : [[ZERO_BIN, this.zeros]];
    this.counts.forEach((count, place) => {
      if (count !== 0) entries.push([this.first + place, count]);
    });
    return entries;
  }

  private takeIn(bin: number): void {
    const isEmpty = this.counts.length === 0;
    const least = Math.min(isEmpty ? Infinity : this.first, bin - marginBins);
    const most = Math.max(isEmpty ? -Infinity : this.first + this.counts.length - 1, bin + marginBins);
    const counts = new Float64Array(most - least + 1);
    counts.set(this.counts, isEmpty ? 0 : this.first - least);
    this.counts = counts;
    this.first = least;
  }
}
