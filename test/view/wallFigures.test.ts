import { expect, test } from 'vitest';
import type { Judged, People } from '../../renderer/present/wire.ts';
import { rampMark } from '../../renderer/wall/rampRows.ts';
import { wallFigures } from '../../renderer/wall/wallFigures.ts';
import { planOf } from '../help/roomDesk.ts';

const plan = planOf(`
format: holdpoint/plan@1
launch: { id: wall, name: Wall, t0: 2026-03-30T14:00:00Z, ends: T+6h }
roles: { boss: { name: Incident commander, may: [call] } }
dimensions: { market: [US, UK] }
indicators:
  errors: { kind: ratio, bad: { metric: requests, where: { outcome: error } }, total: { metric: requests }, minimum: 100 }
slos:
  checkout: { indicator: errors, objective: 99%, period: 6h, expected: 100000, alerts: [{ id: fast, long: 3m, short: 15s, factor: 5 }] }
triggers:
  failing: { when: { indicator: errors, window: 2m, over: 5% }, arm: hold, does: { hold: launch }, owner: boss }
  burns: { when: { slo: checkout, alert: fast }, arm: act, does: { rollback: launch, to: 0% }, owner: boss }
`);
const at = Date.UTC(2026, 2, 30, 15, 0);
const alert = (long: number | null, state = 'ok') => ({ id: 'fast', long, short: long, factor: 5, state });

interface Given {
  readonly status?: string;
  readonly value?: number;
  readonly arm?: string;
  readonly isLost?: boolean;
  /** How fast the launch burns, in what state, and whether a rule has proof of it. */
  readonly burn?: number;
  readonly state?: string;
  readonly proof?: 'ok' | 'firing';
  readonly goneInS?: number;
}
function figures({
  status = 'known',
  value = 0.01,
  arm = 'hold',
  isLost = false,
  burn = 1,
  state = 'ok',
  proof = 'ok',
  goneInS = 8280,
}: Given) {
  const seen = (cell: object) => ({ cell, window: '2m', value, n: 200, coverage: 1, age: 95_000, status });
  const judged = {
    at,
    triggers: [{ id: 'burns', cell: {}, state: proof }],
    indicators: { errors: [seen({}), seen({ market: 'US' })] },
    slos: {
      checkout: [
        { cell: {}, left: 0.5, alerts: [alert(burn, state)], exhaustion: { seconds: goneInS, low: 7140, high: 9900 } },
        { cell: { market: 'US' }, alerts: [alert(2)] },
      ],
    },
  } as unknown as Judged;
  const people = { attention: { arms: [{ trigger: 'failing', arm, set: null }] } } as unknown as People;
  return wallFigures({ judged, people, plan, isLost });
}

test('the budget is gone at a time that has an interval', () => {
  expect(figures({})[1]?.note).toMatch(/^gone 17:18 \(16:59 to 17:45\), age 1.min 35.s$/);
});

test('every number of a source that is silent is marked and says its age', () => {
  const silent = figures({ status: 'stale' });
  expect(silent.map(({ mark }) => mark)).toEqual(['blind', 'blind', 'blind']);
  for (const { note } of silent) expect(note).toMatch(/age 1.min 35.s$/);
  expect(figures({}).map(({ mark }) => mark)).toEqual([undefined, undefined, undefined]);
});

test('what is wrong is as loud as the arm in force', () => {
  expect(figures({ value: 0.09 })[0]?.mark).toBe('caut');
  expect(figures({ value: 0.09, arm: 'advise' }).at(-1)?.mark).toBe('advi');
});

test('no age is told of what an engine said that is lost', () => {
  for (const { note } of figures({ isLost: true })) {
    expect(note).toContain('as of 15:00:00');
    expect(note).not.toContain('age');
  }
});

test('a blind cell is marked, and one that fires as loud as its rules', () => {
  const cell = { drift: null };
  expect(rampMark({ ...cell, verdict: 'unknown' }, 'caut')).toBe('blind');
  expect(rampMark({ ...cell, verdict: 'firing' }, 'caut')).toBe('caut');
  expect(rampMark({ ...cell, verdict: 'firing' }, 'crit')).toBe('crit');
  expect(rampMark({ ...cell, verdict: 'ok' }, 'crit')).toBeUndefined();
});

test('a burn that no rule finds proof of is said not to be proven, and is less loud', () => {
  const [unproven] = figures({ burn: 9, state: 'critical' });
  expect(unproven).toMatchObject({ mark: 'caut', value: '9.0x' });
  expect(unproven?.note).toMatch(/^not proven, limit/);
  const [proven] = figures({ burn: 9, state: 'critical', proof: 'firing' });
  expect(proven?.mark).toBe('crit');
  expect(proven?.note).not.toContain('not proven');
});

test('a budget that outlasts the launch is said to, and not to be gone in days', () => {
  expect(figures({ goneInS: 86_400 })[1]?.note).toMatch(/^outlasts the launch, age/);
});

test.each([
  ['insufficient', 'few', 'too few'],
  ['none', 'none', 'no traffic'],
  ['never', 'todo', 'never seen'],
])('a number that is %s has its own mark and word, and is not taken for one in order', (status, mark, word) => {
  for (const figure of figures({ status }).filter(({ name }) => name !== 'Budget left')) {
    expect(figure).toMatchObject({ mark });
    expect(figure.note).toContain(word);
  }
});

test('a fast burn that was seen last before its source went silent is no longer told as what is', () => {
  expect(figures({ status: 'stale', burn: 9, state: 'critical' })[0]?.mark).toBe('blind');
});
