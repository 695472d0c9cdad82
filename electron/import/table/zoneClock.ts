import { ForeignFileError } from '../foreignFormat.ts';

const hourMs = 3_600_000;

/** Clocks of a place on earth: what its wall shows, as UTC. */
export interface ZoneClock {
  readonly name: string;
  /**
   * `wallMs`: what the wall shows, as if it were UTC. Of two instants that show the same, the first that is not before
   * `afterMs`; undefined for a time that the wall passes over.
   */
  toUtcMs(wallMs: number, afterMs: number): number | undefined;
}

/** Throws `ForeignFileError` for a zone that nobody knows. */
export function openZone(name: string): ZoneClock {
  const fixed = /^(?:UTC|Z|([+-])(\d\d):?(\d\d))$/.exec(name);
  if (fixed !== null) {
    const offsetMs = (Number(fixed[2] ?? 0) * 60 + Number(fixed[3] ?? 0)) * 60_000 * (fixed[1] === '-' ? -1 : 1);
    return { name, toUtcMs: (wallMs) => wallMs - offsetMs };
  }
  const format = openFormat(name);
  const offsets = new Map<number, number>();
  /** Offsets change at quarters of an hour, nowhere between. */
  const offsetAt = (utcMs: number): number => {
    const quarter = Math.floor(utcMs / (hourMs / 4));
    const known = offsets.get(quarter);
    if (known !== undefined) return known;
    if (offsets.size > 100_000) offsets.clear();
    const at = quarter * (hourMs / 4);
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    const offset = Date.UTC(year, month - 1, day, hour, minute, second) - at;
    offsets.set(quarter, offset);
    return offset;
  };
  return {
    name,
    toUtcMs(wallMs, afterMs) {
      const offsetsNear = new Set([offsetAt(wallMs - 24 * hourMs), offsetAt(wallMs + 24 * hourMs)]);
      const instants = [...offsetsNear]
        .map((offset) => wallMs - offset)
        .filter((utcMs) => utcMs + offsetAt(utcMs) === wallMs)
        .sort((one, other) => one - other);
      return instants.find((utcMs) => utcMs >= afterMs) ?? instants[0];
    },
  };
}

function openFormat(name: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw new ForeignFileError(
      `There is no time zone ${JSON.stringify(name.slice(0, 60))}: write one such as UTC, Europe/Berlin or +02:00.`,
    );
  }
}
