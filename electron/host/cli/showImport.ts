import { formatDuration } from '../../../shared/base/duration.ts';
import { printable } from '../../../shared/model/problem.ts';
import type { ImportReading } from './importReading.ts';
import { plainPaint } from './paint.ts';
import { showTable } from './showTable.ts';
import { showCount, showUtc } from './showTimes.ts';

const mostSources = 12;
const mostMetrics = 50;

/** What is in a file that is about to be imported. Of data without numbers of its own nobody can say that none is missing. */
export function* showImport(
  path: string,
  { counters, gaps, summary, bad }: ImportReading,
  { isNumbered = true } = {},
): Generator<string> {
  const { lines, accepted, duplicates, conflicts, late, quarantined } = counters;
  const counted = (count: number): string => count.toLocaleString('en-US');
  yield (
    `${path}: ${showCount(lines, 'line')}, ${counted(accepted)} accepted (${counted(late)} late), ` +
    `${showCount(duplicates, 'duplicate')}, ${showCount(conflicts, 'conflict')}, ${counted(quarantined)} set aside\n`
  );
  yield* bad.show();
  const span = summary.span();
  if (span !== undefined) {
    const seconds = Math.floor(span.lastMs / 1000) - Math.floor(span.firstMs / 1000) + 1;
    const perSecond = Number((summary.sampleCount() / seconds).toPrecision(3)).toLocaleString('en-US');
    yield (
      `from ${showUtc(span.firstMs)} to ${showUtc(span.lastMs)} (${formatDuration(seconds * 1000)}), ` +
      `${showCount(summary.sampleCount(), 'sample')}, ${perSecond} a second, ${showCount(summary.markCount(), 'mark')}\n`
    );
  }
  const missing = gaps.reduce((sum, { from, to }) => sum + to - from, 0);
  if (gaps.length > 0 || isNumbered)
    yield gaps.length === 0
      ? 'no gaps\n'
      : `${showCount(gaps.length, 'gap')}, ${showCount(missing, 'number')} missing\n`;
  const sources = [...summary.sources()];
  const named = sources.slice(0, mostSources).map(([source, count]) => `${printable(source, 60)} (${counted(count)})`);
  const more = sources.length > mostSources ? ` and ${sources.length - mostSources} more` : '';
  yield `${showCount(sources.length, 'source')}: ${named.join(', ')}${more}\n`;
  const metrics = summary.metrics();
  const rows = metrics
    .slice(0, mostMetrics)
    .map(({ kind, metric, series, samples }) => [
      `  ${kind}`,
      metric,
      series === 0 ? '' : `${counted(series)} series`,
      showCount(samples, kind === 'event' ? 'event' : 'sample'),
    ]);
  yield* showTable(rows, ['left', 'left', 'right', 'right'], plainPaint);
  if (metrics.length > mostMetrics) yield `  and ${metrics.length - mostMetrics} more\n`;
}
