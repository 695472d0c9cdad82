import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { callHoldpoint, scratchFolder } from '../help/runHoldpoint.ts';

const scratch = scratchFolder();
let made = 0;

function file(text: string | Buffer, ending = 'csv'): string {
  made += 1;
  const path = join(scratch, `table-${made}.${ending}`);
  writeFileSync(path, text);
  return path;
}

interface Line {
  readonly t: number;
  readonly source: string;
  readonly kind: string;
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value?: number;
  readonly values?: readonly number[];
}

async function importLines(...argv: readonly string[]): Promise<{ lines: Line[]; stdout: string }> {
  made += 1;
  const output = join(scratch, `out-${made}.ndjson`);
  const { exitCode, stdout, stderr } = await callHoldpoint(['import', ...argv, '-o', output]);
  expect([exitCode, stderr]).toEqual([0, '']);
  const lines = readFileSync(output, 'utf8').trimEnd().split('\n');
  return { lines: lines.map((line) => JSON.parse(line) as Line), stdout };
}

const values = (lines: readonly Line[]): unknown[] =>
  lines.map(({ t, metric, value, values: all }) => [t, metric, value ?? all]);

test('a wide table as spreadsheets of Europe write it: semicolons, decimal commas, a byte order mark, CRLF', async () => {
  const path = file(
    '\ufeffsep=;\r\nZeit;Markt;Temperatur\r\n30.03.2026 16:00:00;DE;1.234,5\r\n30.03.2026 16:00:01;DE;-2\r\n',
  );
  const { lines, stdout } = await importLines(path, '--zone', 'Europe/Berlin');
  expect(values(lines)).toEqual([
    [1774879200000, 'Temperatur', 1234.5],
    [1774879201000, 'Temperatur', -2],
  ]);
  expect(lines[0]?.labels).toEqual({ Markt: 'DE' });
  expect(stdout).toContain('cells parted by semicolons, decimal commas, a header');
  expect(stdout).toContain('day, month, year, Europe/Berlin');
});

test('a long table in tabs is sorted by time, its metrics by name', async () => {
  const { lines } = await importLines(
    file('timestamp\tmetric\tvalue\thost\n1774879201\tb.x\t2\th2\n1774879200\ta.x\t1.5\th1\n', 'tsv'),
  );
  expect(values(lines)).toEqual([
    [1774879200000, 'a.x', 1.5],
    [1774879201000, 'b.x', 2],
  ]);
});

test.each([
  ['s', '1774879200'],
  ['s', '1774879200.000'],
  ['ms', '1774879200000'],
  ['us', '1774879200000123'],
  ['ns', '1774879200000123456'],
  ['iso', '2026-03-30T14:00:00Z'],
  ['iso', '2026-03-30T16:00:00.000+02:00'],
  ['ymd', '2026-03-30 14:00'],
  ['us', '3/30/2026 2:00:00 PM'],
])('a stamp in %s is found out: %s', async (_, stamp) => {
  const { lines } = await importLines(file(`time,load\n${stamp},1\n`));
  expect(values(lines)).toEqual([[1774879200000, 'load', 1]]);
});

test('the hour that a wall shows twice is told apart by the order of rows, the one that it skips is refused', async () => {
  const rows = ['2026-10-25 02:30:00', '2026-10-25 02:59:00', '2026-10-25 02:30:00', '2026-03-29 02:30:00'];
  const { lines, stdout } = await importLines(
    file(`time,load\n${rows.map((row) => `${row},1\n`).join('')}`),
    '--zone',
    'Europe/Berlin',
  );
  const stamps = lines.filter(({ kind }) => kind !== 'mark').map(({ t }) => new Date(t).toISOString().slice(11, 16));
  expect(stamps).toEqual(['00:30', '00:59', '01:30']);
  expect(stdout).toContain('1 x The time does not exist in its zone: clocks are put forward over it. (row 5)');
});

test('every cell is counted: samples, cells that say nothing, rows that are refused with why and where', async () => {
  const path = file(
    'time,orders,load,note\n' +
      '2026-03-30T14:00:00Z,5,1,a\n' +
      '2026-03-30T14:00:01Z,n/a,,b\n' +
      'never,1,1,c\n' +
      '2026-03-30T14:00:03Z,many,2,"x ""y"",\nz"\n' +
      '2026-03-30T14:00:05Z,1,1,4111 1111 1111 1111\n' +
      '2026-03-30T14:00:06Z,7,1,a,too,many\n' +
      '2026-03-30T14:00:07Z,7,1,a\n2026-03-30T14:00:08Z,7,1,a\n',
  );
  const { lines, stdout } = await importLines(path);
  expect(lines).toHaveLength(7);
  expect(stdout).toContain('7 samples, 5 refused');
  expect(stdout).toContain('1 x A value is no number. (row 5)');
  expect(stdout).toContain('1 x The time is not written as in the other rows. (row 4)');
  expect(stdout).toContain('1 x The row has more cells than the first one. (row 8)');
  expect(stdout).toContain('2 x A cell says nothing. (row');
  expect(stdout).toMatch(/2 x A text in the line holds a payment card number/);
  expect(stdout).toContain('7 lines written, 5 lines left out');
  expect(stdout).not.toContain('4111');
  expect(lines.find(({ labels }) => labels['note']?.startsWith('x'))?.labels).toEqual({ note: 'x "y",\nz' });
});

test('counters become what was added, durations of requests latencies in ms', async () => {
  const rows = [3, 5, 9, 9, 12, 1].map((count, second) => `${1774879200 + second},${count},0.25\n`);
  const counted = await importLines(file(`t,orders_total,request duration (s)\n${rows.slice(0, 5).join('')}`));
  expect(counted.lines.filter(({ kind }) => kind === 'count').map(({ value }) => value)).toEqual([2, 4, 0, 3]);
  expect(counted.lines.find(({ kind }) => kind === 'latency')).toMatchObject({
    metric: 'request_duration',
    values: [250],
  });
});

test('a mapping is written where there is none, and read, mended, where there is', async () => {
  const path = file('time,a,b\n2026-03-30T14:00:00Z,1,2\n');
  const map = join(scratch, 'm.yaml');
  const { stdout } = await callHoldpoint(['import', path, '--dry-run', '--map', map]);
  expect(stdout).toContain(`${map}: how the table is read was written; mend it and call again where it is wrong`);
  const before = await importLines(path, '--map', map);
  expect(values(before.lines)).toEqual([
    [1774879200000, 'a', 1],
    [1774879200000, 'b', 2],
  ]);
  writeFileSync(
    map,
    readFileSync(map, 'utf8').replace('metric: "b", kind: "gauge"', 'metric: "orders", kind: "count"'),
  );
  const mended = await importLines(path, '--map', map);
  expect(mended.lines[1]).toMatchObject({ kind: 'count', metric: 'orders', value: 2 });
  writeFileSync(map, readFileSync(map, 'utf8').replace('kind: "count"', 'kind: "cuont"'));
  const wrong = await callHoldpoint(['import', path, '--dry-run', '--map', map]);
  expect(wrong.exitCode).toBe(1);
  expect(wrong.stderr).toMatch(/^error \S+m\.yaml:\d+:\d+ values\[1\]\.kind: /);
});

test('several files are merged by time, the clock of one moved, ours among them', async () => {
  const one = file('time,a\n2026-03-30T14:00:00Z,1\n2026-03-30T14:00:02Z,3\n');
  const two = file(gzipSync('time,a\n2026-03-30T13:00:01Z,2\n'), 'csv.gz');
  const ours = file(
    '{"t":1774879203000,"source":"gw","kind":"gauge","metric":"a","labels":{},"value":4}\n{"t":1774879203000,"t":1,"source":"gw","kind":"gauge","metric":"a","labels":{},"value":5}\n{"t":1774879204000,"source":"gw","kind":"gauge","metric":"a","labels":{},"value":5}\n',
    'ndjson',
  );
  const { lines, stdout } = await importLines(one, two, ours, '--offset', `${two}=+1h`);
  expect(lines.map(({ value }) => value)).toEqual([1, 2, 3, 4, 5]);
  expect(stdout).toContain('clock    2026-03-30T14:00:01Z to 2026-03-30T14:00:01Z, after +1h');
  expect(stdout).toContain('stands twice in one object');
});

test('rows far apart are all kept, and the silence is told', async () => {
  const days = [1, 2, 3, 5, 6].map((day) => `2026-03-0${day}T00:00:00Z,${day}\n`);
  const { lines, stdout } = await importLines(file(`time,a\n${days.join('')}`));
  expect(lines.filter(({ kind }) => kind === 'gauge').map(({ value }) => value)).toEqual([1, 2, 3, 5, 6]);
  expect(stdout).toContain('every 1d, never silent for long');
});

test.each([
  ['no time', 'a,b\n1,2\n3,4\n', 'no column says when (a, b)'],
  ['no number', 'time,a\n2026-03-30T14:00:00Z,x\n', 'no column holds numbers'],
  [
    'an endless row',
    `time,a\n2026-03-30T14:00:00Z,1\n${'9'.repeat(3_000_000)}\n2026-03-30T14:00:00Z,x\n`,
    'over 1 MiB',
  ],
  ['mostly nonsense', `time,a\n2026-03-30T14:00:00Z,1\n${'x,y\n'.repeat(20_000)}`, 'no column'],
  ['bytes that are no text', Buffer.from([0x74, 0xff, 0x2c, 0x61, 10, 0x31, 0x2c, 0x32, 10]), 'says when'],
  ['an unknown zone', 'time,a\n2026-03-30 14:00,1\n', 'There is no time zone "Nowhere/At"'],
] satisfies [string, string | Buffer, string][])(
  '%s is refused in words, and nothing is left',
  async (name, text, words) => {
    const output = join(scratch, 'never.ndjson');
    const zone = name.includes('zone') ? ['--zone', 'Nowhere/At'] : [];
    const { exitCode, stderr } = await callHoldpoint(['import', file(text), '--as', 'csv', ...zone, '-o', output]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(words);
    expect(existsSync(output)).toBe(false);
  },
);

test('a quote that is never closed costs its own row, not the file', async () => {
  const row = '2026-03-30T14:00:00Z,1\n';
  const { stdout } = await importLines(file(`time,a\n${row}"x,1\n${row.repeat(60_000)}`));
  expect(stdout).toContain('60,001 samples, 1 refused');
});

test('opening a file tells what is in it, and keeps nothing', async () => {
  const path = file('time,orders\n2026-03-30T14:00:00Z,4\n');
  const { exitCode, stdout } = await callHoldpoint(['open', path]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('a table (CSV or TSV), 1 sample, 0 refused');
  expect(stdout).toContain('Nothing of it was kept: holdpoint import');
});

test('who interrupts it leaves nothing behind', async () => {
  const path = file(`time,a\n${'2026-03-30T14:00:00Z,1\n'.repeat(100_000)}`);
  const output = join(scratch, 'cut.ndjson');
  const folders = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('holdpoint-import-'));
  const before = new Set(folders());
  const { exitCode, stderr } = await callHoldpoint(['import', path, '-o', output], { signal: AbortSignal.timeout(30) });
  expect([exitCode, stderr]).toEqual([3, 'Interrupted: nothing was written. Call it again to import.\n']);
  expect(existsSync(output)).toBe(false);
  expect(folders().filter((name) => !before.has(name))).toEqual([]);
});
