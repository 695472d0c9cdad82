/** What was not taken, by reason. The reasons are ours and few, so this stays small whoever sends. */
export class Refusals {
  private readonly counts = new Map<string, number>();

  add(reason: string, count = 1): void {
    this.counts.set(reason, (this.counts.get(reason) ?? 0) + count);
  }

  addAll(others: Refusals): void {
    for (const [reason, count] of others.counts) this.add(reason, count);
  }

  /** Each reason and how often, in order of appearance. */
  entries(): Iterable<readonly [reason: string, count: number]> {
    return this.counts;
  }

  get count(): number {
    return [...this.counts.values()].reduce((sum, one) => sum + one, 0);
  }

  get isEmpty(): boolean {
    return this.counts.size === 0;
  }

  /** `2 x The metric has no name. 1 x ...`, in order of appearance. */
  get text(): string {
    return [...this.counts].map(([reason, count]) => `${count} x ${reason}`).join(' ');
  }
}
