import type { Judge } from '../../shared/judge/judge.ts';
import type { ViewPipeline } from './viewPipeline.ts';

/** Further ahead than this, another checkpoint is nearer than the last second that was looked at. */
const mostWalkedS = 900;

/** So many seconds are judged again before others may run. */
const restEveryS = 64;

/** So many points are remembered. */
const mostPoints = 100_000;

/** A number of the judge's to be told at many seconds. */
export interface Charted<Point> {
  /** Equal for the same number. */
  readonly key: string;
  /** Undefined where this judge has none such. */
  readonly read: (judge: Judge) => Point | undefined;
}

interface Inside {
  /** The judge of the newest second. */
  headJudge(): Judge;
  viewAt(tick: number): ViewPipeline;
  /** Lets everything else that is due happen first. */
  rest(): Promise<void>;
}

/**
 * What the judge said of its numbers at the ends of seconds that are gone: those seconds are judged again, from the nearest
 * checkpoint on, so it is what a snapshot said then. What was found is remembered: the past does not change.
 */
export class ReadingHistory {
  private readonly inside: Inside;
  /** Points by tick, by the key of their number; what was asked for last stands last. */
  private readonly known = new Map<string, Map<number, unknown>>();
  private points = 0;
  /** The second that was judged again last: the next is often just ahead of it. */
  private view: ViewPipeline | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(inside: Inside) {
    this.inside = inside;
  }

  /** Points by number and tick; `ticks` ascend, all of them judged. One question at a time. */
  read<Point>(charted: readonly Charted<Point>[], ticks: readonly number[]): Promise<(Point | undefined)[][]> {
    const answer = this.turn.then(() => this.readNow(charted, ticks));
    this.turn = answer.catch(() => undefined);
    return answer;
  }

  private async readNow<Point>(
    charted: readonly Charted<Point>[],
    ticks: readonly number[],
  ): Promise<(Point | undefined)[][]> {
    const rows = charted.map((one) => this.rowOf<Point>(one.key));
    const answer = charted.map((): (Point | undefined)[] => []);
    for (const tick of ticks) {
      const judge = rows.every((row) => row.has(tick)) ? undefined : await this.judgeAt(tick);
      // People may still act in the newest second.
      const isOver = tick < (this.inside.headJudge().tick ?? 0);
      charted.forEach(({ read }, place) => {
        const row = rows[place];
        let point = row?.get(tick);
        if (judge !== undefined && row?.has(tick) === false) {
          point = read(judge);
          if (isOver) row.set(tick, point);
          if (isOver) this.points += 1;
        }
        answer[place]?.push(point);
      });
    }
    this.forget();
    return answer;
  }

  private rowOf<Point>(key: string): Map<number, Point | undefined> {
    const row = (this.known.get(key) as Map<number, Point | undefined> | undefined) ?? new Map<number, Point>();
    this.known.delete(key);
    this.known.set(key, row);
    return row;
  }

  private async judgeAt(tick: number): Promise<Judge> {
    const head = this.inside.headJudge();
    if (head.tick === tick) return head;
    const from = this.view?.tick;
    const isNear = from !== undefined && from <= tick && tick - from <= mostWalkedS;
    const view = (this.view = isNear && this.view !== undefined ? this.view : this.inside.viewAt(tick));
    while (view.tick < tick) {
      if (!view.step()) throw new RangeError(`The second ${tick} has not been judged in this session.`);
      if (view.tick % restEveryS === 0) await this.inside.rest();
    }
    return view.judge;
  }

  private forget(): void {
    for (const [key, row] of this.known) {
      if (this.points <= mostPoints) return;
      this.known.delete(key);
      this.points -= row.size;
    }
  }
}
