import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { parse } from 'yaml';
import { planJsonSchema, planSchema } from '../../shared/model/plan.ts';
import { valueAt } from '../../shared/model/valueAt.ts';
import { matchesSchema } from '../help/matchesSchema.ts';
import { readExamplePlan, readOraclePlans, readPlanCases } from '../help/planCases.ts';
import { runs } from '../help/runs.ts';

const schema = planJsonSchema();

function parseQuietly(text: string): unknown {
  try {
    return parse(text, { logLevel: 'silent' });
  } catch {
    return undefined;
  }
}

const shipped = readFileSync(join(import.meta.dirname, '../../data/shopnow-one-click/plan.yaml'), 'utf8');

const good: readonly (readonly [name: string, text: string])[] = [
  ['the plan of the formats page', readExamplePlan()],
  ['the shipped plan', shipped],
  ...readOraclePlans(),
];

test.each(good)('an editor finds nothing wrong with %s', (_name, text) => {
  expect(matchesSchema(schema, parse(text))).toBe(true);
});

/** What a JSON Schema cannot say: dates that exist, limits of numbers in texts, how the numbers of a list rise. */
const beyond: readonly string[] = [
  'a key that every map has',
  'a tag',
  'a T-0 on the thirtieth of February',
  'an objective of a hundred percent',
  'stages that fall',
  'a duration of eleven years',
  'an address with a password in it',
  'an address that is not encrypted',
];

describe('an editor refuses what the reader refuses', () => {
  const cases = readPlanCases('misread').flatMap(({ name, plan }) => {
    const value = parseQuietly(plan);
    return value === undefined || planSchema.safeParse(value).success ? [] : [{ name, value }];
  });

  test('and there is something to refuse', () => {
    expect(cases.length).toBeGreaterThan(60);
  });

  test.each(cases)('$name', ({ name, value }) => {
    expect(matchesSchema(schema, value)).toBe(beyond.includes(name));
  });
});

/** Every path in a value, to a map, a list or a leaf. */
function pathsIn(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [path, ...keys.flatMap((key) => pathsIn(Reflect.get(value, key), [...path, key]))];
}

test('an editor takes whatever the reader takes', () => {
  const example: unknown = parse(readExamplePlan());
  const words = ['', 'x', 'a b', '5m', '0s', '5 min', 'T-0', 'T-', '2026-03-30T14:00Z', '5%', '+5 %', '0.8pp', 'env:X'];
  const others = [...words, 0, 1, -1, 0.5, 1.5, 1e9, true, null, [], ['a'], [1], {}, { a: 1 }, 'USD', 'x'.repeat(3000)];
  let taken = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...pathsIn(example).filter((path) => path.length > 0)),
      fc.constantFrom<unknown>(...others),
      (path, other) => {
        const plan = structuredClone(example);
        const parent = valueAt(plan, path.slice(0, -1));
        if (typeof parent !== 'object' || parent === null) return;
        Reflect.set(parent, path.at(-1) ?? '', other);
        if (!planSchema.safeParse(plan).success) return;
        taken += 1;
        expect(matchesSchema(schema, plan)).toBe(true);
      },
    ),
    { numRuns: runs(1000) },
  );
  expect(taken).toBeGreaterThan(runs(1000) / 50);
});
