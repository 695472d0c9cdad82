import { expect, test } from 'vitest';
import { lintText } from '../../shared/judge/lint/lintText.ts';
import { isSeriesSelector } from '../../shared/model/planLive.ts';
import { showProblem } from '../../shared/model/problem.ts';

function linted(metrics: string, more = 'every: 1s'): string[] {
  const text = `
format: holdpoint/plan@1
launch: { id: checkout, name: Checkout, t0: 2026-03-30T14:00:00Z }
indicators:
  errors: { kind: ratio, bad: { metric: requests, where: { outcome: error } }, total: { metric: requests } }
  fast: { kind: share, latency: { metric: took }, within: 250ms }
live: { prometheus: { ${more}, metrics: [${metrics}] } }
`;
  return lintText(text, 'plan.yaml').map((problem) => showProblem(problem).replace(/^.*?: /, ''));
}

const requests = `{ metric: requests, from: 'http_requests_total{job="checkout"}', kind: counter, labels: { outcome: result } }`;
const took = '{ metric: took, from: took_seconds_bucket, kind: histogram }';

test('a mapping of all that the plan reads says nothing', () => {
  expect(linted(`${requests}, ${took}`)).toEqual([]);
});

test.each([
  [
    'a metric that nobody reads',
    `${requests}, ${took}, { metric: request, from: x, kind: counter }`,
    /'request'; nothing in the plan reads it, write requests/,
  ],
  [
    'a kind that nobody reads',
    `${requests}, { metric: took, from: x, kind: gauge }`,
    /is a gauge, and indicators.fast.latency reads a latency; write histogram/,
  ],
  ['a metric that is not mapped', requests, /reads took, which live.prometheus does not map/],
  [
    'a label that no sample gets',
    `{ metric: requests, from: x, kind: counter, labels: {} }, ${took}`,
    /tells requests apart by outcome, which live.prometheus gives to none of it/,
  ],
  [
    'a counter of an expression',
    `{ metric: requests, from: 'rate(x[5m])', kind: counter }, ${took}`,
    /write the bare series of a counter or histogram/,
  ],
])('lint names %s', (_what, metrics, says) => {
  expect(linted(metrics).join('\n')).toMatch(says);
});

test('scrapes that are too rare for the rules that wait for them are told with what to write', () => {
  const text = linted(`${requests}, ${took}`, 'every: 10s').join('\n');
  expect(text).toContain('comes every 10s from Prometheus');
  expect(text).toContain('write interval: 12s');
  expect(linted(`${requests}, ${took}`, 'every: 15s').join('\n')).toContain('one missed scrape is silence');
});

test.each([
  ['up', true],
  ['http_requests_total{job="a",code=~"5.."}', true],
  ['{__name__="x:y",note="a } and a { and a \\" in it"}', true],
  ['sum(up)', false],
  ['up[5m]', false],
  ['up offset 5m', false],
  ['a + b', false],
  ['{}', false],
])('%s is a bare series: %s', (promql, is) => {
  expect(isSeriesSelector(promql)).toBe(is);
});
