import type { GaugeTraffic } from '../../../../shared/model/scenarioTraffic.ts';
import type { ValueText } from './countValues.ts';
import { drawPoisson } from './drawPoisson.ts';
import type { ScenarioSeries } from './expandTraffic.ts';
import { strengthAt, type IncidentSpan } from './incidentSpan.ts';
import { buildStepCurve } from './levelCurve.ts';
import { NormalDraws } from './normalDraws.ts';
import { powerOfTen } from './portableMath.ts';
import type { RandomStream } from './randomStream.ts';
import { momentMs, type Timeline } from './timeline.ts';

/** Rounding to decimals is exact enough up to here. */
const greatest = 1e15;

/** A gauge: its steps, what it has lost, its walk, and what incidents make of it, kept inside its limits. */
export function buildGaugeValues(
  series: ScenarioSeries,
  traffic: GaugeTraffic,
  spans: readonly IncidentSpan[],
  stream: RandomStream,
  timeline: Timeline,
): ValueText {
  const normals = new NormalDraws(stream);
  const level = buildStepCurve(
    traffic.value,
    traffic.steps.map((step) => ({ ...step, level: step.value })),
    series.labels,
    timeline,
  );
  const { falls, walk } = traffic;
  const fallsFromMs = falls?.from === undefined ? timeline.startMs : momentMs(falls.from, timeline);
  const fallsPerSample = ((falls?.perSecond ?? 0) * traffic.interval) / 1000;
  const lostPerSample = Math.min(Math.max(fallsPerSample, -greatest), greatest);
  const scale = powerOfTen(traffic.decimals);
  const bends = spans.flatMap((span) =>
    span.incident.kind === 'gauge' ? [{ span, factor: span.incident.factor, add: span.incident.add }] : [],
  );
  let lost = 0;
  let away = 0;
  return (second) => {
    if (falls !== undefined && second * 1000 > fallsFromMs) {
      const size = Math.abs(lostPerSample);
      lost += Math.sign(lostPerSample) * (falls.noise === 'poisson' ? drawPoisson(stream, size) : size);
    }
    if (walk !== undefined) away += walk.step * normals.next() - walk.pull * away;
    let value = level(second) - lost + away;
    for (const bend of bends) {
      const strength = strengthAt(bend.span, second);
      value = value * (1 + (bend.factor - 1) * strength) + bend.add * strength;
    }
    if (!Number.isFinite(value)) value = greatest;
    value = Math.min(Math.max(value, traffic.min ?? -greatest), traffic.max ?? greatest);
    // Adding 0 makes -0 a plain 0.
    return `${Math.round(value * scale) / scale + 0}}\n`;
  };
}
