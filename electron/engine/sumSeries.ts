import type { Engine } from './engineDoor.ts';

interface Span {
  readonly fromBucket: number;
  /** Not included. */
  readonly toBucket: number;
  readonly upToTick: number;
}

/** How many values these series have in a span, and their sum: whole minutes from minutes, the edges from seconds. */
export function sumSeries(
  { session, past }: Engine,
  series: readonly number[],
  { fromBucket, toBucket, upToTick }: Span,
): { readonly n: number; readonly sum: number } {
  const firstMinute = Math.ceil(fromBucket / 60) * 60;
  const lastMinute = Math.floor(toBucket / 60) * 60;
  const edges = firstMinute < lastMinute ? [fromBucket, firstMinute, lastMinute, toBucket] : [fromBucket, toBucket];
  const { ticks: unsealed } = past.openChunk();
  const all = { n: 0, sum: 0 };
  edges.slice(1).forEach((to, place) => {
    const from = edges[place] ?? to;
    if (from === to) return;
    const stepS = from % 60 === 0 && to % 60 === 0 ? 60 : 1;
    const span = { fromBucket: from, toBucket: to, maxPoints: Math.max(2, (to - from) / stepS), upToTick, unsealed };
    const [line] = session.readSeriesRollUp({ lines: [series], ...span }).columns;
    line?.n.forEach((n, step) => {
      if (n === 0) return;
      all.n += n;
      all.sum += line.sum[step] ?? 0;
    });
  });
  return all;
}
