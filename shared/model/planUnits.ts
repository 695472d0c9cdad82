import { z } from 'zod';
import { formatDuration, LONGEST_DURATION_MS, nearestDuration, parseDurationMs } from '../base/duration.ts';
import { nearestInstant, parseInstant, parseIsoMs } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import { nearestPercent, parsePercent } from '../base/percent.ts';

/** The bricks of the plan's schema that carry a unit. As in `planScalars`, an `error` completes "found X; ...". */

const DURATION_PATTERN = '^(?=\\d)(\\d+w)?(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?(\\d+ms)?$';
const ISO_PATTERN = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?(?:Z|[+-]\\d\\d(?::?\\d\\d)?)';
const AGAINST_T0_PATTERN = 'T[+-](0|(?=\\d)(\\d+w)?(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?(\\d+ms)?)';
const PERCENT_PATTERN = '^[+-]?\\d+(\\.\\d+)?\\s?(%|pp)$';
const POSITIVE_PERCENT_PATTERN = PERCENT_PATTERN.replace('[+-]', '\\+');
const INSTANT_HELP = 'write an instant such as 2026-03-30T14:00:00Z, T-2h or T+30m';
const ISO_HELP = 'write an instant with its zone, such as 2026-03-30T14:00:00Z';

/** A length of time of at least `leastMs`, read as ms. */
export function duration(example = '30s or 5m', leastMs = 0) {
  const error = `write a duration such as ${example}`;
  return z
    .string({ error: ({ input }) => (typeof input === 'number' ? durationOfNumber(input, example) : error) })
    .meta({ pattern: DURATION_PATTERN, examples: ['30s', '5m', '1h30m'] })
    .transform((value, context): number => {
      const ms = parseDurationMs(value);
      if (ms !== undefined && ms >= leastMs) return ms;
      const message = ms === undefined ? durationAdvice(value, error) : `${error}, at least ${formatDuration(leastMs)}`;
      context.issues.push({ code: 'custom', input: value, message });
      return z.NEVER;
    });
}

function durationOfNumber(value: number, example: string): string {
  return value === 0 ? 'write 0s' : `write a duration with its unit, such as ${example}`;
}

function durationAdvice(value: string, error: string): string {
  const meant = nearestDuration(value);
  if (meant !== undefined) return `write ${meant}`;
  if (/^\d+$/.test(value)) return `${error}, with its unit`;
  const isTooLong = /^(?:\d+(?:w|d|h|m|s|ms))+$/.test(value);
  return isTooLong ? `${error}, up to ${LONGEST_DURATION_MS / 86_400_000} days` : error;
}

/** A moment, fixed or told against T-0. */
export const instant = z
  .string({ error: INSTANT_HELP })
  .meta({ pattern: `^(${ISO_PATTERN}|${AGAINST_T0_PATTERN})$`, examples: ['T-2h', 'T+30m', '2026-03-30T14:00:00Z'] })
  .transform((value, context): Instant => {
    const read = parseInstant(value);
    if (read !== undefined) return read;
    context.issues.push({ code: 'custom', input: value, message: instantAdvice(value, INSTANT_HELP) });
    return z.NEVER;
  });

/** The moment of T-0 itself: ISO 8601 with a zone, read as epoch ms. */
export const isoInstant = z
  .string({ error: ISO_HELP })
  .meta({ pattern: `^${ISO_PATTERN}$`, examples: ['2026-03-30T14:00:00Z'] })
  .transform((value, context): number => {
    const at = parseIsoMs(value);
    if (at !== undefined) return at;
    context.issues.push({ code: 'custom', input: value, message: instantAdvice(value, ISO_HELP) });
    return z.NEVER;
  });

function instantAdvice(value: string, error: string): string {
  const meant = nearestInstant(value);
  if (meant !== undefined && (error === INSTANT_HELP || !meant.startsWith('T'))) return `write ${meant}`;
  const withZone = nearestInstant(`${value}Z`);
  if (withZone !== undefined && !withZone.startsWith('T')) return `write it with its zone, such as ${withZone}`;
  if (/^T[+-]\d+$/.test(value)) return `${error}, with its unit`;
  const isNoMoment = new RegExp(`^${ISO_PATTERN}$`).test(value);
  return isNoMoment ? 'write a day and a time that exist' : error;
}

export interface RatioLimits {
  readonly least?: number;
  readonly most?: number;
  /** Set where the limits themselves are refused. */
  readonly open?: boolean;
}

/**
 * A percentage (`5%`), percentage points (`0.8pp`) or a ratio (0.05), read as a ratio, between `least` (0) and `most` (1).
 * A bare number above 1 is refused: nobody can tell whether 5 means 5 % or 500 %.
 */
export function ratio(example: string, { least = 0, most = 1, open = false }: RatioLimits = {}) {
  const error = `write a percentage such as ${example}`;
  const pattern = least < 0 ? PERCENT_PATTERN : POSITIVE_PERCENT_PATTERN;
  const bare = open ? { exclusiveMinimum: least, exclusiveMaximum: most } : { minimum: least, maximum: most };
  return z
    .union([z.string().meta({ pattern, examples: [example] }), z.number().meta(bare)], { error })
    .transform((value, context): number => {
      const read = typeof value === 'string' ? parsePercent(value) : value;
      const inside = read !== undefined && (open ? read > least && read < most : read >= least && read <= most);
      if (inside) return read;
      context.issues.push({
        code: 'custom',
        input: value,
        message: ratioAdvice(value, read, error, { least, most, open }),
      });
      return z.NEVER;
    });
}

function ratioAdvice(
  value: string | number,
  read: number | undefined,
  error: string,
  limits: Required<RatioLimits>,
): string {
  if (typeof value === 'string' && read === undefined) {
    const meant = nearestPercent(value);
    return meant === undefined ? error : `write ${meant}`;
  }
  if (typeof value === 'number' && value > limits.most && value <= 100 * limits.most)
    return `write ${value}%, or a ratio such as ${value / 100}`;
  const asPercent = (limit: number): string => `${Number((limit * 100).toPrecision(12))}%`;
  return `${error}, ${limits.open ? 'between' : 'from'} ${asPercent(limits.least)} ${limits.open ? 'and' : 'to'} ${asPercent(limits.most)}`;
}

const THRESHOLD_HELP = 'write a number or a percentage';

/** A threshold: a number in the unit of what it is compared with, or a percentage, which is read as a ratio. */
export const threshold = z
  .union([z.string().meta({ pattern: PERCENT_PATTERN, examples: ['5%'] }), z.number()], { error: THRESHOLD_HELP })
  .transform((value, context): number => {
    const read = typeof value === 'string' ? parsePercent(value) : value;
    if (read !== undefined) return read;
    context.issues.push({ code: 'custom', input: value, message: thresholdAdvice(String(value)) });
    return z.NEVER;
  });

function thresholdAdvice(value: string): string {
  const ms = parseDurationMs(value);
  if (ms !== undefined) return `write ${ms}: latencies are compared in ms`;
  const meant = nearestPercent(value);
  if (meant === undefined) return THRESHOLD_HELP;
  return /^[+-]?\d+(?:\.\d+)?$/.test(value) ? `write ${value} without quotes, or ${meant}` : `write ${meant}`;
}
