import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { parse } from 'yaml';
import { planJsonSchema } from '../../shared/model/plan.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { showProblem } from '../../shared/model/problem.ts';
import { readPlan } from '../../shared/model/readPlan.ts';
import { readExamplePlan, readOraclePlans, readPlanCases } from '../help/planCases.ts';

function planOf(text: string): Plan {
  const read = readPlan(text, 'plan.yaml');
  if (read.plan === undefined) throw new Error(read.problems.map(showProblem).join('\n'));
  return read.plan;
}

const START = 'format: holdpoint/plan@1\nlaunch: { id: x, t0: 2026-03-30T14:00:00Z }\n';

describe('a plan that cannot be read says why', () => {
  test.each(readPlanCases('misread'))('$name', ({ plan, says }) => {
    const read = readPlan(plan, 'plan.yaml');
    expect(read.problems.map(showProblem)).toEqual(says);
    expect(read.plan).toBeUndefined();
  });
});

describe('the plan of the formats page', () => {
  const plan = planOf(readExamplePlan());

  test('has its durations in ms, its percentages as ratios, its instants in ms', () => {
    expect(plan.launch.t0).toBe(Date.UTC(2026, 2, 30, 14));
    expect(plan.launch.window).toEqual({ opens: { tMs: 0 }, closes: { tMs: 14_400_000 } });
    expect(plan.slos['checkout']).toMatchObject({ objective: 0.9995, period: 43_200_000, spentAtStart: 0 });
    expect(plan.slos['one-click']?.alerts).toEqual([
      { id: 'fast', long: 900_000, short: 75_000, spend: 0.1, severity: 'page' },
    ]);
    expect(plan.ramp?.stages).toEqual([0, 0.01, 0.05, 0.25, 0.5, 1]);
    expect(plan.experiments['one-click']).toMatchObject({ expects: 0.008, guardrails: [{ margin: 0.001 }] });
    expect(plan.milestones['pci-review']?.from).toEqual({ tMs: -8 * 7 * 86_400_000 });
  });

  test('has its conditions told apart by kind', () => {
    expect(plan.triggers['RB-1']?.when).toEqual({ kind: 'alert', slo: 'one-click', alert: 'fast' });
    expect(plan.triggers['RB-2']?.when).toEqual({ kind: 'level', indicator: 'hsm-p99', window: 300_000, over: 250 });
    expect(plan.triggers['RB-3']?.when).toEqual({
      kind: 'ratio',
      indicator: 'ato-lift',
      ratioOver: 1,
      confidence: 0.95,
    });
    expect(plan.triggers['RB-5']?.when).toEqual({
      kind: 'cusum',
      cusum: 'ato-token',
      every: 60_000,
      m0: 1,
      m1: 3,
      h: 5,
    });
    expect(plan.criteria['LCC-1']?.holds).toEqual({ kind: 'burn', slo: 'checkout', window: 1_800_000, burnUnder: 1 });
  });

  test('has label values as lists, scopes as labels, guidance as text', () => {
    expect(plan.exposed).toEqual({ path: ['one-click'] });
    expect(plan.indicators['hsm-fallback']).toMatchObject({ of: { where: { served: ['cache', 'fallback'] } } });
    expect(plan.triggers['RB-1']).toMatchObject({
      scope: { each: ['market', 'method'] },
      does: { kind: 'rollback', rollback: 'cell', to: 0 },
      guidance: { text: 'Take the cell to 0 %. Check the HSM board first.' },
    });
    expect(plan.triggers['RB-2']?.scope).toEqual({ each: [] });
  });

  test('keeps the order in which it was written', () => {
    expect(Object.keys(plan.triggers)).toEqual(['RB-1', 'RB-2', 'RB-3', 'RB-4', 'RB-5']);
    expect(Object.keys(plan.criteria)).toEqual(['LCC-1', 'LCC-2', 'LCC-4', 'LCC-3']);
  });

  test('reads the same from JSON, however it is indented', () => {
    const value: unknown = parse(readExamplePlan());
    expect(planOf(JSON.stringify(value))).toEqual(plan);
    expect(planOf(JSON.stringify(value, null, 2))).toEqual(plan);
    expect(planOf(JSON.stringify(value, null, '\t'))).toEqual(plan);
  });
});

test.each(readOraclePlans())('%s can be read', (_name, text) => {
  expect(Object.keys(planOf(text).triggers).length).toBeGreaterThan(0);
});

describe('every kind of condition', () => {
  test.each([
    ['{ slo: s, budgetLeftUnder: 10% }', { kind: 'budget', slo: 's', budgetLeftUnder: 0.1 }],
    ['{ slo: s, window: 5m, burnOver: 2 }', { kind: 'burn', slo: 's', window: 300_000, burnOver: 2 }],
    ['{ indicator: i, window: 5m, under: 2% }', { kind: 'level', indicator: 'i', window: 300_000, under: 0.02 }],
    [
      '{ indicator: i, ratioOver: 1.2, window: 6h }',
      { kind: 'ratio', indicator: 'i', ratioOver: 1.2, window: 21_600_000 },
    ],
    ['{ experiment: e, is: proven worse }', { kind: 'experiment', experiment: 'e', is: 'proven worse' }],
    ['{ forecast: f, before: T+1h }', { kind: 'forecast', forecast: 'f', before: { tMs: 3_600_000 } }],
    ['{ forecast: f, after: 1970-01-01T00:00:01Z }', { kind: 'forecast', forecast: 'f', after: { at: 1000 } }],
    ['{ evidence: report }', { kind: 'evidence', evidence: ['report'] }],
    [
      '{ event: deploy, where: { mode: manual }, within: 30m }',
      { kind: 'event', event: 'deploy', where: { mode: ['manual'] }, within: 1_800_000 },
    ],
    [
      '{ not: { any: [ { evidence: [a, b] } ] } }',
      { kind: 'not', not: { kind: 'any', any: [{ kind: 'evidence', evidence: ['a', 'b'] }] } },
    ],
  ])('%s', (text, condition) => {
    const plan = planOf(`${START}triggers: { A: { when: ${text}, arm: advise, does: { review: true } } }`);
    expect(plan.triggers['A']?.when).toEqual(condition);
  });
});

test('what is left out of a plan is empty, not absent', () => {
  expect(planOf(START)).toMatchObject({
    ...{ roles: {}, dimensions: {}, indicators: {}, slos: {}, triggers: {}, criteria: {}, evidence: {} },
    ...{ milestones: {}, capacity: {}, experiments: {}, polls: {}, forecasts: {}, runbook: [], calendar: [] },
  });
});

test('an anchor may be used again, which saves writing', () => {
  const plan = planOf(`${START}roles: { sre: &people { name: People }, fraud: *people }`);
  expect(plan.roles['fraud']).toEqual(plan.roles['sre']);
});

test('a value stands where it says', () => {
  const read = readPlan(`${START}roles:\n  sre:\n    name: SRE\n`, 'plan.yaml');
  if (read.plan === undefined) throw new Error('must be read');
  expect(read.positionOf(['roles', 'sre', 'name'])).toEqual({ line: 5, column: 11 });
  expect(read.positionOf(['roles', 'sre', 'veto'])).toEqual({ line: 4, column: 3 });
  expect(read.positionOf([])).toEqual({ line: 1, column: 1 });
});

describe('hostile texts are refused in a sentence', () => {
  const most = 1_048_576;
  test.each([
    ['too long', 'a'.repeat(most + 1), 'has 1048577 characters; write at most 1048576 (1 MiB).'],
    ['brackets', '['.repeat(most), 'is nested more than 32 deep; write it flatter.'],
    ['braces', '{a: '.repeat(most / 4), 'is nested more than 32 deep; write it flatter.'],
    ['dashes', '- '.repeat(most / 2), 'is nested more than 32 deep; write it flatter.'],
    [
      'blocks',
      Array.from({ length: 1400 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join(''),
      'is nested more than 32 deep; write it flatter.',
    ],
    ['many words', 'a: b\n'.repeat(most / 5), 'has more than 80000 words and signs; write a shorter plan.'],
    [
      'an alias bomb',
      `${'a: &a [1,1,1,1,1,1,1,1,1,1]\n'}${'bcdefg'
        .split('')
        .map((key, index) => `${key}: &${key} [${Array(10).fill(`*${'abcdefg'[index]}`).join(',')}]\n`)
        .join('')}`,
      'grows to more than 100000 values; use fewer aliases.',
    ],
    [
      'commas',
      `[${','.repeat(most - 10)}]`,
      'cannot be read as YAML or JSON: nothing stands before this comma; take it out.',
    ],
    ['closers', ']'.repeat(most), 'cannot be read as YAML or JSON: ] closes nothing; take it out.'],
    [
      'escapes',
      `a: "${'\\x'.repeat(most / 2 - 10)}"`,
      'cannot be read as YAML or JSON: a text in double quotes has a \\ that means nothing; write \\\\, or use single quotes.',
    ],
    ['anchors', '&a '.repeat(most / 4), 'has more than 1000 tags, anchors and aliases; write what they stand for.'],
    ['empty lines', '\n'.repeat(most), 'has more than 80000 words and signs; write a shorter plan.'],
    ['keys without maps', `{${'"a":'.repeat(39_000)}}`, 'is nested more than 32 deep; write it flatter.'],
    ['a NUL', 'a: \0', 'holds a control character (\\u0000); write plain text.'],
  ])('%s', (_name, text, says) => {
    const { problems } = readPlan(text, 'plan.yaml');
    expect(problems.map((problem) => problem.text)).toEqual([says]);
  });

  test('and many faults are named up to a hundred', () => {
    const unknown = Array.from({ length: 500 }, (_, index) => `zz${index}: 1\n`).join('');
    expect(readPlan(START + unknown, 'plan.yaml').problems).toHaveLength(100);
  });
});

test('nothing that JSON can hold makes it throw', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), (text) => {
      const { plan, problems } = readPlan(text, 'plan.yaml');
      expect(plan).toBeUndefined();
      expect(problems.length).toBeGreaterThan(0);
      for (const { line, column, text } of problems) {
        expect(line).toBeGreaterThan(0);
        expect(column).toBeGreaterThan(0);
        expect(text).toMatch(/\.$/);
      }
    }),
  );
});

test('no text makes it throw', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'ab:-?[]{},&*!|>\'"%#~ \n\t\\\u0000\u2028\ud800'.split('')) }),
      (text) => {
        expect(readPlan(text, 'plan.yaml').plan).toBeUndefined();
      },
    ),
  );
});

test('a secret is never shown', () => {
  const { problems } = readPlan(
    `${START}ramp: { stages: [0%], actuator: { kind: webhook, url: canary-1, secret: canary-2 } }`,
    'p',
  );
  expect(problems).toHaveLength(2);
  expect(JSON.stringify(problems)).not.toContain('canary');
});

test('the JSON Schema knows the sections of a plan and refuses others', () => {
  const schema = planJsonSchema();
  const value: Record<string, unknown> = parse(readExamplePlan());
  expect(schema).toMatchObject({ type: 'object', required: ['format', 'launch'], additionalProperties: false });
  expect(Object.keys(value).every((key) => Object.hasOwn((schema as { properties: object }).properties, key))).toBe(
    true,
  );
  expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
});
