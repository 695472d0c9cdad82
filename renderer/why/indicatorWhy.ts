import { formatDuration } from '../../shared/base/duration.ts';
import { indicatorWords, limitWords, unitWords } from '../present/indicatorWords.ts';
import { statusMark } from '../present/levels.ts';
import { limitsOf } from '../present/limits.ts';
import { countWords } from '../present/numbers.ts';
import { say, sayWord } from '../present/say.ts';
import { findReading, indicatorFormula, type Rest } from './formulas.ts';
import { rulesOnIndicator } from './relatedRules.ts';
import { nothing, titleOf, type WhyGround, type WhyReading } from './whyFacts.ts';

export function indicatorWhy(ground: WhyGround, rest: Rest): WhyReading | undefined {
  const { plan, judged } = ground;
  const indicator = plan.indicators[rest.indicator];
  if (indicator === undefined) return undefined;
  const reading = findReading(ground, rest);
  const limits = limitsOf(plan, rest.indicator);
  const limit = limits.find(({ windowMs }) => formatDuration(windowMs) === reading?.window) ?? limits[0];
  const status = reading?.status ?? 'never';
  const exact = reading?.exact === false ? [{ name: 'why.exact' as const, text: say('why.estimate') }] : [];
  const { before } = indicator;
  const past =
    before === undefined
      ? []
      : [
          {
            name: 'why.before' as const,
            text: say('why.beforeFrom', { value: indicatorWords(indicator, before.value), from: before.from }),
          },
        ];
  const bounds =
    reading?.low === undefined || reading.high === undefined
      ? []
      : [
          {
            name: 'why.interval' as const,
            text: say('why.between', {
              low: indicatorWords(indicator, reading.low),
              high: indicatorWords(indicator, reading.high),
            }),
          },
        ];
  return {
    ...nothing,
    kind: 'why.indicator',
    title: titleOf(rest.indicator, rest.cell, ground),
    says: indicator.says,
    mark: statusMark(status),
    word: sayWord('state', status === 'known' ? 'ok' : status),
    value:
      reading === undefined || (reading.value === null && reading.n === 0) || status === 'never' || status === 'none'
        ? undefined
        : reading.value === null
          ? say('formula.endless')
          : indicatorWords(indicator, reading.value),
    limit:
      limit === undefined
        ? undefined
        : `${say(limit.wrong === 'over' ? 'why.most' : 'why.least', { limit: limitWords(indicator, limit.limit) })} (${limit.rule})`,
    ageMs: reading?.age ?? undefined,
    parts: [{ asks: '', formulas: [indicatorFormula(ground, rest)], rests: [rest] }],
    facts: [
      { name: 'why.unit', text: unitWords(indicator) },
      { name: 'why.window', text: reading?.window ?? '' },
      { name: 'why.count', text: reading === undefined ? '' : countWords(reading.n) },
      ...past,
      ...bounds,
      ...exact,
    ],
    related: rulesOnIndicator(judged, plan, rest.indicator, rest.cell),
    chart:
      reading === undefined
        ? undefined
        : {
            kind: 'indicator',
            indicator: rest.indicator,
            cell: rest.cell,
            mature: rest.mature,
            window: reading.window,
          },
  };
}
