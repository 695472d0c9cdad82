import type { Indicator } from '../../shared/model/planIndicators.ts';
import { countWords, millisWords, moneyWords, percentWords, valueWords, writtenPercentWords } from './numbers.ts';
import { say } from './say.ts';

const currency = /^[A-Z]{3}$/;

/** A limit of this indicator with its unit, as the plan writes it. */
export function limitWords(indicator: Indicator | undefined, limit: number): string {
  const isShare = indicator?.unit === undefined && (indicator?.kind === 'ratio' || indicator?.kind === 'share');
  return isShare ? writtenPercentWords(limit) : indicatorWords(indicator, limit);
}

/** A value of this indicator with its unit. */
export function indicatorWords(indicator: Indicator | undefined, value: number): string {
  const unit = indicator?.unit;
  if (unit !== undefined) {
    return currency.test(unit) ? moneyWords(value, unit) : say('unit.own', { value: valueWords(value), unit });
  }
  switch (indicator?.kind) {
    case 'ratio':
    case 'share':
      return percentWords(value);
    case 'quantile':
    case 'mean':
      return millisWords(value);
    case 'rate':
      return indicator.scale === undefined
        ? valueWords(value)
        : say('unit.per', { value: valueWords(value), scale: countWords(indicator.scale) });
    case 'speed':
      return say('unit.aSecond', { value: valueWords(value) });
    case 'compare':
      return say('unit.times', { value: valueWords(value) });
    default:
      return withUnit(value, indicator?.unit);
  }
}

/** Three capitals are a currency. */
function withUnit(value: number, unit: string | undefined): string {
  if (unit === undefined) return valueWords(value);
  return /^[A-Z]{3}$/.test(unit) ? moneyWords(value, unit) : `${valueWords(value)} ${unit}`;
}

/** What the numbers of an indicator count, where a plan says it with its kind alone. */
export function unitWords(indicator: Indicator): string {
  if (indicator.unit !== undefined) return indicator.unit;
  switch (indicator.kind) {
    case 'ratio':
    case 'share':
      return say('unit.share');
    case 'quantile':
    case 'mean':
      return say('unit.millis');
    case 'rate':
      return indicator.scale === undefined
        ? say('unit.rate')
        : say('unit.rateScale', { scale: countWords(indicator.scale) });
    case 'speed':
      return say('unit.speed');
    case 'compare':
      return say('unit.compare');
    case 'total':
      return say('unit.total');
    case 'gauge':
      return say('unit.gauge');
  }
}
