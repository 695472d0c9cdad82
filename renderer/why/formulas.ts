import { formatDuration } from '../../shared/base/duration.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { Indicator, Selector } from '../../shared/model/planIndicators.ts';
import { type Cell, isSameCell } from '../present/cells.ts';
import { indicatorWords } from '../present/indicatorWords.ts';
import { countWords, millisWords, percentWords, valueWords } from '../present/numbers.ts';
import { say, sayWord } from '../present/say.ts';
import type { IndicatorReading, Judged } from '../present/wire.ts';

/** How a number comes about: in the plan's words, and with the numbers of this second in their places. */
export interface Formula {
  readonly words: string;
  /** Undefined where there are no numbers: then `missing` says why. */
  readonly numbers: string | undefined;
  readonly missing: string | undefined;
}

/** Where the samples under a number are. */
export interface Rest {
  readonly indicator: string;
  readonly cell: Cell;
  readonly window: string | undefined;
  readonly mature: boolean;
}

/** Samples that are counted without an indicator, such as the exposures of an experiment. */
export interface CountedSamples {
  readonly selector: Selector;
  readonly cell: Cell;
}

export interface Ground {
  readonly plan: Plan;
  readonly judged: Judged;
}

/** What the picture says of an indicator over a window; over its first one where none is asked. */
export function findReading({ judged }: Ground, rest: Rest): IndicatorReading | undefined {
  return (judged.indicators[rest.indicator] ?? []).find(
    (one) =>
      isSameCell(one.cell, rest.cell) &&
      (rest.window === undefined || one.window === rest.window) &&
      (one.mature === undefined) === rest.mature,
  );
}

export function restOn(indicator: string, cell: Cell, windowMs: number | undefined): Rest {
  return { indicator, cell, window: windowMs === undefined ? undefined : formatDuration(windowMs), mature: true };
}

/** The value of an indicator from its parts. */
export function indicatorFormula(ground: Ground, rest: Rest): Formula {
  const indicator = ground.plan.indicators[rest.indicator];
  const reading = findReading(ground, rest);
  const words = indicator === undefined ? rest.indicator : definition(indicator, rest.indicator);
  if (indicator === undefined || reading === undefined) {
    return { words, numbers: undefined, missing: say('why.notShown') };
  }
  const missing = reading.status === 'known' ? undefined : sayWord('why.status', reading.status);
  if (reading.value === null && reading.n === 0) return { words, numbers: undefined, missing };
  return { words, numbers: worked(ground, indicator, reading, rest), missing };
}

function definition(indicator: Indicator, id: string): string {
  switch (indicator.kind) {
    case 'ratio': {
      const { bad, good, of, total } = indicator;
      const over = { total: total.metric };
      if (good !== undefined) return say('formula.good', { good: good.metric, ...over });
      return say('formula.quotient', { part: (bad ?? of ?? total).metric, ...over });
    }
    case 'rate':
      return indicator.scale === undefined
        ? say('formula.quotient', { part: indicator.count.metric, total: indicator.per.metric })
        : say('formula.rate', {
            part: indicator.count.metric,
            total: indicator.per.metric,
            scale: countWords(indicator.scale),
          });
    case 'speed':
      return say(indicator.peak === true ? 'formula.peak' : 'formula.speed', { count: indicator.count.metric });
    case 'share':
      return say('formula.share', { latency: indicator.latency.metric, limit: millisWords(indicator.within) });
    case 'quantile':
      return say('formula.quantile', { q: percentWords(indicator.q), latency: indicator.latency.metric });
    case 'mean':
      return say('formula.mean', { latency: indicator.latency.metric });
    case 'total':
      return say('formula.total', { count: indicator.count.metric });
    case 'gauge':
      return say(`formula.gauge.${indicator.over ?? 'sum'}`, { gauge: indicator.gauge.metric });
    case 'compare':
      return say('formula.quotient', { part: indicator.treatment, total: indicator.baseline });
    default:
      return id;
  }
}

/** The numbers that the picture has, put where the definition has names. */
function worked(ground: Ground, indicator: Indicator, reading: IndicatorReading, rest: Rest): string {
  const { value, n } = reading;
  const is = value === null ? say('formula.endless') : indicatorWords(indicator, value);
  const count = (part: number): string => countWords(Math.round(part));
  switch (indicator.kind) {
    case 'ratio':
      return indicator.good === undefined
        ? `${count((value ?? 0) * n)} / ${count(n)} = ${is}`
        : `1 − ${count((1 - (value ?? 0)) * n)} / ${count(n)} = ${is}`;
    case 'share':
      return `${count((value ?? 0) * n)} / ${count(n)} = ${is}`;
    case 'rate': {
      const scale = indicator.scale ?? 1;
      const times = scale === 1 ? '' : ` × ${countWords(scale)}`;
      return `${count(((value ?? 0) * n) / scale)} / ${count(n)}${times} = ${is}`;
    }
    case 'speed':
      return indicator.peak === true ? is : `${count(n)} / ${reading.window} = ${is}`;
    case 'quantile':
      return say('formula.ofMany', { count: n, value: is });
    case 'mean':
      return `${count((value ?? 0) * n)} / ${count(n)} = ${is}`;
    case 'total':
      return is;
    case 'gauge':
      return say('formula.ofSeries', { count: n, value: is });
    case 'compare': {
      const side = (id: string): string => {
        const of = findReading(ground, { ...rest, indicator: id });
        return of === undefined || of.value === null ? '–' : indicatorWords(ground.plan.indicators[id], of.value);
      };
      return `${side(indicator.treatment)} / ${side(indicator.baseline)} = ${is}`;
    }
  }
}

/** How fast a budget burns over one window: the share of bad events over the share that the objective lets pass. */
export function burnFormula(ground: Ground, slo: string, rest: Rest): Formula {
  const objective = ground.plan.slos[slo]?.objective ?? 1;
  const allowed = 1 - objective;
  const reading = findReading(ground, rest);
  const window = rest.window ?? '';
  const words = say('formula.burn', { window, indicator: rest.indicator });
  if (reading === undefined || reading.value === null || reading.n === 0) {
    return { words, numbers: undefined, missing: sayWord('why.status', reading?.status ?? 'never') };
  }
  const isShare = ground.plan.indicators[rest.indicator]?.kind === 'share';
  const bad = (isShare ? 1 - reading.value : reading.value) * reading.n;
  const rate = bad / reading.n / allowed;
  return {
    words,
    numbers: `(${countWords(Math.round(bad))} / ${countWords(reading.n)}) / ${percentWords(allowed, digitsOf(allowed))} = ${valueWords(rate)}x`,
    missing: reading.status === 'known' ? undefined : sayWord('why.status', reading.status),
  };
}

/** What is left of the failures that the launch may have. */
export function budgetFormula({ plan, judged }: Ground, slo: string): Formula {
  const written = plan.slos[slo];
  const launch = (judged.slos[slo] ?? []).find(({ left }) => left !== undefined);
  const words = say('formula.budget', {
    expected: countWords(written?.expected ?? 0),
    objective: percentWords(written?.objective ?? 0),
  });
  if (launch?.left === undefined || launch.allowed === undefined || launch.spent === undefined) {
    return { words, numbers: undefined, missing: say('why.noBudget') };
  }
  const { allowed, spent, left } = launch;
  return {
    words,
    numbers: `1 − ${countWords(spent)} / ${countWords(allowed)} = ${percentWords(left)}`,
    missing: undefined,
  };
}

/** `0.05 %` needs two digits, `1 %` none. */
function digitsOf(ratio: number): number {
  const percent = Number((ratio * 100).toPrecision(6));
  return Math.min(4, String(percent).split('.')[1]?.length ?? 0);
}
