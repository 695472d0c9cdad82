import type { QueryAnswer, QueryArgs } from '../../shared/contract/contract.ts';
import type { CountedSamples, Rest } from './formulas.ts';

type Series = QueryAnswer<'series.list'>['series'][number];

/** What counts without an indicator has no window of its own: so much of it is shown. */
const countedS = 300;
/** So many can be asked for at once. */
export const mostSeries = 200;

interface Under {
  readonly rests: readonly Rest[];
  readonly counted: readonly CountedSamples[];
  readonly series: readonly Series[];
  readonly tick: number;
}

/** What to ask to know how much there is under the one that is picked; undefined where nothing of it has come. */
export function sampleArgs(
  { rests, counted, series, tick }: Under,
  picked: number,
): QueryArgs<'samples.read'> | undefined {
  const rest = rests[picked] ?? rests[0];
  const by = counted[picked - rests.length];
  if (by === undefined) {
    if (rest === undefined) return undefined;
    const { window, ...others } = rest;
    return { ...others, ...(window === undefined ? {} : { window }), tick, limit: 1 };
  }
  const ids = series.filter((one) => isOf(one, by)).map(({ id }) => id);
  if (ids.length === 0) return undefined;
  return {
    series: ids.slice(0, mostSeries),
    fromBucket: tick - countedS,
    toBucket: tick,
    upToTick: tick,
    limit: 1,
  };
}

export function sampleNames(rests: readonly Rest[], counted: readonly CountedSamples[]): string[] {
  return [
    ...rests.map(({ indicator, window = '' }) => `${indicator} ${window}`.trim()),
    ...counted.map(({ selector }) => selector.metric),
  ];
}

function isOf({ metric, labels }: Series, { selector, cell }: CountedSamples): boolean {
  return (
    metric === selector.metric &&
    Object.entries(selector.where ?? {}).every(([name, values]) => values.includes(labels[name] ?? '')) &&
    Object.entries(cell).every(([name, value]) => labels[name] === value)
  );
}
