/** A set of line numbers, in a bit each. */
export class LineSet {
  size = 0;
  private words = new Uint32Array(1024);

  /** `line` is whole and 0 or more. */
  add(line: number): void {
    const word = Math.floor(line / 32);
    if (word >= this.words.length) this.grow(word + 1);
    const bit = 1 << (line % 32);
    const before = this.words[word] ?? 0;
    if ((before & bit) !== 0) return;
    this.words[word] = before | bit;
    this.size += 1;
  }

  has(line: number): boolean {
    return ((this.words[Math.floor(line / 32)] ?? 0) & (1 << (line % 32))) !== 0;
  }

  private grow(least: number): void {
    const words = new Uint32Array(Math.max(least, this.words.length * 2));
    words.set(this.words);
    this.words = words;
  }
}
