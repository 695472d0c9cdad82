import { say } from '../present/say.ts';
import type { LogRow } from './logRows.ts';

/** Rows as a spreadsheet takes them, oldest first: instants in UTC, cells parted by tabs. Those of an exercise say so. */
export function copyText(rows: readonly LogRow[], isExercise: boolean): string {
  const head = ['utc', 'kind', 'what', 'who', 'row'] as const;
  const lines = rows
    .toReversed()
    .map(({ atMs, kind, text, who, row }) => [
      new Date(atMs).toISOString(),
      kind,
      text,
      who ?? say('log.engine'),
      row === undefined ? '' : String(row.seq),
    ]);
  const marked = isExercise ? [[say('page.exercise')]] : [];
  return [...marked, head.map((name) => say(`log.${name}`)), ...lines]
    .map((cells) => cells.map(toCell).join('\t'))
    .join('\n');
}

/** A text that begins like a formula would be run by the sheet into which it is pasted. */
function toCell(text: string): string {
  const plain = text.replace(/[\t\r\n]+/g, ' ');
  return /^[=+\-@]/.test(plain) ? `'${plain}` : plain;
}
