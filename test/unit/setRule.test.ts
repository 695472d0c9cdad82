import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { setRule } from '../../shared/judge/setRule.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { readPlan } from '../../shared/model/readPlan.ts';

const text = `
format: holdpoint/plan@1
launch: { id: small, t0: 2026-03-30T14:00:00Z }
dimensions: { market: [US, UK] }
indicators:
  errors: { kind: ratio, bad: { metric: requests, where: { outcome: error } }, total: { metric: requests } }
  p99: { kind: quantile, latency: { metric: hsm.latency }, q: 0.99 }
  lost: { kind: rate, count: { metric: lost }, per: { metric: requests } }
  lift: { kind: compare, treatment: lost, baseline: lost }
slos:
  checkout: { indicator: errors, objective: 99.9%, period: 12h }
  pairs: { indicator: errors, objective: 99.9%, period: 12h, alerts: [ { id: fast, long: 15m, short: 75s, spend: 10% }, { id: slow, long: 1h, factor: 3 } ] }
triggers:
  RB-1: { when: { slo: pairs, alert: fast }, arm: hold, does: { hold: launch } }
  RB-2: { when: { indicator: p99, window: 5m, over: 250 }, for: 2m, clear: { under: 200, for: 5m }, arm: hold, does: { hold: launch } }
  RB-2.b: { when: { indicator: p99, window: 5m, under: 3 }, arm: advise, does: { review: true } }
  RB-3: { when: { indicator: lift, ratioOver: 1.0, confidence: 95% }, arm: hold, does: { hold: launch } }
  RB-4: { when: { slo: checkout, window: 30m, burnOver: 2 }, arm: hold, confidence: 99%, does: { hold: launch } }
  RB-5: { when: { cusum: lost, every: 1m, m0: 1, m1: 3, h: 5 }, arm: advise, does: { review: true } }
  RB-6: { when: { all: [ { indicator: p99, window: 5m, over: 250 }, { not: { indicator: errors, window: 1m, over: 5% } } ] }, arm: advise, does: { review: true } }
  RB-7: { when: { slo: checkout, budgetLeftUnder: 20% }, arm: advise, does: { review: true } }
criteria:
  LCC-1: { says: Calm, holds: { slo: checkout, window: 30m, burnUnder: 1 }, for: 30m }
  LCC-2: { says: Papers, evidence: [papers] }
evidence: { papers: { says: Papers, kind: file } }
`;

function planOf(yaml: string): Plan {
  const { plan, problems } = readPlan(yaml, 'plan.yaml');
  if (plan === undefined) throw new Error(JSON.stringify(problems));
  return plan;
}

const plan = planOf(text);

/** Each number, the same written into the plan's text, and what stood there. */
const good: [assignment: string, from: string, to: string, was: string | undefined][] = [
  ['RB-2.over=300', 'over: 250 }, for', 'over: 300 }, for', '250'],
  ['RB-2.over = 30%', 'over: 250 }, for', 'over: 30% }, for', '250'],
  ['RB-2.for=90s', 'for: 2m', 'for: 90s', '2m'],
  ['RB-2.clear.for=1h30m', 'for: 5m }', 'for: 1h30m }', '5m'],
  ['RB-2.clear.under=2.2e2', 'under: 200', 'under: 220', '200'],
  ['RB-2.window=10m', '5m, over: 250 }, for', '10m, over: 250 }, for', '5m'],
  ['RB-2.confidence=99.5%', 'for: 2m', 'for: 2m, confidence: 99.5%', undefined],
  ['RB-2.b.under=5', 'under: 3 }', 'under: 5 }', '3'],
  ['RB-2.b.clear.over=9', 'under: 3 },', 'under: 3 }, clear: { over: 9 },', undefined],
  ['RB-3.confidence=90%', 'confidence: 95%', 'confidence: 90%', '95 %'],
  ['RB-3.ratioOver=1.5', 'ratioOver: 1.0', 'ratioOver: 1.5', '1'],
  ['RB-4.burnOver=0', 'burnOver: 2', 'burnOver: 0', '2'],
  ['RB-4.confidence=99.9%', 'confidence: 99%', 'confidence: 99.9%', '99 %'],
  ['RB-5.h=7', 'h: 5', 'h: 7', '5'],
  ['RB-5.every=2m', 'every: 1m', 'every: 2m', '1m'],
  [
    'RB-6.all[0].over=100',
    'all: [ { indicator: p99, window: 5m, over: 250',
    'all: [ { indicator: p99, window: 5m, over: 100',
    '250',
  ],
  ['RB-6.all[1].not.over=6%', 'over: 5%', 'over: 6%', '0.05'],
  ['RB-7.budgetLeftUnder=10%', '20%', '10%', '0.2'],
  ['LCC-1.burnUnder=0.5', 'burnUnder: 1', 'burnUnder: 0.5', '1'],
  ['LCC-1.for=5m', 'for: 30m', 'for: 5m', '30m'],
  ['pairs.fast.spend=8%', 'spend: 10%', 'spend: 8%', '10 %'],
  ['pairs.fast.factor=6', 'spend: 10%', 'factor: 6', '4.8'],
  ['pairs.slow.spend=8%', 'factor: 3', 'spend: 8%', undefined],
  ['RB-1.factor=6', 'spend: 10%', 'factor: 6', '4.8'],
];

test.each(good)('%s is as if it had been written', (assignment, from, to, was) => {
  expect(text.split(from).length).toBe(2);
  const before = JSON.stringify(plan);
  const answer = setRule(plan, assignment);
  const expected = planOf(text.replace(from, to));
  expect(answer.was).toBe(was);
  expect(answer.plan).toEqual(expected);
  expect(JSON.stringify(plan)).toBe(before);
});

test('a default alert pair is written out with the one number in it', () => {
  const answer = setRule(plan, 'checkout.a1.factor=20');
  const alerts = answer.plan?.slos['checkout']?.alerts ?? [];
  expect(alerts.map(({ id }) => id)).toEqual(['a1', 'a2', 'a3', 'a4']);
  expect(alerts[0]?.factor).toBe(20);
  expect(new Set(alerts.slice(1).map(({ factor }) => typeof factor))).toEqual(new Set(['number']));
});

test('a number that a trigger has from its alert pair is said to be the pair of every rule on it', () => {
  expect(setRule(plan, 'RB-1.factor=6').pair).toBe('pairs.fast');
  expect(setRule(plan, 'pairs.fast.factor=6').pair).toBeUndefined();
  expect(setRule(plan, 'RB-2.over=6').pair).toBeUndefined();
});

test.each([
  ['RB-2', 'RB-2 sets nothing: write RULE.FIELD=VALUE, such as RB-2.over=300.'],
  ['=5', '=5 sets nothing: write RULE.FIELD=VALUE, such as RB-2.over=300.'],
  ['RB-2=5', 'RB-2 is a rule: name its number too, such as RB-2.over.'],
  ['RB-22.over=5', 'The plan has no rule RB-22: did you mean RB-2?'],
  [
    'toString.over=5',
    'The plan has no rule toString: it has checkout.a1, checkout.a2, checkout.a3, checkout.a4, pairs.fast, pairs.slow, LCC-1, LCC-2, RB-1, RB-2, RB-2.b, RB-3….',
  ],
  ['pairs.factor=5', 'pairs is an objective: name one of its alert pairs, pairs.fast, pairs.slow.'],
  ['RB-2.ovr=5', 'RB-2 has no ovr: did you mean over? It has over, window, for, clear.for, clear.under, confidence.'],
  ['RB-2.burnOver=5', 'RB-2 has no burnOver: it has over, window, for, clear.for, clear.under, confidence.'],
  [
    'RB-2.clear.over=5',
    'RB-2 has no clear.over: did you mean clear.for? It has over, window, for, clear.for, clear.under, confidence.',
  ],
  ['RB-6.over=5', 'RB-6.over stands in several conditions: write RB-6.all[0].over or RB-6.all[1].not.over.'],
  ['LCC-1.clear.for=5m', 'LCC-1 has no clear.for: it has burnUnder, window, for.'],
  ['RB-2.over=', "RB-2.over cannot be '': write a number or a percentage."],
  ['RB-2.over=much', "RB-2.over cannot be 'much': write a number or a percentage."],
  ['RB-2.over=1e999', "RB-2.over cannot be '1e999': write a number or a percentage."],
  ['RB-2.for=120', "RB-2.for cannot be '120': write a duration such as 30s or 5m, with its unit."],
  ['RB-2.confidence=99', "RB-2.confidence cannot be '99': write 99%, or a ratio such as 0.99."],
  ['RB-2.confidence=100%', "RB-2.confidence cannot be '100%': write a percentage such as 99.9%, between 0% and 100%."],
  ['RB-4.burnOver=-1', "RB-4.burnOver cannot be '-1': write how many times the budgeted rate, such as 14.4."],
  ['RB-5.h=0', "RB-5.h cannot be '0': write a number above 0."],
  ['RB-2.\u001b[2J=5', 'RB-2 has no \\u001b[2J: it has over, window, for, clear.for, clear.under, confidence.'],
])('%j is refused in words', (assignment, sentence) => {
  expect(setRule(plan, assignment)).toEqual({ problem: sentence });
});

test('every number of a whole plan can be found under the name that is offered', () => {
  const path = join(import.meta.dirname, '../../data/shopnow-one-click/plan.yaml');
  const launch = planOf(readFileSync(path, 'utf8'));
  for (const id of [...Object.keys(launch.triggers), ...Object.keys(launch.criteria)]) {
    const offered = /has (?:no number|.*: it has (?<fields>.*)\.)/.exec(
      setRule(launch, `${id}.@@@@@@@@=1`).problem ?? '',
    );
    for (const field of offered?.groups?.['fields']?.split(', ') ?? []) {
      const answers = ['0.5', '1m'].map((value) => setRule(launch, `${id}.${field}=${value}`));
      expect(answers.some((answer) => answer.plan !== undefined)).toBe(true);
    }
  }
});
