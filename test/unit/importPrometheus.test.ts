import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { callHoldpoint, scratchFolder } from '../help/runHoldpoint.ts';

const scratch = scratchFolder();
const real = (name: string): string => join(import.meta.dirname, '../golden/imports', name);

interface Line {
  readonly t: number;
  readonly kind: string;
  readonly metric?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly buckets?: readonly (readonly [bound: number | '+Inf', count: number])[];
}

async function linesOf(...argv: readonly string[]): Promise<Line[]> {
  const output = join(scratch, `${Math.trunc(performance.now() * 1000)}.ndjson`);
  const { exitCode, stderr } = await callHoldpoint(['import', ...argv, '-o', output]);
  expect([exitCode, stderr]).toEqual([0, '']);
  return readFileSync(output, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

function file(name: string, text: string): string {
  const path = join(scratch, name);
  writeFileSync(path, text);
  return path;
}

test('what a Prometheus answered becomes what was added: the sums of the deltas are the growth of its counters', async () => {
  const lines = await linesOf(real('query_range.answer'));
  const { data } = JSON.parse(readFileSync(real('query_range.answer'), 'utf8')) as {
    data: { result: { metric: Record<string, string>; values: [number, string][] }[] };
  };
  let compared = 0;
  for (const { metric, values } of data.result) {
    const growth = Number(values.at(-1)?.[1]) - Number(values[0]?.[1]);
    const mine = lines.filter(({ labels }) => labels['handler'] === metric['handler']);
    if (metric['__name__'] === 'prometheus_http_requests_total') {
      const counts = mine.filter((line) => line.metric === metric['__name__'] && line.kind === 'count');
      expect(counts).toHaveLength(values.length - 1);
      expect(counts.reduce((sum, { value }) => sum + value, 0)).toBe(growth);
      compared += 1;
    }
    if (metric['__name__'] === 'prometheus_http_request_duration_seconds_bucket' && metric['le'] === '+Inf') {
      const all = mine.flatMap(({ buckets = [] }) => buckets.map(([, count]) => count));
      expect(all.reduce((sum, count) => sum + count, 0)).toBe(growth);
      compared += 1;
    }
  }
  expect(compared).toBe(4);
  expect(lines.filter(({ metric }) => metric === 'go_goroutines')).toHaveLength(7);
  const bounds = lines.find(({ kind }) => kind === 'latency')?.buckets?.map(([bound]) => bound);
  expect(bounds).toEqual([100, 200, 400, 1000, 3000, 8000, 20000, 60000, 120000, '+Inf']);
  expect(lines.map(({ t }) => t)).toEqual(lines.map(({ t }) => t).toSorted((one, other) => one - other));
});

test('every value of a real dump is told of: as a sample, counted, or refused', async () => {
  const { stdout } = await callHoldpoint(['import', real('dump.prom'), '--dry-run', '--json']);
  const { files } = JSON.parse(stdout) as {
    files: { samples: number; refused: number; counted: { text: string; count: number }[] }[];
  };
  const [only] = files;
  const text = readFileSync(real('dump.prom'), 'utf8');
  const values = text.trimEnd().split('\n');
  const buckets = values.filter((line) => line.includes('le='));
  const groups = new Set(buckets.map((line) => line.replace(/le="[^"]*"/, '').replace(/\} \S+ /, '} '))).size;
  const counted = only?.counted.reduce((sum, { count }) => sum + count, 0) ?? 0;
  expect(only?.refused).toBe(0);
  expect((only?.samples ?? 0) + counted).toBe(values.length - buckets.length + groups);
  expect(values.length).toBeGreaterThan(100);
});

test('a scrape without stamps is stamped as its file, and counters go on from one file to the next', async () => {
  const again = file('again.prom', readFileSync(real('classic.prom'), 'utf8').replaceAll('query"} 13', 'query"} 20'));
  const lines = await linesOf(real('classic.prom'), again);
  const added = lines.filter(
    ({ metric, labels }) => metric === 'prometheus_http_requests_total' && labels['handler'] === '/api/v1/query',
  );
  expect(added.map(({ value }) => value)).toEqual([7]);
});

test('OpenMetrics: seconds, exemplars, the birth of a counter; a counter that begins again counts from nothing', async () => {
  const path = file(
    'open.om',
    [
      '# TYPE orders counter',
      'orders_total{m="a\\"b"} 5 1774879200.5 # {trace="x"} 1',
      'orders_created{m="a\\"b"} 1774870000 1774879200.5',
      'orders_total{m="a\\"b"} 9 1774879201.5',
      'orders_total{m="a\\"b"} 2 1774879202.5',
      'temperature -3.5 1774879202.5',
      'gone NaN 1774879202.5',
      '# EOF',
      '',
    ].join('\n'),
  );
  const lines = await linesOf(path);
  expect(lines.map(({ t, metric, value, labels }) => [t, metric, value, { ...labels }])).toEqual([
    [1774879201500, 'orders_total', 4, { m: 'a"b' }],
    [1774879202500, 'orders_total', 2, { m: 'a"b' }],
    [1774879202500, 'temperature', -3.5, {}],
  ]);
});

test.each([
  [
    'an error',
    '{"status":"error","errorType":"bad_data","error":"parse error"}',
    'is an error of Prometheus: parse error',
  ],
  [
    'a scalar',
    '{"status":"success","data":{"resultType":"scalar","result":[1,"2"]}}',
    'is a scalar: save what query_range',
  ],
  ['a cut answer', '{"status":"success","data":{"resultType":"matrix","result":[{', 'is not JSON to its end'],
  ['depth', `{"status":${'['.repeat(200_000)}`, 'is not JSON to its end'],
  [
    'a prototype key',
    '{"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":"m","__proto__":"x"},"value":[1,"1"]}]}}',
    'which is more than half',
  ],
  [
    'a card number',
    '{"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":"m","card":"4111111111111111"},"value":[1,"1"]}]}}',
    'holds a payment card number',
  ],
])('%s is refused in words, and nothing is written', async (name, text, words) => {
  const output = join(scratch, 'never.ndjson');
  const { exitCode, stdout, stderr } = await callHoldpoint(['import', file(`${name}.json`, text), '-o', output]);
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toContain(words);
  expect(stderr).not.toContain('4111');
});
