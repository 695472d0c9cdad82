import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkScenario } from '../../electron/engine/source/simulator/checkScenario.ts';
import { showPath } from '../../shared/model/problem.ts';
import { readPlan } from '../../shared/model/readPlan.ts';
import { readScenario } from '../../shared/model/readScenario.ts';
import { scenarioJsonSchema } from '../../shared/model/scenario.ts';
import { parseScenario } from '../help/makeRecording.ts';
import { matchesSchema } from '../help/matchesSchema.ts';

const good = `format: holdpoint/scenario@1
id: test
plan: plan.yaml
seed: 7
starts: T-2h
lasts: 10m
traffic:
  - { kind: count, metric: requests, source: "gw-{market}", each: { market: [US, UK] }, perSecond: 10, split: { outcome: { ok: 99%, error: 1% } } }
  - { kind: gauge, metric: stock, source: shop, value: 10, steps: [{ at: 1m, value: 5 }, { at: 2m, value: 1 }] }
  - { kind: event, source: cd, type: deploy.finished, at: 5m }
incidents:
  - { id: burns, kind: outcome, from: 3m, lasts: 1m, where: { labels: { market: UK } }, share: { error: 20% } }
injects:
  - { id: news, at: T-1h55m, from: A vendor, to: [sre], says: Expect trouble. }
expects:
  - { incident: burns, trigger: RB-1, cell: { market: UK }, by: 4m, call: ROLLBACK, role: sre, within: 1m }
`;

const { plan } = readPlan(
  `format: holdpoint/plan@1
launch: { id: test, t0: 2026-03-30T14:00:00Z }
roles: { sre: { name: SRE } }
dimensions: { market: [US, UK] }
indicators: { errors: { kind: ratio, bad: { metric: requests, where: { outcome: error } }, total: { metric: requests }, by: [market] } }
triggers:
  RB-1: { name: Burns, scope: { each: [market] }, when: { indicator: errors, window: 5m, over: 5% }, arm: act, does: { rollback: cell, to: 0% }, owner: sre, guidance: Go back. }
`,
  'plan.yaml',
);

test('a scenario is read as it is meant', () => {
  const scenario = parseScenario(good);
  expect(scenario).toMatchObject({ starts: { tMs: -7_200_000 }, lasts: 600_000, marks: 1000, reacts: [] });
  expect(scenario.traffic[0]).toMatchObject({ source: ['gw-{market}'], interval: 1000, noise: 'poisson', steps: [] });
  expect(scenario.incidents[0]).toMatchObject({ from: { afterStartMs: 180_000 }, share: { error: 0.2 } });
  expect(plan && checkScenario(scenario, plan)).toEqual([]);
});

const wrong: [what: string, from: string, to: string, problem: string][] = [
  ['an unknown key', 'perSecond: 10,', 'perSecnd: 10,', '8:89 traffic[0].perSecnd: found perSecnd; write perSecond.'],
  [
    'another format',
    'scenario@1',
    'scenario@2',
    "1:9 format: found 'holdpoint/scenario@2'; write holdpoint/scenario@1.",
  ],
  [
    'a plan elsewhere',
    'plan: plan.yaml',
    'plan: ../plan.yaml',
    "3:7 plan: found '../plan.yaml'; write the name of a file beside the scenario, such as plan.yaml.",
  ],
  [
    'a fraction of a second',
    'lasts: 10m',
    'lasts: 1500ms',
    "6:8 lasts: found '1500ms'; write a duration in whole seconds such as 24h.",
  ],
  [
    'an instant without meaning',
    'starts: T-2h',
    'starts: noon',
    "5:9 starts: found 'noon'; write an instant such as 2026-03-30T14:00:00Z, T-2h or T+30m.",
  ],
  [
    'a moment without meaning',
    'from: 3m',
    'from: soon',
    "12:39 incidents[0].from: found 'soon'; write an instant such as T+30m or 2026-03-30T14:00:00Z, or a duration after the start such as 90s.",
  ],
  [
    'an unknown kind',
    'kind: outcome',
    'kind: outcme',
    "12:24 incidents[0].kind: found 'outcme'; write a kind: outcome, latency, rate, gauge, silence, restart, duplicate, reorder, late, drop, skew, conflict or broken.",
  ],
  [
    'shares that are no whole',
    'ok: 99%',
    'ok: 90%',
    '8:111 traffic[0].split: found { outcome }; write one label and the shares of its values, 100% in all: { outcome: { ok: 99%, error: 1% } }.',
  ],
  [
    'an answer about nothing',
    'trigger: RB-1, cell: { market: UK }, by: 4m, call: ROLLBACK,',
    'by: 4m,',
    '16:5 expects[0]: found { incident, by, role, within }; write a trigger, a call, or both.',
  ],
];

test.each(wrong)('%s is refused with its place and the remedy', (_, from, to, problem) => {
  const read = readScenario(good.replace(from, to), 'scenario.yaml');
  expect(read.problems.map(({ line, column, path, text }) => `${line}:${column} ${path}: ${text}`)).toEqual([problem]);
});

const meaningless: [what: string, from: string, to: string, problem: string][] = [
  [
    'a pattern of no label',
    '{market}", each',
    '{region}", each',
    'traffic[0].source: found gw-{region}; name a label of this traffic between { and }.',
  ],
  [
    'a series sent twice',
    '"gw-{market}"',
    '["gw-{market}", "gw-{market}"]',
    'traffic[0]: sends requests { market: US, outcome: ok } from gw-US a second time; give it other labels or another source.',
  ],
  [
    'steps out of order',
    'at: 2m',
    'at: 30s',
    'traffic[1].steps[1].at: comes before the step above it; write steps in the order of time.',
  ],
  [
    'an incident after the end',
    'from: 3m',
    'from: T-0',
    'incidents[0].from: lies outside the recording; move it inside.',
  ],
  [
    'an incident that touches nothing',
    'market: UK } }, share',
    'market: FR } }, share',
    'incidents[0].where: touches no count; name sources, metrics and labels that the traffic has.',
  ],
  [
    'an outcome that is not there',
    'error: 20%',
    'eror: 20%',
    'incidents[0].share.eror: found eror; write error, or name another: an outcome of the traffic that it touches.',
  ],
  [
    'outcomes above the whole',
    'error: 20%',
    'error: 60%, ok: 60%',
    'incidents[0].share: adds up to more than 100%; write less.',
  ],
  [
    'a role that is not there',
    'to: [sre]',
    'to: [sra]',
    'injects[0].to[0]: found sra; write sre, or name another: a role of the plan.',
  ],
  [
    'an incident that is not there',
    'incident: burns',
    'incident: burn',
    'expects[0].incident: found burn; write burns, or name another: an incident of the scenario.',
  ],
  [
    'a trigger that is not there',
    'trigger: RB-1',
    'trigger: RB-9',
    'expects[0].trigger: found RB-9; write RB-1, or name another: a trigger of the plan.',
  ],
  [
    'an answer that begins after its deadline',
    'by: 4m',
    'from: 5m, by: 4m',
    'expects[0].from: comes after the deadline in by; write an earlier moment.',
  ],
  [
    'an answer that begins before the recording',
    'by: 4m',
    'from: T-3h, by: 4m',
    'expects[0].from: lies outside the recording; move it inside.',
  ],
  [
    'another cell than the trigger has',
    'cell: { market: UK }',
    'cell: {}',
    'expects[0].cell: names another cell than RB-1 has; write its market.',
  ],
  [
    'a value that the plan does not have',
    'cell: { market: UK }',
    'cell: { market: UX }',
    'expects[0].cell.market: found UX; write US, or name another: a value of market in the plan.',
  ],
];

test.each(meaningless)('%s is found', (_, from, to, problem) => {
  const scenario = parseScenario(good.replace(from, to));
  const found = plan === undefined ? [] : checkScenario(scenario, plan);
  expect(found.map(({ path, text }) => `${showPath(path)}: ${text}`)).toEqual([problem]);
});

test('a scenario that would fill the memory is refused before it does', () => {
  const many = Array.from({ length: 101 }, (_, index) => `v${index}`).join(', ');
  const scenario = parseScenario(good.replace('market: [US, UK]', `market: [US, UK], a: [${many}], b: [${many}]`));
  const found = plan === undefined ? [] : checkScenario(scenario, plan);
  expect(found.map(({ path, text }) => `${showPath(path)}: ${text}`)).toEqual([
    'traffic[0]: brings the scenario to more than 10000 series; write fewer values.',
  ]);
});

test('what the plan reads and nothing sends is a warning', () => {
  const found =
    plan === undefined
      ? []
      : checkScenario(
          parseScenario(good.replace('error: 1%', 'failed: 1%').replace('error: 20%', 'failed: 20%')),
          plan,
        );
  expect(found.map(({ level, path, text }) => `${level} ${showPath(path)}: ${text}`)).toEqual([
    `warning traffic: sends no requests { outcome: error }, which the plan's indicator errors reads; add it, or it will be "not seen".`,
  ]);
});

test('pulses longer than their distance and ids used twice are found', () => {
  const pulsed = good.replace('lasts: 1m, where', 'lasts: 1m, pulse: { every: 10s, lasts: 11s }, where');
  const twice = pulsed.replace(
    'injects:',
    '  - { id: burns, kind: silence, from: 1m, lasts: 5s, where: { source: cd } }\ninjects:',
  );
  const found = plan === undefined ? [] : checkScenario(parseScenario(twice), plan);
  expect(found.map(({ path, code }) => `${showPath(path)} ${code}`)).toEqual([
    'incidents[0].pulse.lasts pulse',
    'incidents[1].id id_twice',
  ]);
});

test('the JSON Schema knows the keys of a scenario and refuses others', () => {
  const schema = scenarioJsonSchema();
  expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
  expect(schema).toHaveProperty('properties.reacts');
  expect(schema).toHaveProperty('required', ['format', 'id', 'plan', 'seed', 'starts', 'lasts', 'traffic']);
});

test.each([
  ['the scenario of these tests', good],
  ['the shipped scenario', readFileSync('data/shopnow-one-click/scenario.yaml', 'utf8')],
])('an editor finds nothing wrong with %s', (_name, text) => {
  expect(matchesSchema(scenarioJsonSchema(), parse(text))).toBe(true);
});
