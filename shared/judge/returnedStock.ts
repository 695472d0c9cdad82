/** What was left, less what was released until then, and all that had been consumed, at a whole minute. */
type Mark = readonly [tick: number, level: number, consumed: number];

export interface SavedStock {
  readonly marks: readonly Mark[];
  readonly released: number;
}

/**
 * Stock that came back: what is left fell by less than was consumed, or rose. It is told over the whole window, because a
 * gauge that lags a few seconds behind the counts shows a little too much in one minute and too little in the next; so
 * does stock that is held for a time and then sold or let go of. What came back in all is laid into the minutes that
 * show it.
 *
 * What comes in within a minute and is more than all that was consumed in the window is a release, such as the opening
 * of the sale: there is more left from then on, and it says nothing of the pace.
 */
export class ReturnedStock {
  private readonly minutes: number;
  private marks: Mark[] = [];
  private released = 0;

  /** Over so many minutes. */
  constructor(minutes: number) {
    this.minutes = minutes;
  }

  /** To be called at every whole minute at which it is known what is left. */
  note(tick: number, remaining: number, consumed: number): void {
    this.marks = this.marks.filter((mark) => mark[0] >= tick - 60 * this.minutes);
    const level = this.levelAt(remaining, consumed);
    this.released = remaining - level;
    this.marks.push([tick, level, consumed]);
  }

  /** What came back in each of the last `minutes` minutes, oldest first. */
  readAt(tick: number, remaining: number, consumed: number, minutes: number): number[] {
    const shown = new Array<number>(minutes).fill(0);
    const within = this.marks.filter((mark) => mark[0] >= tick - 60 * minutes);
    const now: Mark = [tick, this.levelAt(remaining, consumed), consumed];
    let total = 0;
    let rises = 0;
    let [from] = within;
    for (const to of [...within.slice(1), now]) {
      if (from === undefined) break;
      const surplus = surplusBetween(from, to);
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

  save(): SavedStock {
    return { marks: [...this.marks], released: this.released };
  }

  load(saved: SavedStock): void {
    this.marks = [...saved.marks];
    this.released = saved.released;
  }

  private levelAt(remaining: number, consumed: number): number {
    const level = remaining - this.released;
    const [first] = this.marks;
    const last = this.marks.at(-1);
    if (first === undefined || last === undefined) return level;
    const surplus = surplusBetween(last, [last[0], level, consumed]);
    return surplus > consumed - first[2] ? level - surplus : level;
  }
}

function surplusBetween(from: Mark, to: Mark): number {
  return to[1] - from[1] + (to[2] - from[2]);
}
