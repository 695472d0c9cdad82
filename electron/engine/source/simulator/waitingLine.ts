import type { RandomStream } from './randomStream.ts';

/** Who came in one second, by group. */
interface Batch {
  readonly second: number;
  readonly counts: number[];
  total: number;
}

/** A place in the line that comes up: whose it is, and since when they stood there. */
export interface Served {
  readonly group: number;
  readonly sinceS: number;
}

/** A line in the order of arrival. Who came in the same second is told apart by nothing but his group. */
export class WaitingLine {
  private batches: Batch[] = [];
  private head = 0;
  private size = 0;

  get length(): number {
    return this.size;
  }

  join(second: number, counts: readonly number[]): void {
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (total === 0) return;
    this.batches.push({ second, counts: [...counts], total });
    this.size += total;
  }

  /** Whoever has stood there longest. */
  serve(stream: RandomStream): Served | undefined {
    for (let batch = this.batches[this.head]; batch !== undefined; batch = this.batches[this.head]) {
      if (batch.total > 0) return { group: this.take(batch, stream), sinceS: batch.second };
      this.head++;
      if (this.head > 10_000) {
        this.batches = this.batches.slice(this.head);
        this.head = 0;
      }
    }
    return undefined;
  }

  /** Somebody gives up, wherever in the line: his group, or undefined where nobody was found. */
  leave(stream: RandomStream): number | undefined {
    // A place that is empty by now is no reason to look through them all.
    for (let tries = 0; tries < 8 && this.size > 0; tries++) {
      const batch = this.batches[this.head + stream.nextBelow(this.batches.length - this.head)];
      if (batch !== undefined && batch.total > 0) return this.take(batch, stream);
    }
    return undefined;
  }

  private take(batch: Batch, stream: RandomStream): number {
    let place = stream.nextBelow(batch.total);
    let group = 0;
    while (place >= (batch.counts[group] ?? 0)) {
      place -= batch.counts[group] ?? 0;
      group++;
    }
    batch.counts[group] = (batch.counts[group] ?? 0) - 1;
    batch.total--;
    this.size--;
    return group;
  }
}
