import { ContractError, type ParsedQueryArgs, type QueryAnswer } from '../../shared/contract/contract.ts';
import type { Session } from './store/session.ts';

/** Series for charts, as columns; what is not a number there is a gap here. */
export function answerSeries(session: Session, query: ParsedQueryArgs<'series.read'>): QueryAnswer<'series.read'> {
  const { series, fromBucket, toBucket, points, upToTick } = query;
  const known = session.readSeries().length;
  const unknown = series.find((id) => id >= known);
  if (unknown !== undefined) {
    throw new ContractError('not_found', `There is no series ${unknown}: series.list says which there are.`);
  }
  const range = { series, fromBucket, toBucket, maxPoints: points, ...(upToTick === undefined ? {} : { upToTick }) };
  const read = session.readSeriesRollUp(range);
  return {
    fromBucket: read.fromBucket,
    stepSeconds: read.stepSeconds,
    steps: read.steps,
    sealedTick: session.readDurable().lastTick ?? null,
    series: read.columns.map(({ series: id, n, sum, min, max, last }) => ({
      id,
      n: [...n],
      sum: toColumn(sum),
      min: toColumn(min),
      max: toColumn(max),
      last: toColumn(last),
    })),
  };
}

function toColumn(values: Float64Array): (number | null)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? value : null));
}
