import { instantAt } from '../../shared/base/instant.ts';
import type { QueryAnswer } from '../../shared/contract/contract.ts';
import type { LeafCondition } from '../../shared/model/planConditions.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { fewValues } from '../charts/indicatorLine.ts';
import type { ChartBand, ChartLine, TimeChartModel } from '../charts/timeChart.ts';
import { indicatorWords } from '../present/indicatorWords.ts';
import { armLevel, type Level } from '../present/levels.ts';
import { leavesOf, limitsOf } from '../present/limits.ts';
import { burnWords, percentWords, valueWords } from '../present/numbers.ts';
import { say } from '../present/say.ts';
import { spanWords } from '../present/times.ts';

type Answer = QueryAnswer<'readings.read'>;
type Drawn = Answer['readings'][number];

/** The last hour of what is asked about, with the limit that is set to it. */
export function whyChart(
  answer: Answer,
  drawn: Drawn,
  plan: Plan,
  /** Which pair of an objective; and the indicators that it rests on. */
  { pair, indicators }: { readonly pair: string | undefined; readonly indicators: readonly string[] },
): TimeChartModel {
  const { lines, limits, words } = drawnLines(drawn, plan, pair);
  const span = spanWords(answer.steps * answer.stepSeconds * 1000);
  const newest = lines[0]?.values.findLast((value) => value !== null);
  const values = lines.map(({ name, values: all }) => {
    const last = all.findLast((value) => value !== null);
    return `${name} ${last === undefined || last === null ? say('chart.noData') : words(last)}`;
  });
  return {
    name: say('why.chart', { span }),
    summary: say('why.chartSays', { values: [...values, ...limits.map(({ name }) => name)].join(', ') }),
    fromMs: answer.fromBucket * 1000,
    toMs: (answer.fromBucket + answer.steps * answer.stepSeconds) * 1000,
    stepMs: answer.stepSeconds * 1000,
    lines,
    limits,
    bands: bandsOf(indicators, plan),
    most: Math.max(0, ...limits.map(({ value }) => value * 1.5), (newest ?? 0) * 1.2),
    words,
  };
}

interface DrawnLines {
  readonly lines: readonly ChartLine[];
  readonly limits: readonly { readonly value: number; readonly name: string }[];
  readonly words: (value: number) => string;
}

function drawnLines(drawn: Drawn, plan: Plan, asked: string | undefined): DrawnLines {
  switch (drawn.kind) {
    case 'indicator': {
      const indicator = plan.indicators[drawn.indicator];
      const words = (value: number): string => indicatorWords(indicator, value);
      const limit = limitsOf(plan, drawn.indicator)[0];
      const beyond =
        limit === undefined || limit.isPart
          ? {}
          : { beyond: { limit: limit.limit, side: limit.wrong, level: 'caut' as Level } };
      return {
        lines: [{ id: 'value', name: '', values: drawn.value, isFew: fewValues(drawn), rank: 'first', ...beyond }],
        limits: limit === undefined ? [] : [limitLine(limit.limit, words)],
        words,
      };
    }
    case 'slo': {
      const pair = drawn.pairs.find(({ id }) => id === asked) ?? drawn.pairs[0];
      if (asked === undefined && drawn.left.some((value) => value !== null)) {
        return {
          lines: [{ id: 'left', name: say('why.left'), values: drawn.left, rank: 'first' }],
          limits: [],
          words: (value) => percentWords(value),
        };
      }
      if (pair === undefined) return { lines: [], limits: [], words: burnWords };
      const beyond = { limit: pair.factor, side: 'over', level: 'caut' } as const;
      return {
        lines: [
          { id: 'long', name: say('burn.long'), values: pair.long, rank: 'first', beyond },
          { id: 'short', name: say('burn.short'), values: pair.short, rank: 'third' },
        ],
        limits: [limitLine(pair.factor, burnWords)],
        words: burnWords,
      };
    }
    case 'trigger':
      return ruleLines(drawn, plan, {
        leaf: leavesOf(plan.triggers[drawn.trigger]?.when ?? none)[0]?.leaf,
        level: armLevel(plan.triggers[drawn.trigger]?.arm ?? 'advise'),
        isWanted: false,
      });
    case 'criterion':
      return ruleLines(drawn, plan, {
        leaf: leavesOf(plan.criteria[drawn.criterion]?.holds ?? none)[0]?.leaf,
        level: 'caut',
        isWanted: true,
      });
    case 'ramp':
      return {
        lines: [
          { id: 'observed', name: say('why.observedLine'), values: drawn.observed, rank: 'first' },
          { id: 'commanded', name: say('why.commandedLine'), values: drawn.commanded, rank: 'second' },
        ],
        limits: [],
        words: (value) => percentWords(value),
      };
  }
}

const none = { kind: 'all' as const, all: [] };

function ruleLines(
  { value, limit, side }: Extract<Drawn, { kind: 'trigger' | 'criterion' }>,
  plan: Plan,
  { leaf, level, isWanted }: { leaf: LeafCondition | undefined; level: Level; isWanted: boolean },
): DrawnLines {
  const words = (number: number): string => comparedWords(leaf, plan, number);
  const other = side === 'over' ? 'under' : 'over';
  const beyond =
    limit === null || side === null ? {} : { beyond: { limit, side: isWanted ? other : side, level } as const };
  return {
    lines: [{ id: 'value', name: '', values: value, rank: 'first', ...beyond }],
    limits: limit === null ? [] : [limitLine(limit, words)],
    words,
  };
}

/** What a rule compares, in its own unit. */
export function comparedWords(leaf: LeafCondition | undefined, plan: Plan, value: number): string {
  switch (leaf?.kind) {
    case 'alert':
    case 'burn':
      return burnWords(value);
    case 'budget':
      return percentWords(value);
    case 'level':
      return indicatorWords(plan.indicators[leaf.indicator], value);
    default:
      return valueWords(value);
  }
}

function limitLine(value: number, words: (value: number) => string): { value: number; name: string } {
  return { value, name: say('why.limitLine', { limit: words(value) }) };
}

/** Entries of the calendar that touch what is drawn. */
function bandsOf(indicators: readonly string[], plan: Plan): ChartBand[] {
  const { t0 } = plan.launch;
  return plan.calendar
    .filter(({ touches }) => touches.some((id) => indicators.includes(id)))
    .map(({ says, from, to }) => ({
      fromMs: instantAt(from, t0),
      toMs: instantAt(to, t0),
      name: says,
      kind: 'maintenance',
    }));
}
