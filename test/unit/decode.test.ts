import { expect, test } from 'vitest';
import { createDecoder, type Decoder } from '../../electron/engine/ingest/decoder.ts';
import { createSeriesTable, type SeriesTable } from '../../electron/engine/ingest/seriesTable.ts';
import type { Arrival } from '../../shared/model/arrival.ts';
import type { BadLine } from '../../shared/model/badLine.ts';

function decode(decoder: Decoder, line: string | Buffer, number = 1): Arrival | BadLine {
  const bytes = Buffer.from(line);
  return decoder.decodeLine(bytes, 0, bytes.length, number);
}

function fresh(table: SeriesTable = createSeriesTable()): Decoder {
  return createDecoder(table);
}

const t = 1_774_879_200_000;
const stamp = { t, arrived: undefined, epoch: '' };

test('the lines of the format say what they say', () => {
  const table = createSeriesTable();
  const decoder = fresh(table);
  const lines = [
    '{"t":1774879200000,"source":"gw-1","epoch":"a","seq":41,"kind":"count","metric":"checkout.requests","labels":{"market":"US","method":"card","outcome":"ok"},"value":412}',
    '{"t":1774879200000,"source":"hsm","seq":9,"kind":"latency","metric":"hsm.latency","labels":{"op":"detokenize"},"values":[11.8,12.4,240]}',
    '{"t":1774879200000,"source":"hsm","seq":10,"kind":"latency","metric":"hsm.latency","labels":{"op":"sign"},"buckets":[[10,5],[50,7],["+Inf",1]]}',
    '{"t":1774879200000,"source":"stock","seq":3,"kind":"gauge","metric":"tickets.remaining","labels":{},"value":48211}',
    '{"t":1774879200000,"source":"gw-1","kind":"mark"}',
    '{"t":1774879200000,"source":"cd","seq":8,"kind":"event","type":"deploy.finished","labels":{"service":"ledger"},"text":"ledger 4.12.1","data":{"commit":"9f1c"}}',
  ];
  const said = (): (Arrival | BadLine)[] => lines.map((line, place) => decode(decoder, line, place + 1));
  const first = said();
  const [requests, detokenize, sign, tickets] = table.list();
  const expected: unknown[] = [
    { ...stamp, kind: 'count', source: 'gw-1', epoch: 'a', seq: 41, series: requests, value: 412 },
    {
      ...stamp,
      kind: 'latency',
      source: 'hsm',
      seq: 9,
      series: detokenize,
      values: [11.8, 12.4, 240],
      buckets: undefined,
    },
    {
      ...stamp,
      kind: 'latency',
      source: 'hsm',
      seq: 10,
      series: sign,
      values: undefined,
      buckets: [
        [10, 5],
        [50, 7],
        [Infinity, 1],
      ],
    },
    { ...stamp, kind: 'gauge', source: 'stock', seq: 3, series: tickets, value: 48_211 },
    { ...stamp, kind: 'mark', source: 'gw-1', end: false, pos: undefined },
    {
      ...stamp,
      kind: 'event',
      source: 'cd',
      seq: 8,
      type: 'deploy.finished',
      labels: { service: 'ledger' },
      text: 'ledger 4.12.1',
      data: { commit: '9f1c' },
    },
  ];
  expect(first).toEqual(expected);
  expect(said(), 'the second time, by their shapes').toEqual(expected);
  expect(table.list()).toEqual([
    {
      id: 0,
      source: 'gw-1',
      kind: 'count',
      metric: 'checkout.requests',
      labels: { market: 'US', method: 'card', outcome: 'ok' },
    },
    { id: 1, source: 'hsm', kind: 'latency', metric: 'hsm.latency', labels: { op: 'detokenize' } },
    { id: 2, source: 'hsm', kind: 'latency', metric: 'hsm.latency', labels: { op: 'sign' } },
    { id: 3, source: 'stock', kind: 'gauge', metric: 'tickets.remaining', labels: {} },
  ]);
});

test('what a line leaves out has its default', () => {
  const decoder = fresh();
  expect(decode(decoder, '{"t":1,"source":"a","kind":"gauge","metric":"m","labels":{},"value":1}')).toMatchObject({
    seq: -1,
    epoch: '',
    arrived: undefined,
  });
  expect(decode(decoder, '{"t":1,"source":"a","kind":"event","type":"x","labels":{}}')).toMatchObject({
    text: '',
    data: undefined,
  });
  expect(decode(decoder, '{"t":1,"source":"a","kind":"mark","end":true,"arrived":2}')).toMatchObject({
    end: true,
    arrived: 2,
  });
  expect(decode(decoder, '{"t":1,"source":"a","kind":"mark","pos":7}')).toMatchObject({ pos: 7 });
});

test('a series is its source, kind, metric and labels, in whatever order the labels stand', () => {
  const table = createSeriesTable();
  const decoder = fresh(table);
  const line = (source: string, kind: string, labels: string): string =>
    `{"t":1,"source":"${source}","kind":"${kind}","metric":"m","labels":{${labels}},"value":1}`;
  const ids = [
    line('a', 'count', '"x":"1","y":"2"'),
    line('a', 'count', '"y":"2","x":"1"'),
    line('b', 'count', '"x":"1","y":"2"'),
    line('a', 'gauge', '"x":"1","y":"2"'),
    line('a', 'count', '"x":"1"'),
    line('a', 'count', '"x":"1\\",y=\\"2"'),
  ].map((text) => {
    const arrival = decode(decoder, text);
    return arrival.kind === 'count' || arrival.kind === 'gauge' ? arrival.series.id : -1;
  });
  expect(ids).toEqual([0, 0, 1, 2, 3, 4]);
  expect(Object.keys(table.list()[0]?.labels ?? {})).toEqual(['x', 'y']);
  expect(Reflect.get(table.list()[0]?.labels ?? {}, 'toString')).toBeUndefined();
});

test('a table that is loaded goes on counting where it was', () => {
  const before = createSeriesTable();
  before.intern('a', 'count', 'm', { x: '1' });
  before.intern('a', 'gauge', 'm', {});
  const after = createSeriesTable();
  after.load(structuredClone(before.list()).map((series) => ({ ...series })));
  expect(after.list()).toEqual(before.list());
  expect(after.intern('a', 'gauge', 'm', {})?.id).toBe(1);
  expect(after.intern('b', 'gauge', 'm', {})?.id).toBe(2);
  expect(() => after.load(before.list())).toThrow('Load the series before the first line is decoded.');
  expect(() => createSeriesTable().load(before.list().slice(1))).toThrow('Series 1 stands at place 0');
});

test('a full table refuses new series and goes on with those it has', () => {
  const decoder = fresh(createSeriesTable(2));
  const line = (metric: string): string =>
    `{"t":5,"source":"a","kind":"count","metric":"${metric}","labels":{},"value":1}`;
  expect([line('a'), line('b'), line('c'), line('a')].map((text) => decode(decoder, text).kind)).toEqual([
    'count',
    'count',
    'bad',
    'count',
  ]);
  expect(decode(decoder, line('c'), 9)).toEqual({
    kind: 'bad',
    line: 9,
    reason: 'too_many_series',
    text: 'The recording has too many series: put fewer different values into labels.',
    excerpt: line('c'),
    source: 'a',
    arrived: 5,
  });
});

test('the table holds 50,000 series unless told otherwise', () => {
  const table = createSeriesTable();
  for (let place = 0; place < 50_000; place += 1) table.intern('a', 'count', `m${place}`, {});
  expect(table.intern('a', 'count', 'one.more', {})).toBeUndefined();
  expect(table.list()).toHaveLength(50_000);
});

test('a line is read where it lies: what stands around it does not matter', () => {
  const decoder = fresh();
  const line = '{"t":1,"source":"a","seq":0,"kind":"gauge","metric":"m","labels":{},"value":12}';
  for (const [before, after] of [
    ['', ''],
    ['{"t":1', '\n'],
    ['9', '345}'],
    ['"', '"}]'],
  ] as const) {
    const bytes = Buffer.from(`${before}${line}${after}`);
    expect(decoder.decodeLine(bytes, before.length, before.length + line.length, 1)).toMatchObject({ t: 1, value: 12 });
  }
  const bytes = Buffer.from(`${line}34}`);
  for (let end = 0; end < line.length; end += 1)
    expect(decoder.decodeLine(bytes, 0, end, 1).kind, `cut at ${end}`).toBe('bad');
});

test('what is learned is bounded, and what is not learned is read all the same', () => {
  const decoder = fresh();
  let wrong = 0;
  for (let place = 0; place < 40_000; place += 1) {
    const arrival = decode(
      decoder,
      `{"t":${place},"source":"a","epoch":"e${place}","seq":0,"kind":"gauge","metric":"m","labels":{},"value":${place}}`,
    );
    if (arrival.kind !== 'gauge' || arrival.value !== place || arrival.epoch !== `e${place}`) wrong += 1;
  }
  expect(wrong).toBe(0);
  expect(
    decode(decoder, '{"t":1,"source":"a","epoch":"new","seq":0,"kind":"gauge","metric":"m","labels":{},"value":2}'),
  ).toMatchObject({ epoch: 'new', value: 2 });
});

test('a bad line says who sent it and when, where that can be read', () => {
  const decoder = fresh();
  const bad = (line: string): unknown => {
    const { source, arrived } = decode(decoder, line) as BadLine;
    return [source, arrived];
  };
  expect(bad('{"t":7,"arrived":9,"source":"gw-1","kind":"count"}')).toEqual(['gw-1', 9]);
  expect(bad('{"t":7,"source":"gw-1","kind":"count"}')).toEqual(['gw-1', 7]);
  expect(bad('{"t":"7","source":"gw-1","kind":"count"}')).toEqual(['gw-1', undefined]);
  expect(bad('{"t":7,"source":"g w","kind":"count"}')).toEqual([undefined, 7]);
  expect(bad('{"t":7,"source":"gw-1","kind":"mark","x":1,"x":1}')).toEqual(['gw-1', 7]);
  expect(bad('{"t":7,"source":"gw-1","source":"gw-2","kind":"mark"}')).toEqual([undefined, 7]);
  expect(bad('{"t":7,"source":"gw-1","kind":"mark"')).toEqual([undefined, undefined]);
  expect(bad('{"t":7,"source":"a4111111111111111","kind":"mark"}')).toEqual([undefined, 7]);
});

test('numbers of telemetry are no text: they may look like a card number', () => {
  const decoder = fresh();
  const line =
    '{"t":1774879200004,"source":"a","seq":4111111111111111,"kind":"gauge","metric":"m","labels":{},"value":4111111111111111}';
  expect(decode(decoder, line)).toMatchObject({ seq: 4_111_111_111_111_111, value: 4_111_111_111_111_111 });
  expect(
    decode(decoder, '{"t":1,"source":"a","kind":"latency","metric":"m","labels":{},"values":[4111111111111111]}').kind,
  ).toBe('latency');
  expect(
    decode(decoder, '{"t":1,"source":"a","kind":"event","type":"x","labels":{},"data":{"finishedAt":1774879200004}}')
      .kind,
  ).toBe('event');
  expect(
    decode(decoder, '{"t":1,"source":"a","kind":"event","type":"x","labels":{},"data":{"pan":4111111111111111}}'),
  ).toMatchObject({
    reason: 'card_number',
    excerpt: '{"t":1,"source":"a","kind":"event","type":"x","labels":{},"data":{"pan":****************}}',
  });
});

test('zero is zero, whatever its sign', () => {
  const decoder = fresh();
  const line = (value: string): string =>
    `{"t":-0,"source":"a","seq":-0,"kind":"gauge","metric":"m","labels":{},"value":${value}}`;
  for (const value of ['-0', '-0.0', '-0e0', '-1e-999', '0']) {
    const arrival = decode(decoder, line(value));
    expect(arrival).toMatchObject({ t: 0, seq: 0, value: 0 });
  }
});

test('what looks like structure inside a text is text', () => {
  const text = `{"t":1,"t":2,"__proto__":[[[[[[[[[ "value":3} \\" \\\\`;
  const line = JSON.stringify({
    t: 1,
    source: 'a',
    kind: 'event',
    type: 'x',
    labels: { l: text },
    text,
    data: { [text]: text },
  });
  expect(decode(fresh(), line)).toMatchObject({ labels: { l: text }, text, data: { [text]: text } });
  const gauge = JSON.stringify({ t: 1, source: 'a', kind: 'gauge', metric: 'm', labels: { l: text }, value: 5 });
  const decoder = fresh();
  for (let time = 0; time < 2; time += 1)
    expect(decode(decoder, gauge)).toMatchObject({ series: { labels: { l: text } }, value: 5 });
});

const plainCount = {
  t: 5000,
  source: 'a',
  seq: 1000,
  kind: 'count',
  metric: 'm',
  labels: { market: 'US' },
  value: 100,
};
const plainLatency = { t: 5000, source: 'a', kind: 'latency', metric: 'm', labels: {}, values: [1000, 0.25, 0] };
const plainBuckets = {
  t: 5000,
  source: 'a',
  kind: 'latency',
  metric: 'm',
  labels: {},
  buckets: [
    [5, 2],
    ['+Inf', 0],
  ],
};
const spellings: readonly (readonly [name: string, odd: string, plain: object])[] = [
  ['a time with an exponent', '"t":5e3', { ...plainCount, t: 5000 }],
  ['a time with a point', '"t":5000.0', { ...plainCount, t: 5000 }],
  ['a seq with an exponent', '"seq":1E+3', plainCount],
  ['a seq with a point', '"seq":1000.0', plainCount],
  ['a value with an exponent', '"value":1e2', plainCount],
  ['a value with a negative exponent', '"value":10000e-2', plainCount],
  ['a value of more digits than a double holds', '"value":100.00000000000000000000001', plainCount],
  ['a value that is next to nothing', '"value":1e-400', { ...plainCount, value: 0 }],
  ['a value beyond whole doubles', '"value":9007199254740993', { ...plainCount, value: 9007199254740992 }],
  ['an escape in a key', '"\\u0076alue":100', plainCount],
  ['an escape in the key of a label', '"labels":{"\\u006darket":"US"}', plainCount],
  ['an escape in the value of a label', '"labels":{"market":"\\u0055S"}', plainCount],
  ['an arrival of its own', '"arrived":6e3', { ...plainCount, arrived: 6000 }],
  ['exponents, blanks and -0 in a list', '"values":[1e3, 2.5E-1,-0]', plainLatency],
  ['blanks and points in buckets', '"buckets":[ [5.0 , 2.0] , ["\\u002bInf",0] ]', plainBuckets],
];

test.each(spellings)('%s says what its plain spelling says', (_name, odd, plain) => {
  const said: object = JSON.parse(`{${odd}}`);
  const rest = Object.entries(plain).filter(([name]) => !Object.hasOwn(said, name));
  const line = `{${[odd, ...rest.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)].join(' ,\t')} }`;
  const decoder = fresh();
  const expected = decode(decoder, JSON.stringify(plain));
  expect(expected.kind).not.toBe('bad');
  for (const time of ['first', 'second']) expect(decode(decoder, line), `the ${time} time`).toEqual(expected);
});

test.each([
  ['text', '"2026-03-30T14:00:00Z"', '"2026-03-30T14:00:00Z", which is 1774879200000'],
  ['microseconds', '1774879200000000', '1774879200000000, as if it were in microseconds'],
  ['nanoseconds', '1774879200000000000', '1774879200000000000, as if it were in nanoseconds'],
  ['half a millisecond', '1774879200000.5', '1774879200000.5'],
])('a stamp in %s is refused, with what it probably is', (_name, stamped, words) => {
  expect(decode(fresh(), `{"t":${stamped},"source":"a","kind":"mark"}`)).toMatchObject({
    reason: 'bad_number',
    text: `t must be a whole number of ms since 1970, up to the year 9999, but it is ${words}.`,
  });
});
