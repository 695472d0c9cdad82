import { formatDuration } from '../base/duration.ts';
import { nearestWord } from '../base/nearestWord.ts';
import { formatPercent } from '../base/percent.ts';
import type { Plan } from '../model/plan.ts';
import type { Alert } from '../model/planIndicators.ts';
import { number } from '../model/planScalars.ts';
import { duration, ratio, threshold } from '../model/planUnits.ts';
import { printable, type PlanPath } from '../model/problem.ts';
import { type NumberKind, type RuleNumber, ruleNumbers } from './ruleNumbers.ts';
import { alertPairs } from './slo.ts';

/** A plan with one number replaced, or why that cannot be done: a whole sentence. */
export type SetRule =
  | {
      readonly plan: Plan;
      readonly problem?: never;
      /** What stood there, as people write it; undefined where the plan leaves it to its default. */
      readonly was: string | undefined;
      /** The alert pair (`checkout.fast`) that a trigger has its number from: every rule on the pair has it too. */
      readonly pair: string | undefined;
      /** Where the number stands in the plan. */
      readonly path: PlanPath;
    }
  | {
      readonly problem: string;
      readonly plan?: never;
      readonly was?: never;
      readonly pair?: never;
      readonly path?: never;
    };

/**
 * Replaces one number of a rule: `RB-2.over=300`, `RB-2.clear.for=30s`, `checkout.fast.factor=10`. The value is read as
 * the plan would read it. The plan that was given stays as it is.
 */
export function setRule(plan: Plan, assignment: string): SetRule {
  const equals = assignment.indexOf('=');
  if (equals < 1) {
    return { problem: `${shown(assignment)} sets nothing: write RULE.FIELD=VALUE, such as RB-2.over=300.` };
  }
  const key = assignment.slice(0, equals).trim();
  const found = findNumber(plan, key);
  if (typeof found === 'string') return { problem: found };
  const read = readNumber(found.kind, assignment.slice(equals + 1).trim());
  if (typeof read === 'string') return { problem: `${shown(key)} cannot be ${read}.` };
  const { path } = found;
  const was = found.value === undefined ? undefined : showNumber(found.kind, found.value);
  const isPair = path[0] === 'slos';
  const base = isPair ? withPair(plan, path) : plan;
  return { plan: replaced(base, path, read) as Plan, was, pair: pairOf(plan, path, key), path };
}

/** The number that `RULE.FIELD` means; else what is wrong with it. Ids may hold dots: the longest that fits is meant. */
function findNumber(plan: Plan, key: string): RuleNumber | string {
  const rules = ruleNumbers(plan);
  const rule = [...rules.keys()]
    .filter((id) => key.startsWith(`${id}.`))
    .sort((one, other) => other.length - one.length)[0];
  if (rule === undefined) return unknownRule(plan, rules, key);
  const numbers = rules.get(rule) ?? [];
  const field = key.slice(rule.length + 1);
  const exact = numbers.find((one) => one.field === field);
  if (exact !== undefined) return exact;
  const named = new Map(numbers.filter((one) => one.name === field).map((one) => [one.path.join('.'), one]));
  const [only, ...others] = named.values();
  if (only !== undefined && others.length === 0) return only;
  if (only !== undefined) {
    const all = [only, ...others].map((one) => `${rule}.${one.field}`).join(' or ');
    return `${shown(key)} stands in several conditions: write ${all}.`;
  }
  const fields = numbers.map((one) => one.field);
  const nearest = nearestWord(field, fields);
  const advice = nearest === undefined ? '' : `did you mean ${nearest}? `;
  return fields.length === 0
    ? `${shown(rule)} has no number to set: name another rule.`
    : `${shown(rule)} has no ${shown(field)}: ${advice}${nearest === undefined ? 'i' : 'I'}t has ${fields.join(', ')}.`;
}

function unknownRule(plan: Plan, rules: ReadonlyMap<string, readonly RuleNumber[]>, key: string): string {
  const known = [...rules.keys()];
  if (known.length === 0) return `The plan has no rule to set a number of: add a trigger or a criterion.`;
  if (rules.has(key))
    return `${shown(key)} is a rule: name its number too, such as ${key}.${rules.get(key)?.[0]?.field ?? 'for'}.`;
  const fields = [...new Set([...rules.values()].flat().map((one) => one.field))];
  const ending = fields.filter((field) => key.endsWith(`.${field}`)).sort((one, other) => other.length - one.length)[0];
  const rule = ending === undefined ? key.replace(/\.[^.]*$/, '') : key.slice(0, -ending.length - 1);
  const nearest = nearestWord(rule, known);
  const slo = Object.hasOwn(plan.slos, rule) ? plan.slos[rule] : undefined;
  if (slo !== undefined) {
    const pairs = alertPairs(slo).map((pair) => `${rule}.${pair.id}`);
    return `${shown(rule)} is an objective: name one of its alert pairs, ${pairs.join(', ')}.`;
  }
  return `The plan has no rule ${shown(rule)}: ${nearest === undefined ? `it has ${known.slice(0, 12).join(', ')}${known.length > 12 ? '…' : ''}.` : `did you mean ${nearest}?`}`;
}

const readers = {
  duration: duration('30s or 5m'),
  threshold,
  burn: number('how many times the budgeted rate, such as 14.4', 0),
  positive: number('a number above 0', Number.MIN_VALUE),
  confidence: ratio('99.9%', { open: true }),
  spend: ratio('10%', { open: true, most: 10 }),
} as const satisfies Record<NumberKind, unknown>;

/** The value as the plan would have it, or what to write instead. */
function readNumber(kind: NumberKind, text: string): number | string {
  const value = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
  const read = readers[kind].safeParse(kind === 'duration' ? text : value);
  if (read.success) return read.data;
  return `'${shown(text)}': ${read.error.issues[0]?.message ?? 'write another value'}`;
}

function showNumber(kind: NumberKind, value: number): string {
  if (kind === 'duration') return formatDuration(value);
  if (kind === 'confidence' || kind === 'spend') return formatPercent(value, 12);
  return String(value);
}

/** The pair written out as it stands, defaults too, without the numbers that say how fast is too fast. */
function withPair(plan: Plan, path: PlanPath): Plan {
  const id = String(path[1]);
  const slo = plan.slos[id];
  if (slo === undefined) return plan;
  const written: readonly Alert[] =
    slo.alerts ??
    alertPairs(slo).map(({ id: pair, longMs, shortMs, factor, severity }) => ({
      id: pair,
      long: longMs,
      short: shortMs,
      factor,
      severity,
    }));
  const alerts = written.map((pair, index) => {
    if (index !== path[3]) return pair;
    const { factor: _factor, spend: _spend, ...rest } = pair;
    return rest;
  });
  return { ...plan, slos: { ...plan.slos, [id]: { ...slo, alerts } } };
}

function pairOf(plan: Plan, path: PlanPath, key: string): string | undefined {
  const id = String(path[1]);
  const slo = path[0] === 'slos' ? plan.slos[id] : undefined;
  if (slo === undefined) return undefined;
  const pair = `${id}.${alertPairs(slo)[Number(path[3])]?.id ?? ''}`;
  return key.startsWith(`${pair}.`) ? undefined : pair;
}

function replaced(value: unknown, path: PlanPath, to: number): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return to;
  if (Array.isArray(value)) return value.map((one: unknown, at) => (at === step ? replaced(one, rest, to) : one));
  const map = (value ?? {}) as Readonly<Record<string, unknown>>;
  return { ...map, [step]: replaced(map[step], rest, to) };
}

function shown(text: string): string {
  return printable(text, 60);
}
