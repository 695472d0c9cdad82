import { isSeriesSelector, type PrometheusMetric } from '../../../../../shared/model/planLive.ts';
import { type Cumulative, fromNative } from './histogramDelta.ts';
import { type RawSeries, type RawValue, readNumber } from './prometheusAnswer.ts';
import { type Target, toName, toTarget } from './target.ts';

/** One scrape of one series of ours: a counter, a gauge, or all bounds of a histogram together. */
export interface ScrapedPoint {
  /** The same for the same series, ever. */
  readonly key: string;
  readonly source: string;
  readonly target: Target | undefined;
  readonly labels: Record<string, string>;
  readonly t: number;
  readonly standing: number | Cumulative;
}

/** Of the server's labels, those that say where a series comes from and not what it is. */
const notCarried: ReadonlySet<string> = new Set(['__name__', 'job', 'instance', 'le']);

/** The points of one entry of the plan, each under the labels that it gets here. `place`: of the entry in the plan. */
export function scrapedPoints(metric: PrometheusMetric, place: number, series: readonly RawSeries[]): ScrapedPoint[] {
  const isHistogram = metric.kind === 'histogram';
  const points = new Map<string, ScrapedPoint>();
  const classic = new Map<string, [bound: number, count: number][]>();
  for (const { labels, points: raw } of series) {
    const { le, ...others } = labels;
    const target = isSeriesSelector(metric.from) ? toTarget(labels) : undefined;
    const source = target?.source ?? toName(`promql:${metric.metric}`);
    const key = `${place} ${JSON.stringify(Object.entries(isHistogram ? others : labels).sort())}`;
    for (const { t, value } of raw) {
      const at = `${key} ${t}`;
      const standing = toStanding(value, isHistogram, metric.unit);
      if (isHistogram && le !== undefined) {
        const bounds = classic.get(at) ?? [];
        bounds.push([readNumber(le) * (metric.unit === 's' ? 1000 : 1), Number(value)]);
        classic.set(at, bounds);
      }
      points.set(at, { key, source, target, labels: toOurLabels(labels, metric), t, standing });
    }
  }
  return [...points].map(([at, point]) => {
    const bounds = classic.get(at);
    if (bounds === undefined) return point;
    return { ...point, standing: bounds.sort(([one], [other]) => one - other).map(exactBound) };
  });
}

function toStanding(value: RawValue, isHistogram: boolean, unit: PrometheusMetric['unit']): number | Cumulative {
  if (typeof value === 'number') return isHistogram ? [] : value;
  const factor = unit === 's' ? 1000 : 1;
  return fromNative(value).map(([bound, count]) => exactBound([bound * factor, count]));
}

/** A tenth of a second is 100 ms, whatever a multiplication of doubles makes of it. */
function exactBound([bound, count]: readonly [number, number]): readonly [number, number] {
  return [Number.isFinite(bound) ? Number(bound.toPrecision(12)) : bound, count];
}

function toOurLabels(theirs: RawSeries['labels'], metric: PrometheusMetric): Record<string, string> {
  const named =
    metric.labels === undefined
      ? Object.entries(theirs).filter(([label]) => !notCarried.has(label))
      : Object.entries(metric.labels).flatMap(([ours, label]) => {
          const value = theirs[label];
          return value === undefined ? [] : [[ours, value] as const];
        });
  return { ...Object.fromEntries(named), ...metric.with };
}
