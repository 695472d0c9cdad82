/** What happened in one second, by name: how many, and the latencies of each. */
export class StockTally {
  private readonly counts = new Map<string, number>();
  private readonly latencies = new Map<string, number[]>();

  clear(): void {
    this.counts.clear();
    this.latencies.clear();
  }

  add(name: string, count: number): void {
    this.counts.set(name, this.count(name) + count);
  }

  note(name: string, ms: number): void {
    const all = this.latencies.get(name);
    if (all === undefined) this.latencies.set(name, [ms]);
    else all.push(ms);
  }

  count(name: string): number {
    return this.counts.get(name) ?? 0;
  }

  latenciesOf(name: string): readonly number[] {
    return this.latencies.get(name) ?? [];
  }
}
