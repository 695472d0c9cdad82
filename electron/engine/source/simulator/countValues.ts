import type { CountTraffic } from '../../../../shared/model/scenarioTraffic.ts';
import { drawPoisson } from './drawPoisson.ts';
import type { ScenarioSeries } from './expandTraffic.ts';
import { strengthAt, type IncidentSpan } from './incidentSpan.ts';
import { buildStepCurve, type Curve } from './levelCurve.ts';
import type { Outputs } from './outputs.ts';
import type { RandomStream } from './randomStream.ts';
import type { Timeline } from './timeline.ts';

/** More events than that in one sample are a typing error; whole numbers stay exact up to here. */
const mostEvents = 1e15;

/**
 * The end of a line for the sample of a series at a second; undefined where it has nothing to tell. Asked once a sample, in
 * the order of time.
 */
export type ValueText = ((second: number) => string | undefined) & {
  /** The second that the sample just told bears, where it is not the one at which it was asked. */
  readonly madeS?: () => number;
};

/** Counts of one series. `shared` is the curve of its traffic, `spans` are the incidents that touch it. */
export function buildCountValues(
  series: ScenarioSeries,
  traffic: CountTraffic,
  shared: Curve,
  spans: readonly IncidentSpan[],
  stream: RandomStream,
  timeline: Timeline,
  outputs?: Outputs,
): ValueText {
  const perSample = (traffic.perSecond * series.weight * traffic.interval) / 1000;
  const steps = buildStepCurve(1, traffic.steps.map(toLevelStep), series.labels, timeline);
  const shares = Object.values(traffic.split ?? {})[0] ?? {};
  const usualShare = series.outcome === undefined ? 1 : (shares[series.outcome] ?? 0);
  const bends = spans.map((span): Bend => {
    const { incident } = span;
    if (incident.kind !== 'outcome' || series.outcome === undefined) {
      return { span, rate: incident.kind === 'rate' ? incident.factor : 1, share: undefined };
    }
    return { span, rate: 1, share: shareInIncident(series.outcome, shares, incident.share) };
  });
  const output = traffic.id === undefined ? undefined : outputs?.open(traffic.id, series.labels);
  const tell = (count: number): string => {
    if (output !== undefined) output.total += count;
    return `${count}}\n`;
  };
  let carried = 0;
  return (second) => {
    let share = usualShare;
    let mean = limited(perSample * shared(second) * steps(second));
    for (const bend of bends) {
      const strength = strengthAt(bend.span, second);
      if (strength === 0) continue;
      mean = limited(mean * (1 + (bend.rate - 1) * strength));
      if (bend.share !== undefined) share += (bend.share - share) * strength;
    }
    if (traffic.noise === 'poisson') return tell(drawPoisson(stream, mean * share));
    // What rounding takes from one sample it gives to the next. A millionth keeps 3 x 1/3 at 1.
    carried += mean * share;
    const whole = Math.floor(carried + 1e-6);
    carried -= whole;
    return tell(whole);
  };
}

function limited(mean: number): number {
  if (mean < mostEvents) return mean;
  return mean > 0 ? mostEvents : 0;
}

/** What an incident in full makes of the counts: a factor, and the share of the split where it says one. */
interface Bend {
  readonly span: IncidentSpan;
  readonly rate: number;
  readonly share: number | undefined;
}

function toLevelStep<Step extends { readonly factor: number }>(step: Step): Step & { readonly level: number } {
  return { ...step, level: step.factor };
}

/** The share that the incident names, or what it leaves to the outcomes that it does not name. */
function shareInIncident(
  outcome: string,
  usual: Readonly<Record<string, number>>,
  named: Readonly<Record<string, number>>,
): number {
  const own = named[outcome];
  if (own !== undefined) return own;
  let usualOfNamed = 0;
  let takenByNamed = 0;
  for (const [name, share] of Object.entries(named)) {
    usualOfNamed += usual[name] ?? 0;
    takenByNamed += share;
  }
  return usualOfNamed >= 1 ? 0 : ((usual[outcome] ?? 0) * Math.max(0, 1 - takenByNamed)) / (1 - usualOfNamed);
}
