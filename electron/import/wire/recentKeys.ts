/** What was seen of late, up to so many. */
export class RecentKeys {
  private readonly most: number;
  /** The one that was seen longest ago first. */
  private readonly seen = new Set<string>();

  constructor(most: number) {
    this.most = most;
  }

  /** False where it was seen before. */
  add(key: string): boolean {
    const isNew = !this.seen.delete(key);
    this.seen.add(key);
    const [oldest] = this.seen;
    if (this.seen.size > this.most && oldest !== undefined) this.seen.delete(oldest);
    return isNew;
  }
}
