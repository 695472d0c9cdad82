import type { Labels, Series } from '../../../shared/model/series.ts';

const maxSeries = 50_000;

/**
 * The series of a recording by order of first appearance: `id` is the place in `list()`. After a restart, `load` the
 * list as it was stored, before anything is interned, so that ids go on where they were.
 */
export interface SeriesTable {
  /** The series of these words, new if need be; undefined when the table is full. Label order does not matter. */
  intern(source: string, kind: Series['kind'], metric: string, labels: Labels): Series | undefined;
  list(): readonly Series[];
  load(series: readonly Series[]): void;
}

export function createSeriesTable(limit: number = maxSeries): SeriesTable {
  const all: Series[] = [];
  const byKey = new Map<string, Series>();

  function add(series: Series): void {
    all.push(series);
    byKey.set(keyOf(series.source, series.kind, series.metric, series.labels), series);
  }

  return {
    intern(source, kind, metric, labels) {
      const key = keyOf(source, kind, metric, labels);
      const known = byKey.get(key);
      if (known !== undefined || all.length >= limit) return known;
      const series: Series = Object.freeze({ id: all.length, source, kind, metric, labels: sortedLabels(labels) });
      add(series);
      return series;
    },
    list: () => all,
    load(series) {
      if (all.length > 0) throw new Error('Load the series before the first line is decoded.');
      series.forEach((one, place) => {
        if (one.id !== place)
          throw new Error(`Series ${one.id} stands at place ${place}: load the list as it was stored.`);
        add(Object.freeze({ ...one, labels: sortedLabels(one.labels) }));
      });
    },
  };
}

/** Names cannot hold a line feed and values are quoted, so two series never share a key. */
function keyOf(source: string, kind: Series['kind'], metric: string, labels: Labels): string {
  let key = `${kind}\n${source}\n${metric}`;
  for (const name of Object.keys(labels).sort()) key += `\n${name}=${JSON.stringify(labels[name])}`;
  return key;
}

/** No prototype: a label that is not there is undefined, even `toString`. */
export function sortedLabels(labels: Labels): Labels {
  const sorted = Object.create(null) as Record<string, string>;
  for (const name of Object.keys(labels).sort()) sorted[name] = labels[name] ?? '';
  return Object.freeze(sorted);
}
