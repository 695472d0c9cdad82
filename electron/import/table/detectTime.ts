import type { StampKind } from '../../../shared/model/tableMapping.ts';
import { readStamp } from './readStamp.ts';
import { openZone } from './zoneClock.ts';

export interface FoundTime {
  readonly place: number;
  readonly as: StampKind;
  /** Whether the stamps say in which zone they are; epochs are nowhere but in UTC. */
  readonly hasZone: boolean;
  /** What could be meant as well, for a person to look at; '' where nothing could. */
  readonly doubt: string;
}

/** So much of a column must be stamps; what else is in it is refused row by row. */
const usualShare = 0.75;
const utc = openZone('UTC');
const named = /^(?:@?_?time(?:stamp)?|ts?|date(?:[ _]?time)?|when|zeit|datum|zeitpunkt|at)\b/i;

/** Finds the column of a table that says when. `columns`: cells of each, from the first rows; undefined where none does. */
export function detectTime(names: readonly string[], columns: readonly (readonly string[])[]): FoundTime | undefined {
  const places = names.map((_, place) => place);
  const likely = [
    ...places.filter((place) => named.test(names[place] ?? '')),
    ...places.filter((place) => !named.test(names[place] ?? '')),
  ];
  for (const place of likely) {
    const cells = (columns[place] ?? []).filter((cell) => cell.trim() !== '');
    const as = kindOf(cells, named.test(names[place] ?? ''));
    if (as === undefined) continue;
    const isEpoch = as === 's' || as === 'ms' || as === 'us' || as === 'ns';
    const hasZone = isEpoch || cells.every((cell) => /(?:Z|UTC|GMT|[+-]\d\d:?\d\d)$/.test(cell.trim()));
    return { place, as, hasZone, doubt: doubtOf(cells, as) };
  }
  return undefined;
}

function kindOf(cells: readonly string[], isNamed: boolean): StampKind | undefined {
  if (cells.length === 0) return undefined;
  const whole = cells.map((cell) => /^(\d+)(?:[.,]\d+)?$/.exec(cell.trim())?.[1]?.length ?? 0);
  const share = (fits: (digits: number) => boolean): boolean => whole.filter(fits).length >= cells.length * usualShare;
  if (share((digits) => digits === 19 || digits === 18)) return 'ns';
  if (share((digits) => digits === 16 || digits === 15)) return 'us';
  if (share((digits) => digits === 13 || digits === 12)) return 'ms';
  if (share((digits) => digits === 10 || digits === 9)) return 's';
  if (isNamed && share((digits) => digits === 5)) return 'excel';
  const kinds: StampKind[] = ['iso', ...dayFirst(cells)];
  return kinds.find((kind) => {
    let before = 0;
    const good = cells.filter((cell) => {
      const read = readStamp(cell, kind, utc, before);
      if (typeof read === 'number') before = read;
      return typeof read === 'number';
    });
    return good.length >= cells.length * usualShare;
  });
}

/** Which of day and month comes first: what the numbers allow, else what spans less time, else by the sign between them. */
function dayFirst(cells: readonly string[]): readonly ['dmy', 'mdy'] | readonly ['mdy', 'dmy'] {
  const spans = (['dmy', 'mdy'] as const).map((kind) => {
    const stamps = cells.map((cell) => readStamp(cell, kind, utc, 0)).filter((one) => typeof one === 'number');
    return stamps.length < cells.length * usualShare ? Infinity : Math.max(...stamps) - Math.min(...stamps);
  });
  const [day = Infinity, month = Infinity] = spans;
  if (day !== month) return day < month ? ['dmy', 'mdy'] : ['mdy', 'dmy'];
  return cells[0]?.includes('/') === true ? ['mdy', 'dmy'] : ['dmy', 'mdy'];
}

function doubtOf(cells: readonly string[], as: StampKind): string {
  if (as !== 'dmy' && as !== 'mdy') return '';
  const turned = as === 'dmy' ? 'mdy' : 'dmy';
  if (cells.some((cell) => typeof readStamp(cell, turned, utc, 0) !== 'number')) return '';
  return as === 'dmy' ? 'the day first, though it could be the month' : 'the month first, though it could be the day';
}
