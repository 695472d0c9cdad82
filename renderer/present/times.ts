/** Instants and spans, in UTC and in digits that keep their width. */
const space = '\u202f';
const two = (count: number): string => String(count).padStart(2, '0');

/** `+01:35:22`, `-23:00:00`; days are hours here, as launch clocks have it. */
export function tClockWords(millis: number): string {
  const seconds = Math.trunc(Math.abs(millis) / 1000);
  return `${millis < 0 && seconds > 0 ? '-' : '+'}${spanClockWords(seconds * 1000)}`;
}

/** `02:18:18`, without a sign. */
export function spanClockWords(millis: number): string {
  const seconds = Math.max(0, Math.trunc(millis / 1000));
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** `24:58` under an hour, else `01:24:58`. */
export function shortClockWords(millis: number): string {
  const seconds = Math.max(0, Math.trunc(millis / 1000));
  return seconds >= 3600 ? spanClockWords(millis) : `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}

/** `15:41:42` */
export function utcWords(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 19);
}

/** `15:41:42.507`; without the part of a second where that is none. */
export function preciseWords(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, atMs % 1000 === 0 ? 19 : 23);
}

/** `15:41` */
export function utcMinuteWords(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 16);
}

/** `2026-03-30` */
export function dateWords(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

/** `01-26`, where the year is known. */
export function dayWords(atMs: number): string {
  return dateWords(atMs).slice(5);
}

/** An instant on an axis: with its seconds where that is short, and midnight as its day where it is longer than one. */
export function axisWords(atMs: number, spanMs: number): string {
  if (spanMs < 120_000) return utcWords(atMs);
  return spanMs > 86_400_000 && atMs % 86_400_000 === 0 ? dayWords(atMs) : utcMinuteWords(atMs);
}

const units: readonly (readonly [unit: string, millis: number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
];

/** `47 s`, `2 min 27 s`, `3 h 5 min`, `26 h`: at most two units, the second only where it still says something. */
export function spanWords(millis: number): string {
  const rounded = Math.max(0, Math.round(millis / 1000) * 1000);
  const isLong = rounded >= 2 * 86_400_000;
  const usable = isLong ? units : units.slice(1);
  const index = Math.max(
    0,
    usable.findIndex(([, size]) => rounded >= size),
  );
  const [unit, size] = usable[rounded < 1000 ? usable.length - 1 : index] ?? ['s', 1000];
  const first = Math.floor(rounded / size);
  const [nextUnit, nextSize] = usable[index + 1] ?? ['', 0];
  const second = nextSize === 0 || first >= 10 ? 0 : Math.floor((rounded - first * size) / nextSize);
  return `${first}${space}${unit}${second === 0 ? '' : ` ${second}${space}${nextUnit}`}`;
}

/** `75 s`, `15 m`, `3 h`: a window in one unit, as short as it stays true. */
export function windowWords(millis: number): string {
  const seconds = millis / 1000;
  const [count, unit] =
    seconds % 3600 === 0 ? [seconds / 3600, 'h'] : seconds % 60 === 0 ? [seconds / 60, 'm'] : [seconds, 's'];
  return `${Number(count.toFixed(1))}${space}${unit}`;
}
