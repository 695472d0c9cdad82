/** The columns of a block, in the order in which they lie in it. */
export const columnNames = [
  'ticks',
  'series',
  'buckets',
  'flags',
  'forms',
  'counts',
  'sums',
  'lows',
  'extremes',
  'lasts',
  'lists',
  'bins',
  'bounds',
  'heard',
  'words',
] as const;

export type ColumnName = (typeof columnNames)[number];

/** What a row leaves out because it can be told from the rest: bits of its byte in `flags`. */
export const rowFlag = {
  oneSample: 1,
  extremesAreSum: 2,
  noLow: 4,
  lastIsSum: 8,
  noLast: 16,
  noLists: 32,
  noBins: 64,
  noBounds: 128,
} as const;

/** How a row's sum is written: against the series' sum before (integers, thousandths), or as eight bytes. */
export const sumForm = { integer: 0, thousandths: 1, double: 2 } as const;

/** First byte of every block: the version of this encoding. */
export const blockVersion = 1;

/** The sum before, by series id, in the form it was written; forgotten when a block begins. */
export class SumMemory {
  private sums = new Float64Array(64);
  private written = new Uint32Array(64);
  private block = 0;

  startBlock(): void {
    this.block += 1;
  }

  /** Room for `id`, and what was kept for it in this block, else 0. */
  before(id: number): number {
    if (id >= this.sums.length) {
      const sums = new Float64Array(Math.max(id + 1, this.sums.length * 2));
      sums.set(this.sums);
      this.sums = sums;
      const written = new Uint32Array(sums.length);
      written.set(this.written);
      this.written = written;
    }
    return this.written[id] === this.block ? (this.sums[id] ?? 0) : 0;
  }

  keep(id: number, sum: number): void {
    this.sums[id] = sum;
    this.written[id] = this.block;
  }
}
