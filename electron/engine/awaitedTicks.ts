import type { Pace } from './pace.ts';

/** Who waits for the head to come to a second, and the hurry that they make. */
export class AwaitedTicks {
  private readonly pace: Pace;
  private newest = -Infinity;
  private awaited: { readonly tick: number; readonly arrive: () => void; readonly arrived: Promise<void> }[] = [];

  constructor(pace: Pace) {
    this.pace = pace;
  }

  /**
   * Resolves when the head has come to `tick`, or can come no nearer: the recording has ended, or a silence that only
   * its next two lines make believed lies ahead, or another second ahead is sought.
   */
  async hurryTo(tick: number): Promise<void> {
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
    this.awaited.push({ tick, arrive, arrived });
    this.pace.hurryTo(tick * 1000);
    await arrived;
    if (this.awaited.length === 0) this.pace.hurryTo(-Infinity);
  }

  /** False for a second that is judged once more, after a reopening. One of which the telling failed is news again. */
  isNews(tick: number): boolean {
    return tick > this.newest;
  }

  reach(tick: number): void {
    this.arrive(tick);
    this.newest = Math.max(tick, this.newest);
  }

  /** Time alone has ended every second up to this. Before the first second that is judged, the hurry goes on to that one. */
  pass(second: number, isBegun: boolean): void {
    if (isBegun) this.arrive(second);
    else if (this.awaited.length > 0) this.pace.hurryTo((second + 1) * 1000);
  }

  /** Nobody is under way to any second. */
  async settled(): Promise<void> {
    await Promise.all(this.awaited.map(({ arrived }) => arrived));
  }

  /** Another second ahead is sought. */
  giveWay(): void {
    this.arrive(Infinity);
  }

  release(): void {
    this.reach(Infinity);
  }

  private arrive(tick: number): void {
    for (const one of this.awaited) if (one.tick <= tick) one.arrive();
    this.awaited = this.awaited.filter((one) => one.tick > tick);
  }
}
