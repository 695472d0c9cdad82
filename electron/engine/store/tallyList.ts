/** Keys and their counts, one after another; a key may come again. Emptied by setting `size` to 0, and filled anew. */
export class TallyList {
  size = 0;
  private keys = new Float64Array(64);
  private counts = new Float64Array(64);

  push(key: number, count: number): void {
    if (this.size === this.keys.length) {
      this.keys = doubled(this.keys);
      this.counts = doubled(this.counts);
    }
    this.keys[this.size] = key;
    this.counts[this.size] = count;
    this.size += 1;
  }

  pushAll(tally: ReadonlyMap<number, number> | undefined): void {
    if (tally !== undefined) for (const [key, count] of tally) this.push(key, count);
  }

  key(place: number): number {
    return this.keys[place] ?? NaN;
  }

  count(place: number): number {
    return this.counts[place] ?? 0;
  }
}

function doubled(list: Float64Array): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(2 * list.length);
  longer.set(list);
  return longer;
}
