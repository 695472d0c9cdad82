import { formatDuration } from '../../shared/base/duration.ts';

/** How instants are written in one review: in one zone, and against the T-0 of its plan. */
export interface ReviewTimes {
  readonly zone: string;
  readonly t0At: number;
  /** `2026-03-30 14:02:26`. */
  instant(at: number): string;
  /** `2026-03-30T14:02:26.000Z`, whatever the zone. */
  iso(at: number): string;
  /** `14:02:26`. */
  time(at: number): string;
  /** `30 March`, for what stands beside a time. */
  day(at: number): string;
  /** `T+00:02:26`. */
  clock(at: number): string;
  /** `T+2m26s`, for sentences. */
  spoken(at: number): string;
}

/** Throws `RangeError` for a zone that the machine does not know. */
export function createTimes(t0At: number, zone: string): ReviewTimes {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const dayFormat = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'long' });
  const known = new Map<number, readonly [date: string, time: string]>();
  const parts = (at: number): readonly [string, string] => {
    const before = known.get(at);
    if (before !== undefined) return before;
    const isDate = Number.isFinite(at) && Math.abs(at) <= 8.64e15;
    const of = new Map(isDate ? format.formatToParts(at).map((part) => [part.type, part.value]) : []);
    const get = (type: Intl.DateTimeFormatPartTypes): string => of.get(type) ?? '?';
    const made = [
      `${get('year')}-${get('month')}-${get('day')}`,
      `${get('hour')}:${get('minute')}:${get('second')}`,
    ] as const;
    known.set(at, made);
    return made;
  };
  return {
    zone,
    t0At,
    iso: (at) => (Math.abs(at) <= 8.64e15 ? new Date(at).toISOString() : String(at)),
    instant: (at) => parts(at).join(' '),
    time: (at) => parts(at)[1],
    day: (at) => (Math.abs(at) <= 8.64e15 ? dayFormat.format(at) : '?'),
    clock: (at) => clockOf(at - t0At),
    spoken: (at) => (at === t0At ? 'T-0' : `T${at < t0At ? '-' : '+'}${formatDuration(Math.abs(at - t0At))}`),
  };
}

function clockOf(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  return `T${ms < 0 ? '-' : '+'}${two(hours)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
