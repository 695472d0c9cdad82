import { formatDuration } from '../../base/duration.ts';
import type { Plan } from '../../model/plan.ts';
import type { LeafCondition } from '../../model/planConditions.ts';
import type { Indicator } from '../../model/planIndicators.ts';
import { numberWords, valueWords } from '../words.ts';
import { note, warning } from './finding.ts';
import type { Finding } from './finding.ts';
import { heldWords, trafficWords } from './failureNeeds.ts';
import { idleLevel } from './idleLevel.ts';
import type { Leaf } from './ruleBook.ts';
import { forecastPerSecond } from './traffic.ts';

type Level = LeafCondition & { kind: 'level' };

/** A level with what is known of the traffic behind it. */
interface Asked {
  readonly condition: Level;
  readonly indicator: Indicator;
  readonly isOver: boolean;
  readonly threshold: number;
  readonly window: string;
  readonly seconds: number;
  /** Events that the forecast brings in the window; undefined without one. */
  readonly coming: number | undefined;
  /** How that forecast is told; empty without one. */
  readonly traffic: string;
  readonly minimum: number | undefined;
}

/** What it takes for a value to pass its level: the kinds that are not shares of failures. */
export function valueNeeds(plan: Plan, leaf: Leaf & { condition: Level }): Finding | undefined {
  const { condition, path, rule } = leaf;
  const indicator = plan.indicators[condition.indicator];
  if (indicator === undefined || idleLevel(indicator, condition) !== undefined) return undefined;
  const forecast = forecastPerSecond(plan, condition.indicator);
  const perSecond = forecast === undefined ? undefined : forecast / rule.cells;
  const seconds = condition.window / 1000;
  const asked: Asked = {
    ...{ condition, indicator, seconds, isOver: condition.over !== undefined },
    threshold: condition.over ?? condition.under ?? 0,
    window: formatDuration(condition.window),
    coming: perSecond === undefined ? undefined : Math.floor(perSecond * seconds),
    traffic: perSecond === undefined ? '' : `, ${trafficWords(leaf, perSecond)}`,
    minimum: rule.minimum ?? indicator.minimum?.n,
  };
  if (indicator.kind === 'speed' && !asked.isOver && perSecond !== undefined && asked.threshold > perSecond) {
    const text = `is true ${trafficWords(leaf, perSecond)}, which is under ${numberWords(asked.threshold)}; write less.`;
    return warning('always_true', [...path, 'under'], text);
  }
  const words = wordsOf(asked);
  return words === undefined ? undefined : note('needs', path, `needs ${words}${heldWords(leaf)}.`);
}

function wordsOf(asked: Asked): string | undefined {
  const { indicator, isOver, threshold, window } = asked;
  switch (indicator.kind) {
    case 'total':
      return isOver
        ? `${numberWords(Math.max(0, Math.floor(threshold) + 1))} of ${indicator.count.metric} in ${window}`
        : `fewer than ${numberWords(threshold)} of ${indicator.count.metric} in ${window}`;
    case 'speed':
      return speedWords(asked, indicator.peak === true);
    case 'rate':
      return rateWords(asked, indicator.scale ?? 1);
    case 'quantile':
      return quantileWords(asked, indicator.q);
    case 'mean':
      return isOver
        ? `a mean above ${numberWords(threshold)} ms in ${window}: one observation in ten that takes ${numberWords(10 * threshold)} ms is enough${asked.traffic}`
        : `a mean below ${numberWords(threshold)} ms in ${window}${asked.traffic}`;
    case 'gauge':
      return `${GAUGES[indicator.over ?? 'sum']} ${isOver ? 'above' : 'below'} ${numberWords(threshold)}; one report within ${window} is enough`;
    case 'compare': {
      const times = `${isOver ? 'more' : 'less'} than ${numberWords(threshold)} times the rate of ${indicator.baseline} in ${indicator.treatment} over ${window}`;
      return `${times}, as it stands: of small counts one event decides that, and ratioOver asks for proof`;
    }
    case 'ratio':
    case 'share':
      return `${isOver ? 'more' : 'less'} than ${valueWords(indicator, threshold)} in ${window}${asked.traffic}`;
  }
}

const GAUGES = {
  sum: 'the sum of the newest value of each series',
  sumAbs: 'the sum of the newest amount of each series',
  max: 'the newest value of one series',
  min: 'the newest value of every series',
  mean: 'the mean of the newest value of each series',
} as const;

function speedWords({ isOver, threshold, window, seconds, coming, traffic }: Asked, isPeak: boolean): string {
  const forecast = coming === undefined ? '' : `, where ${numberWords(coming)} come${traffic.replace(',', '')}`;
  if (isPeak)
    return isOver
      ? `${numberWords(Math.floor(threshold) + 1)} in one second of ${window}${forecast}`
      : `fewer than ${numberWords(threshold)} in every second of ${window}${forecast}`;
  const count = threshold * seconds;
  return isOver
    ? `${numberWords(Math.floor(count) + 1)} in ${window}${forecast}`
    : `fewer than ${numberWords(count)} in ${window}${forecast}`;
}

function rateWords({ condition, isOver, threshold, window, coming, traffic }: Asked, scale: number): string {
  const each = `${numberWords(threshold)} in ${numberWords(scale)}`;
  if (coming !== undefined) {
    const count = (threshold / scale) * coming;
    const most = `fewer than ${numberWords(Math.ceil(count))} for ${numberWords(coming)} in ${window}${traffic}`;
    return isOver ? `${numberWords(Math.floor(count) + 1)} for ${numberWords(coming)} in ${window}${traffic}` : most;
  }
  if (!isOver) return `fewer than ${each} over ${window}; there is no forecast to say more`;
  const alone = `one alone is enough while fewer than ${numberWords(scale / threshold)} come`;
  return `more than ${each} over ${window}${condition.over === 0 ? '' : `: ${alone}`}; there is no forecast to say more`;
}

/** The value is above the limit when so many of n are that the rank `floor(q (n - 1))` is one of them. */
function quantileWords({ isOver, threshold, window, coming, traffic, minimum }: Asked, q: number): string {
  const slowOf = (n: number): number => n - Math.floor(q * (n - 1));
  const side = isOver ? 'above' : 'below';
  const least = (n: number): number => (isOver ? slowOf(n) : Math.floor(q * (n - 1)) + 1);
  const among = (n: number): string =>
    `${numberWords(least(n))} of ${numberWords(n)} ${side} ${numberWords(threshold)} ms`;
  if (coming !== undefined && coming > 0) return `${among(coming)} in ${window}${traffic}`;
  if (minimum !== undefined && minimum > 0)
    return `${among(minimum)} in ${window} when no more than its minimum come; there is no forecast to say more`;
  const share = `${numberWords(100 * (isOver ? 1 - q : q))} %`;
  return `more than ${share} ${side} ${numberWords(threshold)} ms in ${window}`;
}
