import { expect, test } from 'vitest';
import { gatherTicks } from '../help/gatherTicks.ts';
import { readNaively, type RawLine } from '../help/naiveIntake.ts';
import { planOf, t0S } from '../help/tickByTick.ts';

const plan = planOf(`
indicators: { orders: { kind: total, count: { metric: orders }, staleAfter: 20s } }
criteria: { C: { says: Few, holds: { indicator: orders, window: 1h, under: 100 } } }`);

const deploy = (data: unknown, labels: Record<string, string> = {}): RawLine => ({
  t: t0S * 1000,
  source: 'cd',
  kind: 'event',
  type: 'deploy.finished',
  labels: { service: 'ledger', ...labels },
  text: 'ledger 4.12.1',
  ...(data === undefined ? {} : { data }),
});

const long = 'f'.repeat(256);

test.each<[string, RawLine, Record<string, string>]>([
  ['the commit of its data', deploy({ commit: '9f1c' }), { commit: '9f1c' }],
  ['the digest too', deploy({ digest: 'sha256:ab', commit: 'c', by: 'cd' }), { commit: 'c', digest: 'sha256:ab' }],
  ['a commit of digits alone', deploy({ commit: 1234567 }), { commit: '1234567' }],
  ['a text of 256 characters', deploy({ commit: long }), { commit: long }],
  ['what its labels say before that', deploy({ commit: 'data' }, { commit: 'label' }), { commit: 'label' }],
  ['nothing of a longer text', deploy({ commit: `${long}f` }), {}],
  ['nothing of an empty text', deploy({ commit: '' }), {}],
  ['nothing of a number that is not whole', deploy({ commit: 1.5, digest: -1 }), {}],
  ['nothing of a number too large to be told apart', deploy({ commit: 2 ** 53 }), {}],
  ['nothing of what is no text', deploy({ commit: { id: 'a' }, digest: null }), {}],
  ['nothing of other data', deploy('commit'), {}],
  ['nothing of a list', deploy(['commit']), {}],
  ['nothing where there is no data', deploy(undefined), {}],
])('an event bears %s', (_, line, more) => {
  const [event] = gatherTicks(plan, [line]).inputs.flatMap(({ events }) => events);
  const labels = { service: 'ledger', ...more };
  expect({ ...event?.labels }).toEqual(labels);
  expect(Object.keys(event?.labels ?? {})).toEqual(Object.keys(labels).sort());
  expect(readNaively([line], 3600).judged[0]?.sample).toMatchObject({ labels });
});
