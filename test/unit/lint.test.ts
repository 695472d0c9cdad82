import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { parse } from 'yaml';
import { lint } from '../../electron/host/cli/lint.ts';
import { lintText } from '../../shared/judge/lint/lintText.ts';
import { schema } from '../../electron/host/cli/schema.ts';
import { valueAt } from '../../shared/model/valueAt.ts';
import { showProblem } from '../../shared/model/problem.ts';
import { readExamplePlan, readOraclePlans, readPlanCases } from '../help/planCases.ts';
import { runs } from '../help/runs.ts';

describe('a plan that will surprise somebody says so', () => {
  test.each(readPlanCases('linted'))('$name', ({ plan, says }) => {
    expect(lintText(plan, 'plan.yaml').map(showProblem)).toEqual(says);
  });
});

test.each([['the plan of the formats page', readExamplePlan()] as const, ...readOraclePlans()])(
  '%s has no errors',
  (_name, text) => {
    expect(lintText(text, 'p').filter((problem) => problem.level === 'error')).toEqual([]);
  },
);

/** Every path in a value, to a map, a list or a leaf. */
function pathsIn(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [path, ...keys.flatMap((key) => pathsIn(Reflect.get(value, key), [...path, key]))];
}

/** Something else that may stand where `value` stands: of the same kind, but not what was meant. */
function othersThan(value: unknown): readonly unknown[] {
  if (typeof value === 'number') return [0, 1, 0.5, 1e-6, 1e4, 999_999, 1e15, 1e300, 5e-324];
  if (typeof value === 'boolean') return [!value];
  if (Array.isArray(value)) return [value.slice(1), [...value, ...value]];
  if (typeof value !== 'string') return [{}];
  if (/^\d+(?:ms|[smhd])$/.test(value)) return ['0s', '1ms', '999ms', '1s', '1s500ms', '2h', '3650d'];
  if (/%|pp$/.test(value)) return ['0%', '50%', '100%', '0.0000001%', '99.9999999%', '1pp'];
  if (value.startsWith('T')) return ['T-0', 'T-500w', 'T+500w'];
  return ['sre', 'one-click', 'ato-lift', 'ato-token', 'hsm-p99', 'market', 'cell', 'fast', 'LCC-1', 'act', 'bound'];
}

test('whatever stands in a plan, lint says what it means in whole sentences', () => {
  const example: unknown = parse(readExamplePlan());
  const paths = pathsIn(example).filter((path) => path.length > 1);
  const change = fc
    .constantFrom(...paths)
    .chain((path) => fc.tuple(fc.constant(path), fc.constantFrom(...othersThan(valueAt(example, path)))));
  let linted = 0;
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 2 }), (changes) => {
      const plan = structuredClone(example);
      for (const [path, leaf] of changes) put(plan, path, leaf);
      const problems = lintText(JSON.stringify(plan), 'plan.json');
      if (problems.some((problem) => problem.code === 'needs')) linted += 1;
      for (const { text, line } of problems) {
        expect(text).toMatch(/\.$/);
        expect(text).not.toMatch(/undefined|NaN|Infinity|\[object/);
        expect(line).toBeGreaterThan(0);
      }
    }),
    { numRuns: runs(200) },
  );
  expect(linted).toBeGreaterThan(runs(200) / 10);
});

function put(root: unknown, path: readonly (string | number)[], leaf: unknown): void {
  let node = root;
  for (const key of path.slice(0, -1)) {
    if (typeof node !== 'object' || node === null) return;
    node = Reflect.get(node, key);
  }
  if (typeof node === 'object' && node !== null) Reflect.set(node, path.at(-1) ?? '', leaf);
}

describe('a plan as large as plans may be is told of in measure', () => {
  const start = 'format: holdpoint/plan@1\nlaunch: { id: x, t0: 2026-03-30T14:00:00Z }\n';
  const many = (write: (index: number) => string): string =>
    Array.from({ length: 1000 }, (_, at) => write(at)).join('\n');

  test('of a thousand CUSUMs the first ten say how long they run', () => {
    const triggers = many(
      (at) => `  t${at}: { when: { cusum: a, every: 1m, m0: 1, m1: 3.1, h: 4 }, arm: advise, does: { review: true } }`,
    );
    const text = `${start}indicators: { a: { kind: total, count: { metric: a } } }\ntriggers:\n${triggers}\n`;
    const codes = lintText(text, 'plan.yaml').map(({ code }) => code);
    expect(codes.filter((code) => code === 'false_alarms')).toHaveLength(10);
    expect(codes.filter((code) => code === 'needs')).toHaveLength(10);
    expect(codes.filter((code) => code === 'no_owner')).toHaveLength(1000);
  });

  test('of a thousand waves within a thousand freezes the first thousand meetings are told', () => {
    const waves = many((at) => `    - { id: w${at}, cells: {}, starts: T+${at}m }`);
    const freezes = many((at) => `  - { id: f${at}, kind: freeze, from: T-0, to: T+20h, says: F }`);
    const text = `${start}ramp:\n  stages: [0%, 100%]\n  waves:\n${waves}\ncalendar:\n${freezes}\n`;
    expect(lintText(text, 'plan.yaml').filter(({ code }) => code === 'starts_in_calendar')).toHaveLength(1000);
  });
});

describe('the commands', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lint-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  async function run(command: typeof lint, ...argv: string[]): Promise<{ code: number; out: string; err: string }> {
    const said = { out: '', err: '' };
    const io = {
      out: (text: string): void => void (said.out += text),
      err: (text: string): void => void (said.err += text),
      isTerminal: false,
    };
    return { code: await command(argv, io), ...said };
  }

  function save(text: string | Uint8Array): string {
    const path = join(folder, 'plan.yaml');
    writeFileSync(path, text);
    return path;
  }

  const START = 'format: holdpoint/plan@1\nlaunch: { id: x, t0: 2026-03-30T14:00:00Z }\n';

  test('lint without errors exits 0, warnings or not', async () => {
    const path = save(`${START}evidence: { a: { says: A, kind: file } }\n`);
    expect(await run(lint, path)).toEqual({
      code: 0,
      out: `warning ${path}:3:16 evidence.a: has no owner; name the role that answers for it.\n${path}: no errors, 1 warning, no notes\n`,
      err: '',
    });
  });

  test('lint with errors exits 1', async () => {
    const path = save(`${START}clock: { staleAfter: soon }\n`);
    expect(await run(lint, path)).toMatchObject({ code: 1, err: '' });
  });

  test('lint --json prints one list and nothing else', async () => {
    const { code, out, err } = await run(lint, save(`${START}clock: { staleAfter: soon }\n`), '--json');
    expect([code, err]).toEqual([1, '']);
    const text = "found 'soon'; write a duration such as 30s or 5m.";
    expect(JSON.parse(out)).toEqual([
      { level: 'error', code: 'invalid_value', path: 'clock.staleAfter', line: 3, text },
    ]);
    expect(JSON.parse((await run(lint, save(START), '--json')).out)).toEqual([]);
  });

  test('lint of bytes that are no text exits 1', async () => {
    const { code, out } = await run(lint, save(Uint8Array.of(0xff, 0xfe, 0x00)), '--json');
    expect([code, JSON.parse(out)]).toEqual([
      1,
      [{ level: 'error', code: 'not_text', path: '', line: 1, text: 'is not UTF-8 text; save it as UTF-8.' }],
    ]);
  });

  test.each([
    [[], 'Name the plan to look at.'],
    [['a', 'b'], "'b' is one word too many."],
    [['a', '--jsn'], 'There is no option --jsn: did you mean --json?'],
  ])('lint %j is called wrongly', async (argv, message) => {
    await expect(run(lint, ...argv)).rejects.toThrow(message);
  });

  test('lint of what is no file exits 3', async () => {
    const missing = join(folder, 'missing.yaml');
    expect(await run(lint, missing)).toEqual({ code: 3, out: '', err: `${missing} does not exist: check its name.\n` });
    expect(await run(lint, folder)).toEqual({ code: 3, out: '', err: `${folder} is a folder: name a file.\n` });
  });

  test.each(['plan', 'scenario', 'telemetry'])('schema %s prints a JSON Schema', async (format) => {
    const { code, out, err } = await run(schema, format);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toHaveProperty('$schema');
  });

  test.each([[[]], [['plans']], [['plan', 'scenario']]])('schema %j is called wrongly: 2', async (argv) => {
    const { code, out, err } = await run(schema, ...argv);
    expect([code, out]).toEqual([2, '']);
    expect(err).toBe('Name one format. Call it as: holdpoint schema plan|scenario|telemetry|live|moves\n');
  });
});
