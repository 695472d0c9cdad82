/** What was left, and all that had been consumed until then, at a whole minute. */
type Mark = readonly [tick: number, remaining: number, consumed: number];

/**
 * Stock that came back: what is left fell by less than was consumed, or rose. It is told over the whole window, because a
 * gauge that lags a few seconds behind the counts shows a little too much in one minute and too little in the next; so
 * does stock that is held for a time and then sold or let go of. What came back in all is laid into the minutes that
 * show it.
 */
export class ReturnedStock {
  private readonly minutes: number;
  private marks: Mark[] = [];

  /** Over so many minutes. */
  constructor(minutes: number) {
    this.minutes = minutes;
  }

  /** To be called at every whole minute at which it is known what is left. */
  note(tick: number, remaining: number, consumed: number): void {
    this.marks = this.marks.filter(([markTick]) => markTick > tick - 60 * (this.minutes + 1));
    this.marks.push([tick, remaining, consumed]);
  }

  /** What came back in each of the last `minutes` minutes, oldest first. */
  readAt(tick: number, remaining: number, consumed: number, minutes: number): number[] {
    const shown = new Array<number>(minutes).fill(0);
    const within = this.marks.filter(([markTick]) => markTick >= tick - 60 * minutes);
    let total = 0;
    let rises = 0;
    let [from] = within;
    for (const to of [...within.slice(1), [tick, remaining, consumed] as const]) {
      if (from === undefined) break;
      const surplus = to[1] - from[1] + (to[2] - from[2]);
      const minute = minutes - 1 - Math.min(minutes - 1, Math.floor((tick - to[0]) / 60));
      total += surplus;
      if (surplus > 0) {
        rises += surplus;
        shown[minute] = (shown[minute] ?? 0) + surplus;
      }
      from = to;
    }
    const share = rises > 0 ? Math.max(0, total) / rises : 0;
    return shown.map((surplus) => surplus * share);
  }

  save(): readonly Mark[] {
    return [...this.marks];
  }

  load(saved: readonly Mark[]): void {
    this.marks = [...saved];
  }
}
