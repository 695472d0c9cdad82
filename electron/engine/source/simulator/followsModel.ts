import type { FollowsTraffic } from '../../../../shared/model/scenarioFollows.ts';
import type { Delay } from '../../../../shared/model/scenarioShape.ts';
import type { ValueText } from './countValues.ts';
import { drawBinomial } from './drawBinomial.ts';
import type { ScenarioSeries } from './expandTraffic.ts';
import { strengthAt, type IncidentSpan } from './incidentSpan.ts';
import { deviateOfP99 } from './latencyValues.ts';
import { buildSharedCurve, buildStepCurve, type Curve } from './levelCurve.ts';
import { NormalDraws } from './normalDraws.ts';
import type { Output, Outputs } from './outputs.ts';
import { portableExp, portableLog } from './portableMath.ts';
import type { RandomStream } from './randomStream.ts';
import type { Timeline } from './timeline.ts';

/** So many that follow what was at this second. */
interface Followed {
  readonly second: number;
  count: number;
}

/**
 * What follows the outputs that one series names: of those since it was asked last a share is drawn, and each of them is
 * told after a delay of its own.
 */
export class FollowsModel {
  private readonly followed: readonly Output[];
  private readonly startS: number;
  private readonly intervalS: number;
  private readonly shareAt: Curve;
  private readonly stream: RandomStream;
  private readonly delayS: () => number;
  private readonly due = new Map<number, Followed[]>();
  /** Told late, one sample at a time: oldest first. */
  private readonly waiting: Followed[] = [];
  private seen = 0;
  private toldS = 0;

  constructor(
    series: ScenarioSeries,
    traffic: FollowsTraffic,
    spans: readonly IncidentSpan[],
    stream: RandomStream,
    outputs: Outputs,
    timeline: Timeline,
  ) {
    this.followed = outputs.find(traffic.of, traffic.where, series.labels);
    this.startS = timeline.startMs / 1000;
    this.intervalS = traffic.interval / 1000;
    this.shareAt = buildShare(series, traffic, spans, timeline);
    this.stream = stream;
    this.delayS = buildDelays(traffic.after, stream);
  }

  /** Counts of the moment at which they are told. Asked once an interval. */
  readonly effects: ValueText = (second) => {
    const told = this.takeDue(second);
    return `${told.reduce((sum, { count }) => sum + count, 0)}}\n`;
  };

  /** Counts of the moment of what they follow. Asked every second: where several are due, the others come with the next. */
  readonly causes: ValueText = Object.assign((second: number) => this.tellCause(second), { madeS: () => this.toldS });

  private tellCause(second: number): string | undefined {
    if ((second - this.startS) % this.intervalS === 0) this.waiting.push(...this.takeDue(second));
    const next = this.waiting.shift();
    if (next === undefined) return undefined;
    this.toldS = next.second;
    return `${next.count}}\n`;
  }

  private takeDue(second: number): Followed[] {
    this.draw(second);
    const told = this.due.get(second) ?? [];
    this.due.delete(second);
    return told;
  }

  private draw(second: number): void {
    const total = this.followed.reduce((sum, { total: own }) => sum + own, 0);
    const count = drawBinomial(this.stream, total - this.seen, Math.min(1, this.shareAt(second)));
    this.seen = total;
    for (let one = 0; one < count; one++) {
      const atS = second + Math.ceil(this.delayS() / this.intervalS) * this.intervalS;
      const all = this.due.get(atS) ?? [];
      const last = all.at(-1);
      if (last?.second === second) last.count++;
      else all.push({ second, count: 1 });
      this.due.set(atS, all);
    }
  }
}

function buildShare(
  series: ScenarioSeries,
  traffic: FollowsTraffic,
  spans: readonly IncidentSpan[],
  timeline: Timeline,
): Curve {
  const shared = buildSharedCurve(traffic, timeline);
  const levels = traffic.steps.map((step) => ({ ...step, level: step.factor }));
  const steps = buildStepCurve(1, levels, series.labels, timeline);
  const bends = spans.flatMap((span) =>
    span.incident.kind === 'rate' ? [{ span, factor: span.incident.factor }] : [],
  );
  return (second) => {
    let share = traffic.share * series.weight * shared(second) * steps(second);
    for (const { span, factor } of bends) share *= 1 + (factor - 1) * strengthAt(span, second);
    return share;
  };
}

function buildDelays({ median, p99 }: Delay, stream: RandomStream): () => number {
  const normals = new NormalDraws(stream);
  const spread = portableLog(p99 / median) / deviateOfP99;
  return () => Math.max(1, (median * portableExp(spread * normals.next())) / 1000);
}
