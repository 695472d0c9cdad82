import { Judge } from '../../shared/judge/judge.ts';
import { answer, partWords } from './partWords.ts';
import { TickFeed, tickPlan } from './tickPlan.ts';

// What one tick of 500 rules costs once every window is full: with windows up to five minutes and up to a day, the two
// taking turns.

const { ticks: tickCount } = partWords('ticks');
const firstTick = 1_774_872_001;
const ticksATurn = 500;

class Run {
  readonly timesMs: number[] = [];
  transitions = 0;
  private readonly judge: Judge;
  private readonly feed = new TickFeed();
  private tick = firstTick;

  constructor(windows: readonly string[]) {
    this.judge = new Judge(tickPlan(windows));
  }

  warmUp(ticks: number): void {
    for (let left = ticks; left > 0; left -= 1) this.transitions += this.judge.judge(this.next()).length;
  }

  measure(ticks: number): void {
    for (let left = ticks; left > 0; left -= 1) {
      const input = this.next();
      const startedAt = performance.now();
      const changed = this.judge.judge(input);
      this.timesMs.push(performance.now() - startedAt);
      this.transitions += changed.length;
    }
  }

  private next(): ReturnType<TickFeed['next']> {
    this.tick += 1;
    return this.feed.next(this.tick);
  }
}

const short = new Run(['75s', '150s', '225s', '5m']);
const long = new Run(['1h', '6h', '12h', '24h']);
const warmUpTicks = 86_400 + 600;
for (let done = 0; done < warmUpTicks; done += ticksATurn) {
  short.warmUp(ticksATurn);
  long.warmUp(ticksATurn);
}
for (let done = 0; done < Number(tickCount); done += ticksATurn) {
  short.measure(ticksATurn);
  long.measure(ticksATurn);
}
answer({ short: summary(short), long: summary(long), peakRssMb: process.resourceUsage().maxRSS / 1024 });

function summary({ timesMs, transitions }: Run): Record<string, number> {
  const sorted = timesMs.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const meanMs = timesMs.reduce((sum, ms) => sum + ms, 0) / timesMs.length;
  return { p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1), meanMs, transitions };
}
