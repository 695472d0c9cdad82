import { z } from 'zod';
import { formatDuration, LONGEST_DURATION_MS, parseDurationMs } from '../base/duration.ts';
import { parseInstant, parseIsoMs } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import { nearestWord } from '../base/nearestWord.ts';
import { parsePercent } from '../base/percent.ts';

/**
 * The bricks of the plan's schema. Every `error` here completes the sentence "found X; ...", which `readPlan` begins: it
 * says what to write instead. Nothing here looks at more than its own value.
 */

const DURATION_PATTERN = '^(\\d+w)?(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?(\\d+ms)?$';
const INSTANT_HELP = 'write an instant such as 2026-03-30T14:00:00Z, T-2h or T+30m';
const ISO_HELP = 'write an instant with its zone, such as 2026-03-30T14:00:00Z';
const PERCENT_PATTERN = '^[+-]?\\d+(\\.\\d+)?\\s?(%|pp)$';

/** Text of 1 to 2,000 characters. `what` is what to write, e.g. `a name`. */
export function text(what: string) {
  return z
    .string({ error: `write ${what} as text` })
    .min(1, { error: `write ${what}` })
    .max(2000, { error: `write ${what} of at most 2,000 characters` });
}

/** A word that can be a key of any map: `toString` and the like would be found in maps that do not hold them. */
function keyWord(what: string, pattern: RegExp, rule: string) {
  return z
    .string({ error: `write ${what}` })
    .regex(pattern, { error: `write ${what}: ${rule}` })
    .refine((word) => !(word in Object.prototype), { error: `write ${what} other than this word, which is taken` });
}

const ID = /^(?!\d+$)[A-Za-z0-9_][A-Za-z0-9_.:-]{0,127}$/;
const ID_RULE = 'at most 128 letters, digits and _ . : -, not digits alone';
const NAME = /^[A-Za-z_][A-Za-z0-9_.:-]{0,127}$/;

/** The name of something in the plan. Never digits alone, so that records keep the order in which they were written. */
export const id = keyWord('an id', ID, ID_RULE);

/** The id of something that the plan has elsewhere, e.g. `a role`. */
export function idOf(what: string) {
  return keyWord(`the id of ${what}`, ID, ID_RULE);
}

/** The name of a metric, a label or a kind of event, as telemetry may carry it. */
export const name = keyWord('a name', NAME, 'a letter, then at most 127 letters, digits and _ . : -');

export const labelValue = z
  .string({ error: 'write a label value as text, in quotes if it is a number' })
  .max(256, { error: 'write a label value of at most 256 characters' });

/** Label names to the values that match: any of them. */
export const where = z.record(
  name,
  z.union([labelValue.transform((value) => [value]), list(labelValue, 'label values')], {
    error: 'write a label value (in quotes if it is a number), or a list of them',
  }),
  { error: 'write a map of labels, such as { outcome: error }' },
);
export type Where = Readonly<Record<string, readonly string[]>>;

export const flag = z.boolean({ error: 'write true or false' });

/** One of a few words. */
export function word<const Words extends readonly [string, ...string[]]>(...words: Words) {
  return z.enum(words, {
    error: (issue) => {
      const nearest = typeof issue.input === 'string' ? nearestWord(issue.input, words) : undefined;
      if (words.length === 1) return `write ${words[0]}`;
      return nearest === undefined
        ? `write one of ${words.join(', ')}`
        : `write ${nearest} (known are ${words.join(', ')})`;
    },
  });
}

/** Whole or not, finite, and at least `least`. */
export function number(what: string, least = -Number.MAX_VALUE) {
  const error = `write ${what}`;
  return z.number({ error }).min(least, { error });
}

export function wholeNumber(what: string, least: number) {
  const error = `write ${what}`;
  return z.int({ error }).min(least, { error });
}

/** For a union told apart by `kind`: says which kinds there are, or which one was meant. */
export function kindError(...kinds: readonly string[]) {
  return (issue: z.core.$ZodRawIssue): string => {
    const input: unknown = issue.input;
    const kind: unknown = typeof input === 'object' && input !== null && 'kind' in input ? input.kind : undefined;
    const nearest = typeof kind === 'string' ? nearestWord(kind, kinds) : undefined;
    const known = nearest === undefined ? `one of ${kinds.join(', ')}` : `${nearest} (known are ${kinds.join(', ')})`;
    return issue.code === 'invalid_union' ? `write ${known}` : `write a map with a kind: ${known}`;
  };
}

/** A length of time of at least `leastMs`, read as ms. */
export function duration(example = '30s or 5m', leastMs = 0) {
  const error = `write a duration such as ${example}`;
  return z
    .string({ error })
    .meta({ pattern: DURATION_PATTERN, examples: ['30s', '5m', '1h30m'] })
    .transform((value, context): number => {
      const ms = parseDurationMs(value);
      if (ms !== undefined && ms >= leastMs) return ms;
      const hint = ms === undefined ? hintOnDuration(value) : `, at least ${formatDuration(leastMs)}`;
      context.issues.push({ code: 'custom', input: value, message: `${error}${hint}` });
      return z.NEVER;
    });
}

function hintOnDuration(value: string): string {
  if (/^\d+$/.test(value)) return ', with its unit';
  if (/^[\d.]+(?:w|d|h|m|s|ms)$/.test(value) && value.includes('.')) return ', in whole numbers';
  if (/^(?:\d+(?:w|d|h|m|s|ms))+$/.test(value)) {
    return `, greater units first, up to ${LONGEST_DURATION_MS / 86_400_000} days`;
  }
  return '';
}

/** A moment, fixed or told against T-0. */
export const instant = z
  .string({ error: INSTANT_HELP })
  .meta({ examples: ['T-2h', 'T+30m', '2026-03-30T14:00:00Z'] })
  .transform((value, context): Instant => {
    const read = parseInstant(value);
    if (read !== undefined) return read;
    const zone = parseIsoMs(`${value.replace(' ', 'T')}Z`) === undefined ? '' : ', with T and a zone (Z is UTC)';
    context.issues.push({ code: 'custom', input: value, message: `${INSTANT_HELP}${zone}` });
    return z.NEVER;
  });

/** The moment of T-0 itself: ISO 8601 with a zone, read as epoch ms. */
export const isoInstant = z
  .string({ error: ISO_HELP })
  .meta({ format: 'date-time' })
  .transform((value, context): number => {
    const at = parseIsoMs(value);
    if (at !== undefined) return at;
    context.issues.push({ code: 'custom', input: value, message: ISO_HELP });
    return z.NEVER;
  });

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
  return z
    .union([z.string().meta({ pattern: PERCENT_PATTERN, examples: [example] }), z.number()], { error })
    .transform((value, context): number => {
      const read = typeof value === 'string' ? parsePercent(value) : value;
      const inside = read !== undefined && (open ? read > least && read < most : read >= least && read <= most);
      if (inside) return read;
      context.issues.push({
        code: 'custom',
        input: value,
        message: ratioError(value, read, error, { least, most, open }),
      });
      return z.NEVER;
    });
}

function ratioError(
  value: string | number,
  read: number | undefined,
  error: string,
  limits: Required<RatioLimits>,
): string {
  if (read === undefined) return error;
  if (typeof value === 'number' && value > limits.most && value <= 100 * limits.most)
    return `write ${value}%, or a ratio such as ${value / 100}`;
  const asPercent = (limit: number): string => `${Number((limit * 100).toPrecision(12))}%`;
  return `${error}, ${limits.open ? 'between' : 'from'} ${asPercent(limits.least)} ${limits.open ? 'and' : 'to'} ${asPercent(limits.most)}`;
}

/** A threshold: a number in the unit of what it is compared with, or a percentage, which is read as a ratio. */
export const threshold = z
  .union([z.string().meta({ pattern: PERCENT_PATTERN, examples: ['5%'] }), z.number()], {
    error: 'write a number or a percentage',
  })
  .transform((value, context): number => {
    const read = typeof value === 'string' ? parsePercent(value) : value;
    if (read !== undefined) return read;
    context.issues.push({ code: 'custom', input: value, message: 'write a number or a percentage' });
    return z.NEVER;
  });

/** The least count that a value must rest on: `50` or `{ n: 50 }`. */
export const minimum = z
  .union([wholeNumber('a whole number such as 50', 0), strict({ n: wholeNumber('a whole number such as 50', 0) })], {
    error: 'write a whole number such as 50, or { n: 50 }',
  })
  .transform((value): { n: number } => (typeof value === 'number' ? { n: value } : value));

/** A list of at least `least` different entries. `what` says what to write in it. */
export function list<Item extends z.ZodType>(item: Item, what: string, least = 1) {
  const error = `write a list of ${what}`;
  return z
    .array(item, { error })
    .min(least, { error: `${error}, at least ${least}` })
    .max(10_000, { error: `${error}, at most 10,000` });
}

/** A map whose keys are ids, in the order in which they were written. Absent, it is empty. */
export function byId<Value extends z.ZodType>(value: Value, what: string) {
  return z.record(id, value, { error: `write a map of ${what}, each under its id` });
}

/** Unknown keys of one object for which a remedy is looked up; more are not reported. */
export const MOST_UNKNOWN = 100;

/** An object with these keys and no others. One line of the message for each unknown key. */
export function strict<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return `write a map with ${listed(known)}`;
      return issue.keys
        .slice(0, MOST_UNKNOWN)
        .map((key) => unknownKey(key, known))
        .join('\n');
    },
  });
}

function unknownKey(key: string, known: readonly string[]): string {
  const nearest = nearestWord(key, known);
  return nearest === undefined ? `write one of ${known.join(', ')}` : `write ${nearest}`;
}

function listed(keys: readonly string[]): string {
  return keys.length > 8 ? `${keys.slice(0, 8).join(', ')}, …` : keys.join(', ');
}
