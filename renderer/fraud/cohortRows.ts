import type { QueryAnswer } from '../../shared/contract/contract.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { isWholeLaunch } from '../present/cells.ts';
import { countWords, percentWords, valueWords } from '../present/numbers.ts';
import { type ReadingRow, readingRow } from '../present/readingRows.ts';
import { say } from '../present/say.ts';
import type { IndicatorReading, Judged } from '../present/wire.ts';

/** One side of a comparison: so many of so many, with what that leaves open. */
export interface CohortRow extends ReadingRow {
  /** Of whom it is: the group's label, or the indicator's id. */
  readonly group: string;
  readonly short: string;
  readonly counted: string | undefined;
  /** What has come in of the seconds whose labels are not all there yet. */
  readonly soFar: string | undefined;
}

export interface RatioReading {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Over its whole time, so that it may be looked at every second; else over a window. */
  readonly isSinceStart: boolean;
}

export function cohortRow(id: string, plan: Plan, judged: Judged | null): CohortRow | undefined {
  const row = readingRow(id, plan, judged);
  if (row === undefined) return undefined;
  const scale = scaleOf(plan, id);
  const young = judged?.indicators[id]?.findLast(({ cell, mature }) => isWholeLaunch(cell) && mature === false);
  const { reading } = row;
  return {
    ...row,
    group: groupName(plan, id),
    short: shortName(plan, id),
    counted:
      reading === undefined || reading.n === 0
        ? undefined
        : say('fraud.of', { ...countsOf(reading, scale), window: reading.window }),
    soFar: young === undefined || young.n === 0 ? undefined : say('fraud.soFar', countsOf(young, scale)),
    words: plan.indicators[id]?.kind === 'rate' ? rateWords : (value) => percentWords(value),
  };
}

function countsOf({ value, n }: IndicatorReading, scale: number): { count: string; n: string } {
  return { count: countWords(Math.round(((value ?? 0) * n) / scale)), n: countWords(n) };
}

function scaleOf(plan: Plan, id: string): number {
  const indicator = plan.indicators[id];
  return indicator?.kind === 'rate' ? (indicator.scale ?? 1) : 1;
}

/** The group by its label: by what sets it apart from who is exposed, where that is not all that it says. */
function groupName(plan: Plan, id: string): string {
  const indicator = plan.indicators[id];
  const where =
    indicator?.kind === 'rate' ? indicator.per.where : indicator?.kind === 'ratio' ? indicator.total.where : {};
  const all = Object.entries(where ?? {});
  const own = all.filter(([label]) => plan.exposed === undefined || !(label in plan.exposed));
  const said = own.length === 0 ? all : own;
  return said.length === 0 ? id : said.map(([, values]) => values.join(' ')).join(' ');
}

/** `token, /1,000`. */
function shortName(plan: Plan, id: string): string {
  const group = groupName(plan, id);
  const scale = scaleOf(plan, id);
  return scale === 1 ? group : say('fraud.per', { group, scale: countWords(scale) });
}

/** Rates of rare things are compared in hundredths. */
export function rateWords(value: number): string {
  return Math.abs(value) < 100 ? value.toFixed(2) : valueWords(value);
}

/** What a rule on the comparison makes of it, over all its time, where there is one; else what the picture says. */
export function ratioReading(
  comparison: string,
  judged: Judged | null,
  history: QueryAnswer<'readings.read'> | undefined,
): RatioReading | undefined {
  for (const reading of history?.readings ?? []) {
    if (reading.kind !== 'trigger' || reading.limit === null) continue;
    const [value, low, high] = [reading.value, reading.low, reading.high].map((column) => column.at(-1) ?? null);
    if (value != null && low != null && high != null) return { value, low, high, isSinceStart: true };
  }
  const shown = judged?.indicators[comparison]?.findLast(
    ({ cell, mature, value }) => isWholeLaunch(cell) && mature === undefined && value !== null,
  );
  if (shown?.value == null || shown.low === undefined || shown.high === undefined) return undefined;
  return { value: shown.value, low: shown.low, high: shown.high, isSinceStart: false };
}

/** For how long labels of what is drawn still come in, ms. */
export function maturesMs(plan: Plan, id: string | undefined): number {
  const indicator = id === undefined ? undefined : plan.indicators[id];
  if (indicator === undefined) return 0;
  if (indicator.matures !== undefined || indicator.kind !== 'compare') return indicator.matures ?? 0;
  return Math.max(maturesMs(plan, indicator.treatment), maturesMs(plan, indicator.baseline));
}

/** Ratios on a scale on which twice and half are as far from one. */
export function ratioPlace({ low, high }: RatioReading): (value: number) => number {
  const reach = Math.max(2, high, 1 / Math.max(low, 0.05));
  return (value) => 0.5 + Math.log(Math.max(value, 1e-3)) / (2 * Math.log(reach));
}
