import { z } from 'zod';
import { nearestWord } from '../base/nearestWord.ts';

/**
 * The bricks of the plan's schema. Every `error` here completes the sentence "found X; ...", which `readPlan` begins: it
 * says what to write instead. Nothing here looks at more than its own value.
 */

/** Text of 1 to 2,000 characters. `what` is what to write, e.g. `a name`. */
export function text(what: string) {
  return z
    .string({
      error: ({ input }) =>
        `write ${what}${what.includes(',') ? ',' : ''} as text${isBare(input) ? ', in quotes' : ''}`,
    })
    .min(1, { error: `write ${what}` })
    .max(2000, { error: `write ${what} of at most 2,000 characters` });
}

/** A number, or true or false, that may have been meant as text. */
function isBare(input: unknown): boolean {
  return typeof input === 'number' || typeof input === 'boolean';
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
  .string({ error: ({ input }) => `write a label value as text${isBare(input) ? ', in quotes' : ''}` })
  .max(256, { error: 'write a label value of at most 256 characters' });

/** Label names to the values that match: any of them. */
export const where = z.record(
  name,
  z.union([labelValue.transform((value) => [value]), list(labelValue, 'label values')], {
    error: 'write a label value (numbers, true and false in quotes), or a list of them',
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
  return z.number({ error: ({ input }) => plainNumber(input) ?? error }).min(least, { error });
}

export function wholeNumber(what: string, least: number) {
  const error = `write ${what}`;
  return z.int({ error: ({ input }) => plainNumber(input) ?? error }).min(least, { error });
}

/** What to write for a number in quotes or with marks between its digits. */
function plainNumber(input: unknown): string | undefined {
  if (typeof input !== 'string' || input.length > 40) return undefined;
  const plain = input.replaceAll(/[_\s]|,(?=\d{3}(?!\d))/g, '');
  return /^-?\d+(?:\.\d+)?$/.test(plain) ? `write ${plain} as a plain number` : undefined;
}

/** For a union told apart by `kind`: says which kinds there are, or which one was meant. */
export function kindError(...kinds: readonly string[]) {
  return (issue: z.core.$ZodRawIssue): string => {
    const input: unknown = issue.input;
    const entries: (readonly [string, unknown])[] =
      typeof input === 'object' && input !== null ? Object.entries(input) : [];
    const kind = entries.find(([key]) => key === 'kind')?.[1];
    const other = entries.find(([, value]) => typeof value === 'string' && kinds.includes(value));
    if (kind === undefined && other !== undefined) return `write kind in place of ${other[0]}`;
    const nearest = typeof kind === 'string' ? nearestWord(kind, kinds) : undefined;
    const known = nearest === undefined ? `one of ${kinds.join(', ')}` : `${nearest} (known are ${kinds.join(', ')})`;
    return issue.code === 'invalid_union' ? `write ${known}` : `write a map with a kind: ${known}`;
  };
}

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

/** Words of other tools, and ours for the same; some are spelt nearer to another of ours. */
const MEANT: Readonly<Record<string, string>> = {
  ...{ and: 'all', or: 'any', above: 'over', below: 'under', greater: 'over', less: 'under' },
  ...{ type: 'kind', description: 'says', message: 'guidance', team: 'owner', target: 'objective' },
};

/** How the advice on an unknown key begins when no known one is near. */
export const NO_NEAR_KEY = 'write one of';

/** An object with these keys and no others. One line of the message for each unknown key. */
export function strict<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return `write a map with ${listed(known)}`;
      return issue.keys
        .slice(0, MOST_UNKNOWN)
        .map((key) => unknownKey(key, known, issue.input))
        .join('\n');
    },
  });
}

function unknownKey(key: string, known: readonly string[], input: unknown): string {
  const has = (word: string): boolean => typeof input === 'object' && input !== null && Object.hasOwn(input, word);
  const meant = MEANT[key.toLowerCase()] ?? '';
  const nearest = known.includes(meant) ? meant : nearestWord(key, known);
  // What is there already was not meant by another key.
  if (nearest === undefined ? known.every(has) : has(nearest)) return 'leave it out';
  return nearest === undefined ? `${NO_NEAR_KEY} ${known.join(', ')}` : `write ${nearest}`;
}

function listed(keys: readonly string[]): string {
  return keys.length > 8 ? `${keys.slice(0, 8).join(', ')}, …` : keys.join(', ');
}
