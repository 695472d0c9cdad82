/** What a sum that only grows says: what was added since, or why it says nothing. */
export type Growth = 'first' | 'older' | { readonly added: number; readonly isReset: boolean };

export const firstOfCounter = 'It is the first value of a counter, from which the next is counted.';
export const counterBegan = 'A counter began again: what it shows is taken as added since.';

const mostCounters = 50_000;

/** The last value of each sum that only grows. */
export class CounterMemory {
  private readonly last = new Map<string, { t: number; value: number }>();

  /** True when one more counter would be too many. */
  isFull(key: string): boolean {
    return this.last.size >= mostCounters && !this.last.has(key);
  }

  note(key: string, t: number, value: number): Growth {
    const before = this.last.get(key);
    if (before !== undefined && t <= before.t) return 'older';
    this.last.set(key, { t, value });
    if (before === undefined) return 'first';
    // Sums of fractions shrink by a last digit now and then; a counter that began again shows far less.
    return value >= before.value ? { added: value - before.value, isReset: false } : { added: value, isReset: true };
  }
}
