import { cellWords } from '../../shared/judge/selector.ts';
import type { ReviewData } from './reviewData.ts';
import type { ReviewTimes } from './reviewTimes.ts';
import { visibleText } from './visibleText.ts';

const columns = [
  'session',
  'at',
  'local',
  't',
  'group',
  'kind',
  'row',
  'role',
  'name',
  'rule',
  'cell',
  'state',
  'text',
];

/**
 * The timeline as RFC 4180: every cell quoted, lines ended by CR LF. No cell can be read as a formula, by no spreadsheet:
 * not by its own first character, and not where a program cuts the line at semicolons or tabs instead of commas.
 */
export function csvTimeline({ entries, watermark, session }: ReviewData, times: ReviewTimes): string {
  const rows = entries.map((entry) => [
    watermark ?? session.kind,
    times.iso(entry.at),
    times.instant(entry.at),
    entry.isWallTime ? '' : times.clock(entry.at),
    entry.group,
    entry.kind,
    entry.row === null ? '' : String(entry.row),
    entry.by?.roleName ?? '',
    entry.by?.name ?? '',
    entry.id ?? '',
    Object.keys(entry.cell).length === 0 ? '' : cellWords(entry.cell),
    entry.state ?? '',
    entry.text,
  ]);
  return [columns, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

/** One cell, quoted, without a formula and without anything that is not seen. */
export function csvCell(text: string): string {
  const plain = visibleText(text, { lines: true })
    .replace(formula, "'$&")
    .replace(formulaInside, (_all, cut: string, sign: string) => `${cut}'${sign}`);
  return `"${plain.replaceAll('"', '""')}"`;
}

/** What spreadsheets take for a beginning of a formula, in its wide forms too; they skip what is white or unseen before it. */
const signs = '=+\\-@\uff1d\uff0b\uff0d\uff20\u2212\ufe66\ufe62\ufe63\ufe6b';
const skipped = `\\s\\p{Cc}\\p{Cf}"'`;
const formula = new RegExp(`^(?:[\\t\\r\\n]|[${skipped}]*[${signs}])`, 'u');
const formulaInside = new RegExp(`([;\\t\\r\\n|][${skipped}]*)([${signs}])`, 'gu');
