import type { Judge } from '../../shared/judge/judge.ts';
import type { ViewPipeline } from './viewPipeline.ts';

/** Further ahead than this, another checkpoint is nearer than the second that was looked at last. */
const mostWalkedS = 900;

/** So many seconds are gone through before others may run. */
const restEveryS = 64;

/** So many seconds are read at a time. */
const mostAheadTicks = 1024;

/** So many points are remembered. */
const mostPoints = 100_000;

/** A number of the judge's to be told at many seconds. */
export interface Charted<Point> {
  /** Equal for the same number. */
  readonly key: string;
  /** It is a number of the telemetry alone, and no rule has to be judged for it. */
  readonly isTelemetry: boolean;
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

/** With what is known of it, by tick. */
type Line<Point> = Charted<Point> & { readonly row: Map<number, Point | undefined> };

/** What one chart asks for. */
interface Question<Point> {
  readonly lines: readonly Line<Point>[];
  readonly wants: (tick: number) => boolean;
}

/** How seconds are gone through: judged again, or taken in without judging, which is quicker. */
type Pass = 'judged' | 'followed';

/**
 * What the judge said of its numbers at the ends of seconds that are gone: those seconds are gone through again, from the
 * nearest checkpoint on, so it is what a snapshot said then. What was found is remembered: the past does not change.
 */
export class ReadingHistory {
  private readonly inside: Inside;
  /** Points by tick, by the key of their number; what was asked for last stands last. */
  private readonly known = new Map<string, Map<number, unknown>>();
  private points = 0;
  /** Where the last passes ended: the next question is often about what comes then. */
  private readonly views = new Map<Pass, ViewPipeline>();
  private turn: Promise<unknown> = Promise.resolve();
  /** A dozen charts ask about the same hour at once: whoever goes through it first reads for all of them. */
  private readonly waiting = new Set<Question<unknown>>();

  constructor(inside: Inside) {
    this.inside = inside;
  }

  /** Points by number and tick; `ticks` ascend evenly but for the last, all of them judged. One question at a time. */
  read<Point>(charted: readonly Charted<Point>[], ticks: readonly number[]): Promise<(Point | undefined)[][]> {
    const lines = charted.map((one) => ({ ...one, row: this.rowOf<Point>(one.key) }));
    const everyS = commonStep((ticks[1] ?? 0) - (ticks[0] ?? 0));
    const [firstTick = 0, lastTick = 0] = [ticks[0], ticks.at(-1)];
    const wants = (tick: number): boolean =>
      tick === lastTick || (tick >= firstTick && tick < lastTick && tick % everyS === 0);
    const question: Question<Point> = { lines, wants };
    this.waiting.add(question);
    const answer = this.turn.then(() => this.readNow(question, ticks));
    this.turn = answer.catch(() => undefined).finally(() => this.waiting.delete(question));
    return answer;
  }

  private async readNow<Point>({ lines }: Question<Point>, ticks: readonly number[]): Promise<(Point | undefined)[][]> {
    const newest: (Point | undefined)[] = [];
    const lastTick = ticks.at(-1) ?? 0;
    for (const tick of ticks) {
      const missing = lines.filter(({ row }) => !row.has(tick));
      const head = this.inside.headJudge();
      if (missing.length === 0) continue;
      // People may still act in the newest second, so what it says is not kept.
      if (head.tick === tick) newest.push(...lines.map(({ read }) => read(head)));
      else {
        const isTelemetry = missing.every((one) => one.isTelemetry);
        await this.go(isTelemetry ? 'followed' : 'judged', tick, lastTick, (judge, at) => {
          if (at === tick) this.fill(lines, judge, at, isTelemetry);
          // Nor is it kept for whoever asks about it while it is gone by.
          if (at < (this.inside.headJudge().tick ?? 0)) {
            for (const other of this.waiting) if (other.wants(at)) this.fill(other.lines, judge, at, isTelemetry);
          }
        });
      }
    }
    this.forget();
    return lines.map(({ row }, place) => ticks.map((tick) => (row.has(tick) ? row.get(tick) : newest[place])));
  }

  private rowOf<Point>(key: string): Map<number, Point | undefined> {
    const row = (this.known.get(key) as Map<number, Point | undefined> | undefined) ?? new Map<number, Point>();
    this.known.delete(key);
    this.known.set(key, row);
    return row;
  }

  /** Goes through the seconds to `tick`, from the checkpoint before it or from where the last pass ended; on the way to `lastTick`. */
  private async go(
    pass: Pass,
    tick: number,
    lastTick: number,
    visit: (judge: Judge, tick: number) => void,
  ): Promise<void> {
    const last = this.views.get(pass);
    const isNear = last !== undefined && last.tick <= tick && tick - last.tick <= mostWalkedS;
    const view = isNear ? last : this.inside.viewAt(tick);
    this.views.set(pass, view);
    while (view.tick < tick) {
      const aheadTicks = Math.min(mostAheadTicks, lastTick - view.tick);
      const isThere = pass === 'judged' ? view.step(aheadTicks) : view.follow(aheadTicks);
      if (!isThere) throw new RangeError(`The second ${tick} has not been judged in this session.`);
      visit(view.judge, view.tick);
      if (view.tick % restEveryS === 0) await this.inside.rest();
    }
    visit(view.judge, tick);
  }

  /** On the way of those that take seconds in without judging, only what is of the telemetry can be read. */
  private fill<Point>(lines: readonly Line<Point>[], judge: Judge, tick: number, isFollowed: boolean): void {
    for (const { key, row, read, isTelemetry } of lines) {
      if (row.has(tick) || (isFollowed && !isTelemetry)) continue;
      row.set(tick, read(judge));
      if (this.known.get(key) === row) this.points += 1;
    }
  }

  private forget(): void {
    for (const [key, row] of this.known) {
      if (this.points <= mostPoints) return;
      this.known.delete(key);
      this.points -= row.size;
    }
  }
}

/** Charts of other widths over the same time have steps that are multiples of this too. */
function commonStep(stepS: number): number {
  if (stepS % 60 === 0) return 60;
  return stepS % 10 === 0 ? 10 : stepS;
}
