import type { FunnelTraffic } from '../../../../shared/model/scenarioFunnel.ts';
import type { ValueText } from './countValues.ts';
import { drawBinomial } from './drawBinomial.ts';
import { drawPoisson } from './drawPoisson.ts';
import { expandTraffic, seriesName, type ScenarioSeries } from './expandTraffic.ts';
import { onlyArm } from './funnelSeries.ts';
import { isChosen, strengthAt, type IncidentSpan } from './incidentSpan.ts';
import { buildSharedCurve, buildStepCurve, type Curve, type LevelStep } from './levelCurve.ts';
import type { Outputs } from './outputs.ts';
import { openRandomStream, type RandomStream } from './randomStream.ts';
import type { Timeline } from './timeline.ts';

/** One stage of one arm in one combination. */
interface Stage {
  readonly stream: RandomStream;
  /** Share of the stage before; at the first, of those who enter. */
  readonly share: Curve;
  count: number;
}

/** A funnel: who enters is drawn by arm, and of those at a stage how many reach the next. */
export class FunnelModel {
  private readonly traffic: FunnelTraffic;
  private readonly spans: readonly IncidentSpan[];
  private readonly timeline: Timeline;
  private readonly seed: number;
  private readonly outputs: Outputs;
  private readonly shared: Curve;
  private readonly values = new Map<string, ValueText>();

  constructor(
    seed: number,
    traffic: FunnelTraffic,
    spans: readonly IncidentSpan[],
    outputs: Outputs,
    timeline: Timeline,
  ) {
    this.seed = seed;
    this.traffic = traffic;
    this.spans = spans;
    this.outputs = outputs;
    this.timeline = timeline;
    this.shared = buildSharedCurve(traffic, timeline);
    const depth = traffic.stages.length;
    const shares = Object.values(traffic.arms ?? onlyArm);
    const all = expandTraffic(traffic);
    for (let first = 0; first < all.length; first += depth * shares.length) {
      const arms = shares.map((share, arm) => ({
        share,
        series: all.slice(first + arm * depth, first + arm * depth + depth),
      }));
      const written = arms.map(({ share, series: [entered] }) =>
        share === 'rest' || entered === undefined ? undefined : this.entryOf(entered, share),
      );
      const rest: Curve = (second) => written.reduce((left, entry) => Math.max(0, left - (entry?.(second) ?? 0)), 1);
      arms.forEach(({ series }, arm) => this.buildArm(series, written[arm] ?? rest));
    }
  }

  valuesOf(series: ScenarioSeries): ValueText {
    return this.values.get(seriesName(series)) ?? (() => undefined);
  }

  private buildArm(series: readonly ScenarioSeries[], entry: Curve): void {
    const { traffic, shared } = this;
    const perSample = (traffic.perSecond * (series[0]?.weight ?? 0) * traffic.interval) / 1000;
    const stages = series.map((one, place): Stage => {
      return { stream: openRandomStream(this.seed, seriesName(one)), share: this.shareOf(one, place), count: 0 };
    });
    let steppedS = -Infinity;
    const stepTo = (second: number): void => {
      if (second === steppedS) return;
      steppedS = second;
      let before = 0;
      stages.forEach((stage, place) => {
        const share = stage.share(second);
        before =
          place === 0
            ? drawPoisson(stage.stream, perSample * shared(second) * entry(second) * share)
            : drawBinomial(stage.stream, before, Math.min(1, share));
        stage.count = before;
      });
    };
    series.forEach((one, place) => {
      const output = this.outputs.open(traffic.id, one.labels);
      this.values.set(seriesName(one), (second) => {
        stepTo(second);
        const count = stages[place]?.count ?? 0;
        output.total += count;
        return `${count}}\n`;
      });
    });
  }

  /** The arm's part of those who enter, as steps that name no stage make it. */
  private entryOf({ labels }: ScenarioSeries, share: number): Curve {
    const { stage: _stage, ...entered } = labels;
    const curve = buildStepCurve(1, toLevels(this.traffic.steps), entered, this.timeline);
    return (second) => share * curve(second);
  }

  /** The share that reaches the stage, as steps and incidents that name it make it; at the first, incidents that name none too. */
  private shareOf(series: ScenarioSeries, place: number): Curve {
    const { traffic, timeline } = this;
    const written = traffic.stages[place]?.share ?? 1;
    const usual = typeof written === 'number' ? written : (written[series.labels['arm'] ?? ''] ?? 1);
    const named = traffic.steps.filter(({ where }) => where !== undefined && 'stage' in where);
    // Without steps of its own a stage follows no ramp, whatever a room orders.
    const curve = named.length === 0 ? () => 1 : buildStepCurve(1, toLevels(named), series.labels, timeline);
    const bends = this.spans.flatMap((span) => {
      const { incident } = span;
      if (incident.kind !== 'rate' || !isChosen(incident.where, series)) return [];
      return place === 0 || 'stage' in (incident.where.labels ?? {}) ? [{ span, factor: incident.factor }] : [];
    });
    return (second) => {
      let share = usual * curve(second);
      for (const { span, factor } of bends) share *= 1 + (factor - 1) * strengthAt(span, second);
      return share;
    };
  }
}

function toLevels(steps: FunnelTraffic['steps']): LevelStep[] {
  return steps.map((step) => ({ ...step, level: step.factor }));
}
