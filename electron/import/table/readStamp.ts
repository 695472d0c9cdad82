import { parseIsoMs } from '../../../shared/base/instant.ts';
import type { StampKind } from '../../../shared/model/tableMapping.ts';
import { sampleLimits } from '../../../shared/model/sample.ts';
import type { ZoneClock } from './zoneClock.ts';

const perMs: Readonly<Record<string, number>> = { s: 0.001, ms: 1, us: 1000, ns: 1_000_000 };
const clock = String.raw`(?:[T ,]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:\s?([AaPp][Mm]))?)?`;
const zone = String.raw`(?:\s?(Z|UTC|GMT|[+-]\d\d:?\d\d))?`;
const ymd = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${clock}${zone}$`);
const other = new RegExp(String.raw`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})${clock}${zone}$`);

/** Why a stamp is none, in one sentence of few. */
export type StampTrouble = { readonly text: string };

/** Reads the stamp of a row, whole ms. `afterMs`: the row before, for the hour that a wall shows twice. */
export function readStamp(cell: string, kind: StampKind, place: ZoneClock, afterMs: number): number | StampTrouble {
  const text = cell.trim();
  if (text.length > 40) return noTime;
  const ms = readMs(text, kind, place, afterMs);
  if (typeof ms !== 'number') return ms;
  return ms >= 0 && ms <= sampleLimits.latestMs ? ms : { text: 'The time is before 1970 or after the year 9999.' };
}

const noTime = { text: 'The time is not written as in the other rows.' };
const skipped = { text: 'The time does not exist in its zone: clocks are put forward over it.' };

function readMs(text: string, kind: StampKind, place: ZoneClock, afterMs: number): number | StampTrouble {
  const unit = perMs[kind];
  if (unit !== undefined) return readEpoch(text, kind) ?? noTime;
  if (kind === 'excel') {
    const days = /^\d{1,6}(?:[.,]\d{1,15})?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN;
    if (Number.isNaN(days)) return noTime;
    return place.toUtcMs(Math.round((days - 25_569) * 86_400_000), afterMs) ?? skipped;
  }
  if (kind === 'iso') {
    const plain = parseIsoMs(text);
    if (plain !== undefined) return plain;
  }
  const match = (kind === 'dmy' || kind === 'mdy' ? other : ymd).exec(text);
  if (match === null) return noTime;
  const wallMs = wallOf(match, kind);
  if (wallMs === undefined) return noTime;
  const own = match[9];
  if (own === undefined) return place.toUtcMs(wallMs, afterMs) ?? skipped;
  const fixed = /^([+-])(\d\d):?(\d\d)$/.exec(own);
  if (fixed === null) return wallMs;
  return wallMs - (Number(fixed[2]) * 60 + Number(fixed[3])) * 60_000 * (fixed[1] === '-' ? -1 : 1);
}

/** Digits are counted, not divided, so that nanoseconds lose nothing above the millisecond. */
function readEpoch(text: string, kind: StampKind): number | undefined {
  const match = /^(\d{1,20})(?:[.,](\d{1,12}))?$/.exec(text);
  if (match === null) return undefined;
  const [, whole = '', part = ''] = match;
  if (kind === 's') return Number(whole) * 1000 + Math.floor(Number(part.padEnd(3, '0').slice(0, 3)));
  const drop = kind === 'ms' ? 0 : kind === 'us' ? 3 : 6;
  return Number(drop === 0 ? whole : whole.slice(0, -drop) || '0');
}

function wallOf(match: RegExpExecArray, kind: StampKind): number | undefined {
  const [one = 0, two = 0, three = 0] = match.slice(1, 4).map(Number);
  const [year, month, day] =
    kind === 'dmy' ? [three, two, one] : kind === 'mdy' ? [three, one, two] : [one, two, three];
  const half = match[8]?.toLowerCase();
  let hour = Number(match[4] ?? 0);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (half === 'pm' ? 12 : 0);
  }
  const [minute, second] = [Number(match[5] ?? 0), Number(match[6] ?? 0)];
  const ms = Number((match[7] ?? '0').padEnd(3, '0').slice(0, 3));
  const at = new Date(Date.UTC(year, month - 1, day, hour, minute, second, ms));
  const isReal = at.getUTCMonth() === month - 1 && at.getUTCDate() === day && at.getUTCHours() === hour;
  return isReal && minute < 60 && second < 60 ? at.getTime() : undefined;
}
