import { ContractError, type ParsedQueryArgs, type QueryAnswer } from '../../shared/contract/contract.ts';
import type { SeriesSelector } from '../../shared/contract/seriesQueries.ts';
import { matchesSeries } from '../../shared/judge/selector.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { Series } from '../../shared/model/series.ts';
import type { SeriesColumns } from '../../shared/model/session.ts';
import { quantileError } from '../../shared/stats/sketch.ts';
import type { Engine } from './engineDoor.ts';

/** So many numbers an answer has at most: it must stay under a megabyte. */
const mostNumbers = 60_000;

const usualQuantiles = [0.5, 0.95, 0.99];

type Read = QueryAnswer<'series.read'>;

/** Every series that is known, sealed or not, by id. */
export function listSeries(engine: Engine): readonly Series[] {
  return [...engine.session.readSeries(), ...engine.past.openChunk().series];
}

/** Series for charts, as columns; what is not a number there is a gap here. */
export function answerSeries(engine: Engine, query: ParsedQueryArgs<'series.read'>): Read {
  const { fromBucket, toBucket, points } = query;
  const all = listSeries(engine);
  const lines = query.lines.map((line) => seriesOf(all, line));
  const judgedTick = engine.state().headTick ?? null;
  const asked =
    query.quantiles ??
    quantilesOf(
      engine.plan,
      lines.flatMap(({ series }) => series),
    );
  const quantiles = lines.some(({ kind }) => kind === 'latency') ? asked : [];
  assertFits(lines, points, quantiles.length);
  const read = engine.session.readSeriesRollUp({
    lines: lines.map(({ series }) => series.map(({ id }) => id)),
    fromBucket,
    toBucket,
    maxPoints: points,
    quantiles,
    upToTick: Math.min(query.upToTick ?? Infinity, judgedTick ?? 0),
    unsealed: engine.past.openChunk().ticks,
  });
  return {
    fromBucket: read.fromBucket,
    stepSeconds: read.stepSeconds,
    steps: read.steps,
    judgedTick,
    quantileError,
    lines: read.columns.map((columns, place) => toLine(lines[place]?.kind ?? 'count', columns)),
  };
}

interface Line {
  readonly kind: Series['kind'];
  readonly series: readonly Series[];
}

function seriesOf(all: readonly Series[], line: number | SeriesSelector): Line {
  if (typeof line !== 'number') {
    return {
      kind: line.kind,
      series: all.filter((series) => series.kind === line.kind && matchesSeries(line, series)),
    };
  }
  const series = all[line];
  if (series !== undefined) return { kind: series.kind, series: [series] };
  throw new ContractError('not_found', `There is no series ${line}: series.list says which there are.`);
}

/** What charts show of latencies, and what the plan asks of these. */
function quantilesOf(plan: Plan, series: readonly Series[]): number[] {
  const asked = Object.values(plan.indicators).flatMap((indicator) =>
    indicator.kind === 'quantile' && series.some((one) => matchesSeries(indicator.latency, one)) ? [indicator.q] : [],
  );
  return [...new Set([...usualQuantiles, ...asked])].sort((a, b) => a - b);
}

function assertFits(lines: readonly Line[], points: number, quantiles: number): void {
  const numbers = lines.reduce((sum, { kind }) => sum + points * (kind === 'latency' ? 5 + quantiles : 5), 0);
  if (numbers <= mostNumbers) return;
  throw new ContractError('too_large', 'The answer would be too large: ask for fewer points, lines or quantiles.');
}

function toLine(kind: Series['kind'], columns: SeriesColumns): Read['lines'][number] {
  const { series, n, sum, min, max, last, quantiles, isExact } = columns;
  return {
    kind,
    series,
    n: [...n],
    sum: toColumn(sum),
    min: toColumn(min),
    max: toColumn(max),
    ...(kind === 'gauge' ? { last: toColumn(last) } : {}),
    ...(kind === 'latency'
      ? { quantiles: quantiles.map(({ q, values }) => ({ q, values: toColumn(values) })), exact: isExact }
      : {}),
  };
}

function toColumn(values: Float64Array): (number | null)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? value : null));
}
