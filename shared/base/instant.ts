import { nearestDuration, parseDurationMs } from './duration.ts';

/** A moment in a plan: a fixed one (`at`, epoch ms), or one told against T-0 (`tMs`, ms after it; negative is before). */
export type Instant = { readonly at: number; readonly tMs?: never } | { readonly tMs: number; readonly at?: never };

const ISO = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3})\d*)?)?(?:Z|([+-])(\d\d)(?::?(\d\d))?)$/;
const AGAINST_T0 = /^T([+-])(.+)$/;

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Reads ISO 8601 with a zone (`2026-03-30T14:00:00Z`, `2026-03-30T16:00+02:00`) as epoch ms; undefined for anything else. */
export function parseIsoMs(text: string): number | undefined {
  const match = text.length > 40 ? null : ISO.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const ms = Number((match[7] ?? '0').padEnd(3, '0'));
  const zoneHour = Number(match[9] ?? 0);
  const zoneMinute = Number(match[10] ?? 0);
  if (year < 1970 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59 || zoneHour > 14 || zoneMinute > 59) return undefined;
  const zoneMs = (zoneHour * 60 + zoneMinute) * 60_000 * (match[8] === '-' ? -1 : 1);
  return Date.UTC(year, month - 1, day, hour, minute, second, ms) - zoneMs;
}

/** Reads an ISO instant with a zone, or `T-2h`, `T+30m`, `T-0` against T-0; undefined for anything else. */
export function parseInstant(text: string): Instant | undefined {
  const match = AGAINST_T0.exec(text);
  if (match === null) {
    const at = parseIsoMs(text);
    return at === undefined ? undefined : { at };
  }
  const distanceMs = match[2] === '0' ? 0 : parseDurationMs(match[2] ?? '');
  if (distanceMs === undefined) return undefined;
  return { tMs: match[1] === '-' && distanceMs !== 0 ? -distanceMs : distanceMs };
}

/** The instant in epoch ms, for a launch whose T-0 is at `t0Ms`. */
export function instantAt(instant: Instant, t0Ms: number): number {
  return instant.at === undefined ? t0Ms + instant.tMs : instant.at;
}

/** What was probably meant by a text that is no instant: `T0`, `-2h`, `T - 90 min`, `2026-03-30 14:00Z`; undefined where nobody can tell. */
export function nearestInstant(text: string): string | undefined {
  if (text.length > 64) return undefined;
  const plain = text.trim().toUpperCase();
  const dense = plain.replaceAll(/\s/g, '');
  if (/^T[+-]?0*$/.test(dense)) return 'T-0';
  const told = /^T?([+-])(.+)$/.exec(dense);
  if (told !== null) {
    const distance = nearestDuration(told[2] ?? '');
    return distance === undefined ? undefined : `T${told[1]}${distance}`;
  }
  const iso = plain.replace(/^(\S{10})\s/, '$1T').replaceAll(/\s/g, '');
  const whole = iso.replace(/(T.*[+-])(\d)$/, '$10$2:00');
  return parseIsoMs(whole) === undefined ? undefined : whole;
}
