import { formatDuration } from '../../shared/base/duration.ts';
import { statusMark } from '../present/levels.ts';
import { countWords } from '../present/numbers.ts';
import { indicatorFormula } from './formulas.ts';
import { rulesOn } from './relatedRules.ts';
import { nothing, type WhyGround, type WhyReading } from './whyFacts.ts';

export function forecastWhy(ground: WhyGround, id: string): WhyReading | undefined {
  const { plan, judged } = ground;
  const forecast = plan.forecasts[id];
  const reading = judged.forecasts[id];
  if (forecast === undefined || reading === undefined) return undefined;
  const rest = { indicator: forecast.remaining, cell: {}, window: undefined, mature: true };
  return {
    ...nothing,
    kind: 'why.forecast',
    title: id,
    mark: statusMark(reading.status),
    word: reading.state,
    value: reading.remaining === null ? undefined : countWords(reading.remaining),
    ageMs: reading.age ?? undefined,
    why: reading.why,
    parts: [{ asks: '', formulas: [indicatorFormula(ground, rest)], rests: [rest] }],
    counted: [{ selector: forecast.consumed, cell: {} }],
    facts: [{ name: 'why.pace', text: `${forecast.consumed.metric}, ${formatDuration(forecast.last)}` }],
    related: rulesOn(judged, plan, (leaf) => leaf.kind === 'forecast' && leaf.forecast === id),
    chart: { kind: 'indicator', indicator: forecast.remaining, cell: {}, mature: true },
  };
}

export function experimentWhy({ plan, judged }: WhyGround, id: string): WhyReading | undefined {
  const experiment = plan.experiments[id];
  const reading = judged.experiments[id];
  if (experiment === undefined || reading === undefined) return undefined;
  return {
    ...nothing,
    kind: 'why.experiment',
    title: id,
    says: experiment.says,
    mark: statusMark(reading.status),
    word: reading.state,
    ageMs: reading.age ?? undefined,
    why: reading.why,
    counted: [experiment.exposures, experiment.conversions].map(({ metric, where }) => ({
      selector: { metric, where },
      cell: {},
    })),
    facts: reading.arms.map(({ arm, exposures, conversions }) => ({
      name: 'why.arm' as const,
      text: `${arm}: ${countWords(conversions)} / ${countWords(exposures)}`,
    })),
    related: rulesOn(judged, plan, (leaf) => leaf.kind === 'experiment' && leaf.experiment === id),
  };
}
