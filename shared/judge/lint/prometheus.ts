import { formatDuration } from '../../base/duration.ts';
import { nearestWord } from '../../base/nearestWord.ts';
import type { Plan } from '../../model/plan.ts';
import type { PrometheusMetric, PrometheusPlan } from '../../model/planLive.ts';
import { defaultFreshAfterMs, defaultStaleAfterMs } from '../indicatorBook.ts';
import { error, type Finding, listWords, warning } from './finding.ts';
import { type MetricReader, metricReaders } from './metricReaders.ts';

const kinds = { counter: 'count', gauge: 'gauge', histogram: 'latency' } as const;
const wanted = { count: 'counter', gauge: 'gauge', latency: 'histogram' } as const;

/** What is read from Prometheus against what the plan judges by. */
export function lintPrometheus(plan: Plan): Finding[] {
  const prometheus = plan.live?.prometheus;
  if (prometheus === undefined) return [];
  const readers = metricReaders(plan);
  return [
    ...prometheus.metrics.flatMap((entry, index) => lintEntry(entry, index, readers)),
    ...readers.flatMap((reader) => lintReader(reader, prometheus.metrics)),
    ...lintPace(plan, prometheus),
  ];
}

function lintEntry({ metric, kind }: PrometheusMetric, index: number, readers: readonly MetricReader[]): Finding[] {
  const path = ['live', 'prometheus', 'metrics', index];
  const its = readers.filter((reader) => reader.metric === metric);
  if (its.length === 0) {
    const nearest = nearestWord(metric, [...new Set(readers.map((reader) => reader.metric))]);
    const remedy = nearest === undefined ? 'leave it out, or write an indicator of it' : `write ${nearest}`;
    return [error('unread_metric', [...path, 'metric'], `found '${metric}'; nothing in the plan reads it, ${remedy}.`)];
  }
  const other = its.find((reader) => reader.kind !== undefined && reader.kind !== kinds[kind]);
  if (other?.kind === undefined) return [];
  const text = `is a ${kind}, and ${other.path.join('.')} reads a ${other.kind}; write ${wanted[other.kind]}.`;
  return [error('mapped_kind', [...path, 'kind'], text)];
}

function lintReader({ metric, labels, path }: MetricReader, entries: readonly PrometheusMetric[]): Finding[] {
  const its = entries.filter((entry) => entry.metric === metric);
  if (its.length === 0) {
    const text = `reads ${metric}, which live.prometheus does not map: map it, unless another source sends it.`;
    return [warning('unmapped_metric', path, text)];
  }
  const isOpen = its.some((entry) => entry.labels === undefined);
  const given = its.flatMap((entry) => [...Object.keys(entry.labels ?? {}), ...Object.keys(entry.with)]);
  const missing = [...new Set(labels)].filter((label) => !isOpen && !given.includes(label));
  if (missing.length === 0) return [];
  const text = `tells ${metric} apart by ${listWords(missing)}, which live.prometheus gives to none of it; add it to labels or with.`;
  return [warning('unmapped_label', path, text)];
}

/** A scrape is news for a moment only; rules wait for news. */
function lintPace(plan: Plan, { every, settle, metrics }: PrometheusPlan): Finding[] {
  const mapped = new Set(metrics.map(({ metric }) => metric));
  const readers = metricReaders(plan).filter(({ metric, path }) => mapped.has(metric) && path[0] === 'indicators');
  const ids = [...new Set(readers.map(({ path }) => String(path[1])))];
  return ids.flatMap((id): Finding[] => {
    const { interval, staleAfter } = plan.indicators[id] ?? {};
    const shown = formatDuration(every);
    const silence = staleAfter ?? plan.clock?.staleAfter ?? defaultStaleAfterMs;
    if (silence < 2 * every + settle) {
      const text = `goes stale after ${formatDuration(silence)}, and Prometheus scrapes every ${shown}: one missed scrape is silence; write a staleAfter of more than two scrapes.`;
      return [warning('stale_between_scrapes', ['indicators', id], text)];
    }
    if ((interval ?? defaultFreshAfterMs) >= every) return [];
    const text = `comes every ${shown} from Prometheus, and its rules wait while it is older than ${formatDuration(interval ?? defaultFreshAfterMs)}; write interval: ${formatDuration(Math.ceil((every + settle) / 1000) * 1000)}.`;
    return [warning('slow_scrapes', ['indicators', id], text)];
  });
}
