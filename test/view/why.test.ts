import { expect, test } from 'vitest';
import { copyText } from '../../renderer/log/logCopy.ts';
import { logRows } from '../../renderer/log/logRows.ts';
import { rampCalendar } from '../../renderer/plan/rampCalendar.ts';
import { sourceRows } from '../../renderer/source/sourceRows.ts';
import { whyReading } from '../../renderer/why/whyReading.ts';
import { judgedReading } from '../../shared/model/judgedReading.ts';
import type { WhySubject } from '../../renderer/state/whys.svelte.ts';
import { planOf, RoomDesk } from '../help/roomDesk.ts';

const plan = planOf(`
format: holdpoint/plan@1
launch: { id: kinds, name: Every kind, t0: 2026-03-30T14:00:00Z, window: { opens: T-0, closes: T+4h } }
roles: { sre: { name: SRE on duty } }
dimensions: { market: [US, UK] }
indicators:
  errors: { kind: ratio, bad: { metric: asked, where: { status: error } }, total: { metric: asked }, by: [market] }
  works: { kind: ratio, good: { metric: asked, where: { status: ok } }, total: { metric: asked } }
  thefts: { kind: rate, count: { metric: stolen }, per: { metric: asked }, scale: 1000 }
  pace: { kind: speed, count: { metric: asked } }
  fast: { kind: share, latency: { metric: took }, within: 250ms }
  slowest: { kind: quantile, latency: { metric: took }, q: 0.99 }
  usual: { kind: mean, latency: { metric: took } }
  lost: { kind: total, count: { metric: stolen } }
  heat: { kind: gauge, gauge: { metric: heat }, over: max, before: { value: 41, from: last winter } }
  never: { kind: gauge, gauge: { metric: nothing } }
slos: { shop: { indicator: errors, objective: 99%, period: 12h, expected: 100000, alerts: [{ id: fast, long: 1m, short: 5s, factor: 10 }] } }
triggers:
  burns: { scope: { each: [market] }, when: { slo: shop, alert: fast }, arm: advise, does: { review: true }, owner: sre, guidance: Look first. }
  hot: { when: { all: [{ indicator: heat, window: 10s, over: 50 }, { not: { indicator: pace, window: 10s, under: 1 } }] }, arm: hold, does: { hold: launch } }
criteria:
  cool: { says: Cool, holds: { indicator: heat, window: 10s, under: 50 }, for: 10s, owner: sre }
ramp: { stages: [0%, 100%], waves: [{ id: first, cells: { market: [US] }, starts: T-0 }, { id: rest, cells: { market: [UK] }, starts: T+1h }, { id: last, cells: { market: [UK] } }] }
calendar: [{ id: works, kind: maintenance, from: T+30m, to: T+2h, says: Works }, { id: feast, kind: peak, from: T+30d, to: T+31d, says: Feast }]
`);
const { t0 } = plan.launch;

const desk = new RoomDesk(plan);
const labels = { market: 'US' };
desk.run(600, {
  counts: [
    { metric: 'asked', labels: { ...labels, status: 'error' }, value: 3 },
    { metric: 'asked', labels: { ...labels, status: 'ok' }, value: 17 },
    { metric: 'stolen', labels, value: 1 },
  ],
  gauges: [{ metric: 'heat', labels: {}, value: 60 }],
  latencies: [{ metric: 'took', labels, values: [100, 300] }],
});
const judged = judgedReading.parse(JSON.parse(JSON.stringify(desk.judge.snapshot())));
const pairs = [{ id: 'fast', factor: 10, longMs: 60_000, shortMs: 5000, long: [], short: [], state: [] }];
const ask = (subject: WhySubject) => whyReading(subject, { plan, judged, people: null, pairs });
const plain = (text: string | undefined): string | undefined => text?.replaceAll('\u202f', ' ');

test.each([
  ['errors', '15 / 100 = 15 %'],
  ['works', '1 − 5,100 / 6,000 = 15 %'],
  ['thefts', '300 / 6,000 × 1,000 = 50 per 1,000'],
  ['pace', '200 / 10s = 20 /s'],
  ['fast', '300 / 600 = 50 %'],
  ['usual', '120,000 / 600 = 200 ms'],
  ['lost', '300'],
  ['heat', 'of 1 series: 60'],
])('%s is worked out with the numbers that the engine has', (indicator, numbers) => {
  const found = ask({ kind: 'indicator', indicator, cell: {} });
  expect(plain(found?.parts[0]?.formulas[0]?.numbers)).toBe(numbers);
  // What the formula comes to is what the engine says that it is.
  expect(plain(numbers)?.endsWith(plain(found?.value) ?? '')).toBe(true);
});

test('what its source no longer says has its limit and no value: an empty window is not an endless one', () => {
  const silent = new RoomDesk(plan);
  silent.run(30, { gauges: [{ metric: 'heat', labels: {}, value: 60 }] });
  silent.run(300, { heard: ['other'] });
  const then = judgedReading.parse(JSON.parse(JSON.stringify(silent.judge.snapshot())));
  const found = whyReading(
    { kind: 'indicator', indicator: 'heat', cell: {} },
    { plan, judged: then, people: null, pairs: [] },
  );
  expect(found).toMatchObject({ mark: 'blind', value: undefined, limit: 'at most 50 (cool)' });
  expect(found?.ageMs).toBeGreaterThan(290_000);
  expect(found?.parts[0]?.formulas[0]).toMatchObject({
    numbers: undefined,
    missing: 'Its source is silent: this is the last that was heard.',
  });
});

test('what was never fed has a formula and no numbers, and says why', () => {
  const found = ask({ kind: 'indicator', indicator: 'never', cell: {} });
  expect(found?.value).toBeUndefined();
  expect(found?.parts[0]?.formulas[0]).toMatchObject({
    numbers: undefined,
    missing: 'Nothing has ever come.',
  });
});

test('a trigger on an alert pair has the burn over both windows, guidance and owner', () => {
  const found = ask({ kind: 'trigger', trigger: 'burns', cell: labels });
  expect(found).toMatchObject({ title: 'burns · US', word: 'fires', mark: 'advi', guidance: 'Look first.' });
  expect(found?.parts).toHaveLength(1);
  expect(found?.parts[0]?.asks).toBe('burn of shop over 1m and over 5s both above 10.0x');
  expect(found?.parts[0]?.formulas.map(({ numbers }) => plain(numbers))).toEqual([
    '(180 / 1,200) / 1 % = 15x',
    '(15 / 100) / 1 % = 15x',
  ]);
  expect(found?.parts[0]?.rests.map(({ window }) => window)).toEqual(['1m', '5s']);
  expect(found?.facts).toContainEqual({ name: 'why.owner', text: 'SRE on duty' });
});

test('every condition of a rule is told, and a not as a not', () => {
  const found = ask({ kind: 'trigger', trigger: 'hot', cell: {} });
  expect(found?.parts.map(({ asks }) => plain(asks))).toEqual([
    'heat over 10s above 50',
    'not: pace over 10s under 1 /s',
  ]);
  const criterion = ask({ kind: 'criterion', criterion: 'cool', cell: {} });
  expect(criterion?.parts.map(({ asks }) => asks)).toEqual(['heat over 10s under 50']);
  expect(criterion?.word).toBe('fail');
  expect(ask({ kind: 'trigger', trigger: 'burns', cell: { market: 'FR' } })).toBeUndefined();
});

test('an indicator leads to the rules that look at it, loudest first', () => {
  const found = ask({ kind: 'indicator', indicator: 'heat', cell: {} });
  expect(found?.related.map(({ id, word }) => `${id} ${word}`)).toEqual(['cool fail', 'hot fires']);
  const errors = ask({ kind: 'indicator', indicator: 'errors', cell: labels });
  expect(errors?.related.map(({ id }) => id)).toEqual(['burns']);
});

test('waves reach to the start of a later one or the end, and a calendar that is elsewhere is counted', () => {
  const { waves, entries, outside } = rampCalendar(plan);
  expect(waves.map(({ id, stretch }) => [id, stretch?.fromMs, stretch?.toMs])).toEqual([
    ['first', t0, t0 + 3_600_000],
    ['rest', t0 + 3_600_000, t0 + 14_400_000],
    ['last', undefined, undefined],
  ]);
  expect([entries.map(({ id }) => id), outside]).toEqual([['works'], 1]);
});

test('a silent source comes first, then one that lost something', () => {
  const none = { duplicates: 0, conflicts: 0, late: 0, tooLate: 0, quarantined: 0 };
  const gaps = { open: 0, missing: 0, closed: 0 };
  const source = (name: string | null, state: 'talking' | 'stale' | 'retired', more = {}) => ({
    ...{ source: name, state, heardAt: t0, silentMs: 0, rate: 1, lag: null, series: 1, gaps },
    ...{ skew: null, isNeeded: false },
    ...none,
    ...more,
  });
  const rows = sourceRows([
    source('gone', 'retired'),
    source('calm', 'talking'),
    source(null, 'talking', { quarantined: 2 }),
    source('silent', 'stale'),
  ]);
  expect(rows.map(({ key, mark, level }) => [key, mark, level])).toEqual([
    ['silent', 'blind', 'caut'],
    ['', 'norm', undefined],
    ['calm', 'norm', undefined],
    ['gone', 'todo', undefined],
  ]);
});

test('rows of the log are found by every word, and copied so that no sheet runs them', () => {
  const transitions = [
    { at: t0, kind: 'trigger' as const, id: 'hot', cell: {}, from: 'ok', to: 'firing', why: 'heat is 60' },
    { at: t0 + 1000, kind: 'call' as const, id: 'call', cell: {}, from: 'GO', to: 'HOLD', why: 'hot fires' },
  ];
  const rows = [
    {
      ...{ seq: 4, at: t0 + 2000, kind: 'note.written', prev: 'a', hash: 'b' },
      ...{ actor: { role: 'sre', name: 'Ben' }, body: { text: '=HYPERLINK("x")' } },
    },
  ];
  const found = (text: string) => logRows(transitions, rows, plan, { filter: 'everything', text });
  expect(found('').map(({ kind }) => kind)).toEqual(['note', 'call', 'trigger']);
  expect(found('HOT firing').map(({ kind }) => kind)).toEqual(['trigger']);
  expect(found('ben').map(({ kind }) => kind)).toEqual(['note']);
  expect(found('nobody')).toEqual([]);
  const [head, ...lines] = copyText(found(''), false).split('\n');
  expect(head).toBe('UTC\tkind\twhat happened\twho\trow');
  expect(lines[0]).toBe('2026-03-30T14:00:00.000Z\ttrigger\thot ok → firing: heat is 60\tengine\t');
  const formulas = found('ben').map((row) => ({ ...row, text: '=1+1\tx' }));
  expect(copyText(formulas, false)).toContain("\t'=1+1 x\t");
  expect(copyText(formulas, true).split('\n')[0]).toBe('Exercise');
});

test('a number that was measured before the launch says what it was and where', () => {
  const why = ask({ kind: 'indicator', indicator: 'heat', cell: {}, window: '10s' });
  expect(why?.facts).toContainEqual({ name: 'why.before', text: '41 (last winter)' });
  expect(
    ask({ kind: 'indicator', indicator: 'pace', cell: {}, window: '10s' })?.facts.map(({ name }) => name),
  ).not.toContain('why.before');
});
