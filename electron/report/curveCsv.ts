import { csvCell } from './csvTimeline.ts';
import type { CurveRow, CurveSheet } from './curveSheet.ts';

/** A curve for spreadsheets: a line a value, lengths of time in seconds. */
export function curveCsv({ numbers, rows }: CurveSheet): string {
  const head = [
    ...numbers,
    ...['own', 'expected', 'found', 'false_alarms', 'false_alarm_seconds'],
    ...['detect_median_seconds', 'detect_longest_seconds', 'lint'],
  ];
  return [head, ...rows.map(cellsOf)].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

function cellsOf({ values, isOwn, refused, expected, found, falseAlarms, falseSeconds, detect }: CurveRow): string[] {
  return [
    ...values.map((value) => value ?? ''),
    isOwn ? 'yes' : '',
    ...[expected, found, falseAlarms, falseSeconds].map(String),
    String(detect?.median ?? ''),
    String(detect?.longest ?? ''),
    refused ?? '',
  ];
}
