import type { LatencyTraffic } from '../../../../shared/model/scenarioTraffic.ts';
import type { ValueText } from './countValues.ts';
import type { ScenarioSeries } from './expandTraffic.ts';
import { strengthAt, type IncidentSpan } from './incidentSpan.ts';
import { buildStepCurve, type Curve } from './levelCurve.ts';
import { NormalDraws } from './normalDraws.ts';
import { portableExp, portableLog, powerOfTen } from './portableMath.ts';
import type { RandomStream } from './randomStream.ts';
import type { Timeline } from './timeline.ts';

/** The standard normal deviate below which 99 of 100 fall. */
export const deviateOfP99 = 2.3263478740408408;

/** Longer latencies are a typing error. */
const longestMs = 1e12;

/** Latencies of one series, as values or as counts per bucket. */
export function buildLatencyValues(
  series: ScenarioSeries,
  traffic: LatencyTraffic,
  shared: Curve,
  spans: readonly IncidentSpan[],
  stream: RandomStream,
  timeline: Timeline,
): ValueText {
  const normals = new NormalDraws(stream);
  const spread = portableLog(traffic.p99 / traffic.median) / deviateOfP99;
  const steps = buildStepCurve(
    1,
    traffic.steps.map((step) => ({ ...step, level: step.factor })),
    series.labels,
    timeline,
  );
  const scale = powerOfTen(traffic.decimals);
  const bends = spans.flatMap((span) =>
    span.incident.kind === 'latency' ? [{ span, factor: span.incident.factor, addMs: span.incident.add }] : [],
  );
  const drawMs = (factor: number, addMs: number): number => {
    const ms = traffic.median * portableExp(spread * normals.next()) * factor + addMs;
    return Math.round((ms < longestMs ? ms : longestMs) * scale) / scale;
  };
  return (second) => {
    let factor = shared(second) * steps(second);
    let addMs = 0;
    for (const bend of bends) {
      const strength = strengthAt(bend.span, second);
      factor *= 1 + (bend.factor - 1) * strength;
      addMs += bend.addMs * strength;
    }
    if (traffic.buckets !== undefined) {
      const observed = Array.from({ length: traffic.values }, () => drawMs(factor, addMs));
      return `"buckets":${bucketText(observed, traffic.buckets)}}\n`;
    }
    let text = `"values":[${drawMs(factor, addMs)}`;
    for (let i = 1; i < traffic.values; i++) text += `,${drawMs(factor, addMs)}`;
    return `${text}]}\n`;
  };
}

function bucketText(observed: readonly number[], bounds: readonly number[]): string {
  const counts = new Array<number>(bounds.length + 1).fill(0);
  for (const ms of observed) {
    const place = bounds.findIndex((bound) => ms <= bound);
    const index = place === -1 ? bounds.length : place;
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return `[${counts.map((count, index) => `[${bounds[index] ?? '"+Inf"'},${count}]`).join(',')}]`;
}
