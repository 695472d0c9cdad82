import { ContractError, type ParsedQueryArgs, type QueryAnswer } from '../../shared/contract/contract.ts';
import { type IndicatorPart, indicatorParts } from '../../shared/judge/indicatorParts.ts';
import { findReading } from '../../shared/judge/pointReading.ts';
import { cellWords, isInCell, matchesSeries } from '../../shared/judge/selector.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { Labels, Series } from '../../shared/model/series.ts';
import { listSeries } from './answerSeries.ts';
import type { Engine } from './engineDoor.ts';
import type { FoundSample } from './sampleLines.ts';
import { readSamples } from './readSamples.ts';
import { sumSeries } from './sumSeries.ts';

type Args = ParsedQueryArgs<'samples.read'>;
type Read = QueryAnswer<'samples.read'>;

/** What is asked, in series and seconds. */
interface Asked {
  readonly parts: readonly { readonly part: string; readonly series: readonly number[] }[];
  readonly fromBucket: number;
  /** Not included. */
  readonly toBucket: number;
  readonly upToTick: number;
}

/** The samples behind a value, page by page, and how much of them there is in all. */
export async function answerSamples(engine: Engine, args: Args): Promise<Read> {
  const { headTick } = engine.state();
  if (headTick === undefined) {
    throw new ContractError('not_found', 'Nothing has been judged yet: ask again when a second has.');
  }
  const asked = 'series' in args ? askedBySeries(engine, args, headTick) : askedByIndicator(engine, args, headTick);
  const { parts, fromBucket, toBucket, upToTick } = asked;
  const series = new Set(parts.flatMap((part) => part.series));
  const span = { fromBucket, toBucket, upToTick };
  const samples = await readSamples(engine, { series, ...span, afterLine: args.afterLine, most: args.limit + 1 });
  const page = samples.slice(0, args.limit);
  return {
    ...span,
    parts: parts.map((part) => ({ ...part, ...sumSeries(engine, part.series, span) })),
    samples: page.map(toSample),
    nextAfterLine: samples.length > page.length ? (page.at(-1)?.line ?? null) : null,
  };
}

function askedBySeries(engine: Engine, args: Extract<Args, { series: unknown }>, headTick: number): Asked {
  const { series, fromBucket, toBucket, upToTick = Infinity } = args;
  const known = listSeries(engine).length;
  const unknown = series.find((id) => id >= known);
  if (unknown !== undefined) {
    throw new ContractError('not_found', `There is no series ${unknown}: series.list says which there are.`);
  }
  return { parts: [{ part: 'series', series }], fromBucket, toBucket, upToTick: Math.min(upToTick, headTick) };
}

/** The window of a snapshot's reading at a second. */
function askedByIndicator(engine: Engine, args: Extract<Args, { indicator: unknown }>, headTick: number): Asked {
  const { indicator, cell, tick = headTick } = args;
  if (tick > headTick) {
    throw new ContractError('not_found', `The second ${tick} has not been judged yet; the newest is ${headTick}.`);
  }
  const found = findReading(engine.past.newestJudge, args);
  if (found === undefined) {
    const over = args.window === undefined ? '' : ` over ${args.window}`;
    throw new ContractError(
      'not_found',
      `There is no indicator ${indicator}${over} for ${cellWords(cell)}: snapshots say which there are.`,
    );
  }
  const { windowS, delayS } = found.reading.span;
  const all = listSeries(engine);
  return {
    parts: partsOf(engine.plan, indicator).map(({ part, kind, selector }) => ({
      part,
      series: all.filter((one) => one.kind === kind && isIn(one, selector, cell)).map(({ id }) => id),
    })),
    fromBucket: tick - delayS - windowS,
    toBucket: tick - delayS,
    upToTick: tick,
  };
}

function isIn(series: Series, selector: IndicatorPart['selector'], cell: Labels): boolean {
  return matchesSeries(selector, series) && isInCell(series.labels, cell);
}

/** Both sides of a comparison, each under its own name. */
function partsOf(plan: Plan, id: string): IndicatorPart[] {
  const indicator = plan.indicators[id];
  if (indicator === undefined) return [];
  if (indicator.kind !== 'compare') return indicatorParts(indicator);
  return [indicator.treatment, indicator.baseline].flatMap((side) =>
    partsOf(plan, side).map((one) => ({ ...one, part: `${side} ${one.part}` })),
  );
}

function toSample({ line, arrival, arrivedAt, fate }: FoundSample): Read['samples'][number] {
  const { series, t, epoch, seq } = arrival;
  const said = { line, series: series.id, t, arrivedAt, epoch, seq: seq < 0 ? null : seq, fate };
  if (arrival.kind !== 'latency') return { ...said, value: arrival.value };
  if (arrival.values !== undefined) return { ...said, values: arrival.values };
  const buckets = (arrival.buckets ?? []).map(([bound, count]): [number | null, number] => [
    Number.isFinite(bound) ? bound : null,
    count,
  ]);
  return { ...said, buckets };
}
