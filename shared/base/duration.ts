const UNITS: readonly (readonly [unit: string, ms: number])[] = [
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
];

const DURATION = /^(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;

/** The longest duration that a plan may name: ten years. Longer ones are typing errors and would lose exactness. */
export const LONGEST_DURATION_MS = 3653 * 86_400_000;

/**
 * Reads `250ms`, `30s`, `1h30m`, `12h`, `30d`, `2w`: whole numbers with units, greater units first, each at most once.
 * Returns undefined for anything else, and for what is longer than ten years.
 */
export function parseDurationMs(text: string): number | undefined {
  const match = text === '' || text.length > 64 ? null : DURATION.exec(text);
  if (match === null) return undefined;
  let ms = 0;
  for (const [place, [, unitMs]] of UNITS.entries()) ms += Number(match[place + 1] ?? '0') * unitMs;
  return ms <= LONGEST_DURATION_MS ? ms : undefined;
}

/** Writes whole milliseconds as `parseDurationMs` reads them: `90000` is `1m30s`, `0` is `0s`. Weeks are written as days. */
export function formatDuration(ms: number): string {
  let left = Math.round(Math.abs(ms));
  if (left === 0) return '0s';
  let text = ms < 0 ? '-' : '';
  for (const [unit, unitMs] of UNITS.slice(1)) {
    const amount = Math.floor(left / unitMs);
    left -= amount * unitMs;
    if (amount > 0) text += `${amount}${unit}`;
  }
  return text;
}

const WORDY: readonly (readonly [words: RegExp, ms: number])[] = [
  [/^(?:ms|msecs?|millis|milliseconds?)$/, 1],
  [/^(?:s|secs?|seconds?)$/, 1_000],
  [/^(?:m|mins?|minutes?)$/, 60_000],
  [/^(?:h|hrs?|hours?)$/, 3_600_000],
  [/^(?:d|days?)$/, 86_400_000],
  [/^(?:w|wks?|weeks?)$/, 604_800_000],
];

/**
 * What was probably meant by a text that is no duration: `5 min`, `1.5h`, `30s5m`, `PT5M`. Written as it would be read;
 * undefined where nobody can tell.
 */
export function nearestDuration(text: string): string | undefined {
  if (text.length > 64) return undefined;
  const plain = text.toLowerCase().replaceAll(/[\s_]|and/g, '');
  const parts = /^pt?\d/.test(plain) ? plain.replaceAll(/[pt]/g, '') : plain;
  if (!/^(?:\d+(?:\.\d+)?[a-z]+)+$/.test(parts)) return undefined;
  let ms = 0;
  for (const [, amount, unit = ''] of parts.matchAll(/(\d+(?:\.\d+)?)([a-z]+)/g)) {
    const unitMs = WORDY.find(([words]) => words.test(unit))?.[1];
    if (unitMs === undefined) return undefined;
    ms += Number(amount) * unitMs;
  }
  return ms <= LONGEST_DURATION_MS && Number.isInteger(ms) ? formatDuration(ms) : undefined;
}
