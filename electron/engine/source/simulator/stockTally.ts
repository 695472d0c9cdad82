/** How many there were of one thing in this second, and the latencies of it. */
export interface Tallied {
  count: number;
  latencies: number[];
}

/** What happened in one second. Each thing is opened by name once, for buyers come by the thousand. */
export class StockTally {
  private readonly things = new Map<string, Tallied>();

  /** The same object for the same name. */
  open(...words: readonly string[]): Tallied {
    const name = words.join('/');
    const known = this.things.get(name);
    if (known !== undefined) return known;
    const thing: Tallied = { count: 0, latencies: [] };
    this.things.set(name, thing);
    return thing;
  }

  clear(): void {
    for (const thing of this.things.values()) {
      thing.count = 0;
      if (thing.latencies.length > 0) thing.latencies = [];
    }
  }
}
