import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SortedSpool } from '../../electron/import/sortedSpool.ts';
import { callHoldpoint } from '../help/runHoldpoint.ts';

const text = fc
  .string({ minLength: 1, maxLength: 12 })
  .filter((one) => one.trim() === one && !/[\0\ufffd]/.test(one) && one.isWellFormed());
const sample = fc.record({
  t: fc.integer({ min: 1774879200000, max: 1774879800000 }),
  source: fc.constantFrom('gw-1', 'gw-2'),
  kind: fc.constantFrom('count', 'gauge'),
  metric: fc.constantFrom('a.b', 'orders', 'x:y'),
  labels: fc.record({ market: text }),
  value: fc.double({ min: 0, max: 1e12, noNaN: true }),
});

test('a recording that was written as a table comes back sample for sample', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdpoint-table-'));
  const cell = (one: unknown): string => `"${String(one).replaceAll('"', '""')}"`;
  await fc.assert(
    fc.asyncProperty(fc.array(sample, { minLength: 1, maxLength: 30 }), async (samples) => {
      const table = join(folder, 'table.csv');
      const map = join(folder, 'map.yaml');
      const output = join(folder, 'out.ndjson');
      const rows = samples.map((one) =>
        [one.t, one.source, one.kind, one.metric, one.labels.market, one.value].map(cell).join(','),
      );
      writeFileSync(table, `t,source,kind,metric,market,value\n${rows.join('\r\n')}`);
      writeFileSync(
        map,
        'format: holdpoint/mapping@1\ndelimiter: ","\ndecimal: "."\nheader: true\ntime: { column: t, as: ms }\nsource: { column: source }\nlabels: { market: market }\nlong: { metric: metric, value: value, kind: { column: kind } }\n',
      );
      const ran = await callHoldpoint(['import', table, '--map', map, '-o', output, '--force']);
      expect([ran.exitCode, ran.stderr]).toEqual([0, '']);
      const lines = readFileSync(output, 'utf8').trimEnd().split('\n');
      const back = lines.map((line) => JSON.parse(line) as object);
      expect(back).toEqual(samples.toSorted((one, other) => one.t - other.t));
    }),
    { numRuns: 40 },
  );
  rmSync(folder, { recursive: true });
});

test('whatever the order and the size of the runs, lines come out as a stable sort would have them', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 20 })),
      fc.integer({ min: 1, max: 1000 }),
      async (stamps, limit) => {
        const folder = mkdtempSync(join(tmpdir(), 'holdpoint-spool-'));
        const spool = new SortedSpool(folder, limit);
        const lines = stamps.map((at, place) => ({ at, line: `${place} \u2028 ${at}` }));
        for (const { at, line } of lines) {
          spool.add(at, line);
          if (spool.isFull) await spool.flush();
        }
        const path = join(folder, 'out');
        await spool.writeTo(path, (at, line) => `${at}:${line}\n`, new AbortController().signal);
        const sorted = lines.toSorted((one, other) => one.at - other.at);
        expect(readFileSync(path, 'utf8')).toBe(sorted.map(({ at, line }) => `${at}:${line}\n`).join(''));
        rmSync(folder, { recursive: true });
      },
    ),
    { numRuns: 60 },
  );
});
