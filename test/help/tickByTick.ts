import type { SeededRandom } from '../chaos/seededRandom.ts';
import { Judge } from '../../shared/judge/judge.ts';
import type { JudgedAt } from '../../shared/judge/snapshot.ts';
import { TickGatherer } from '../../shared/judge/tickGatherer.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { readPlan } from '../../shared/model/readPlan.ts';
import type { Labels, Series } from '../../shared/model/series.ts';
import type { SecondRow, TickInput } from '../../shared/model/tickInput.ts';
import type { Transition } from '../../shared/model/transition.ts';
import { rowHistory } from './rowHistory.ts';

/** 2026-03-30T14:00:00Z, in seconds: T-0 of every plan here. */
export const t0S = 1774879200;

/** A plan around what a test is about, in YAML. */
export function planOf(parts: string): Plan {
  const text = `format: holdpoint/plan@1\nlaunch: { id: test, t0: 2026-03-30T14:00:00Z, value: { perOrder: 62, currency: USD } }\nroles: { sre: { name: SRE } }\n${parts}`;
  const { plan, problems } = readPlan(text, 'plan.yaml');
  if (plan === undefined) throw new Error(JSON.stringify(problems));
  return plan;
}

/** A trigger that only advises, on this condition. */
export function triggerOn(id: string, when: string): string {
  return `  ${id}: { name: ${id}, scope: launch, when: ${when}, for: 0s, clear: { for: 0s }, arm: advise, does: { review: true }, owner: sre, guidance: Look }\n`;
}

export interface TestSample {
  readonly metric: string;
  readonly labels?: Labels;
  readonly value: number;
  readonly kind?: 'count' | 'gauge';
  readonly source?: string;
  /** Seconds before the second that it arrives in. */
  readonly late?: number;
}

/** A judge fed second by second, from T-0 on, and every row that it was given. */
export class TickByTick {
  readonly plan: Plan;
  judge: Judge;
  /** The last second that was given. */
  tick = t0S;
  readonly transitions: Transition[] = [];
  private readonly series: Series[];
  private readonly rows: SecondRow[];
  private readonly byKey: Map<string, Series>;

  constructor(plan: Plan, past?: TickByTick) {
    this.plan = plan;
    this.judge = new Judge(plan);
    this.series = past?.series ?? [];
    this.rows = [...(past?.rows ?? [])];
    this.byKey = past?.byKey ?? new Map<string, Series>();
    if (past !== undefined) this.tick = past.tick;
  }

  /** Judges one more second, in which these samples arrived. Sources of samples, and of `marks`, were heard. */
  give(samples: readonly TestSample[], marks: readonly string[] = []): Transition[] {
    const gatherer = new TickGatherer(this.judge.limits);
    const second = this.tick;
    this.tick += 1;
    for (const { metric, labels = {}, value, kind = 'count', source = 'app', late = 0 } of samples) {
      const series = this.seriesOf({ source, kind, metric, labels });
      gatherer.hear(source, second * 1000, false);
      if (kind === 'count') gatherer.addCount(series, (second - late) * 1000, value);
      else gatherer.addGauge(series, (second - late) * 1000, value);
    }
    for (const mark of marks) gatherer.hear(mark, second * 1000, false);
    return this.judgeInput(gatherer.take(this.tick));
  }

  /** The same samples every second. */
  repeat(seconds: number, samples: (second: number) => readonly TestSample[], marks: readonly string[] = []): void {
    for (let second = 0; second < seconds; second += 1) this.give(samples(second), marks);
  }

  snapshot(): JudgedAt {
    const snapshot = this.judge.snapshot();
    if (snapshot === undefined) throw new Error('Nothing was judged.');
    return snapshot;
  }

  state(trigger: string): string {
    return this.judge.rules.triggers.find(({ id }) => id === trigger)?.state ?? 'missing';
  }

  isFrozen(trigger: string): boolean {
    return this.judge.rules.triggers.find(({ id }) => id === trigger)?.isFrozen === true;
  }

  why(trigger: string): string {
    return this.snapshot().triggers.find(({ id }) => id === trigger)?.why ?? 'missing';
  }

  /** Another judge that goes on from here, from nothing but what was written down. */
  restored(): TickByTick {
    const saved = JSON.parse(JSON.stringify(this.judge.save())) as ReturnType<Judge['save']>;
    const next = new TickByTick(this.plan, this);
    next.judge.restore(saved, this.series, rowHistory([...this.rows]));
    return next;
  }

  private judgeInput(input: TickInput): Transition[] {
    this.rows.push(...input.rows);
    const transitions = this.judge.judge(input);
    this.transitions.push(...transitions);
    return transitions;
  }

  private seriesOf(key: Omit<Series, 'id'>): Series {
    const name = JSON.stringify([key.source, key.kind, key.metric, key.labels]);
    const known = this.byKey.get(name);
    if (known !== undefined) return known;
    const made = { id: this.series.length, ...key };
    this.series.push(made);
    this.byKey.set(name, made);
    return made;
  }
}

/** A Poisson count of this mean, by the product of chances. */
export function poissonCount(mean: number, random: SeededRandom): number {
  let count = 0;
  let left = mean;
  // In parts, because the exponential of a large mean is 0.
  while (left > 0) {
    const part = Math.min(left, 20);
    left -= part;
    let product = random.next();
    while (product > Math.exp(-part)) {
      count += 1;
      product *= random.next();
    }
  }
  return count;
}
