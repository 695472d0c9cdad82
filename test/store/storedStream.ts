import type { Series } from '../../shared/model/series.ts';
import type { SealBatch } from '../../shared/model/session.ts';
import type { SecondRow, TickInput } from '../../shared/model/tickInput.ts';

/** A stream to be stored: what a session is handed, without the engine. Equal for equal arguments. */
export interface Stream {
  readonly series: readonly Series[];
  /** One line for each sample, in order. */
  readonly lines: readonly string[];
  /** Ticks, and how many of the lines had arrived by the end of each. */
  readonly ticks: readonly TickInput[];
  readonly linesAtTick: readonly number[];
}

export const streamStart = 1_774_864_800;

/** Series 0..2 count, 3 measures latency, 4 is a gauge. Now and then a second is silent or a sample late. */
export function buildStream(seconds: number, seed = 1): Stream {
  const random = createRandom(seed);
  const series = streamSeries;
  const lines: string[] = [];
  const ticks: TickInput[] = [];
  const linesAtTick: number[] = [];
  for (let second = 0; second < seconds; second += 1) {
    const tick = streamStart + second + 1;
    const rows: SecondRow[] = [];
    const isSilent = random() < 0.02;
    for (const one of isSilent ? [] : series) {
      const bucket = tick - 1 - (random() < 0.03 ? Math.floor(random() * 90) : 0);
      rows.push(buildRow(one, bucket, random));
      lines.push(
        `{"t":${bucket * 1000},"source":"${one.source}","metric":"${one.metric}","value":${rows.at(-1)?.sum}}`,
      );
    }
    const events =
      random() < 0.01
        ? [
            {
              t: tick * 1000 - 500,
              source: 'cd',
              type: 'deploy.finished',
              labels: { service: 'ledger' },
              text: 'ünïcode',
            },
          ]
        : [];
    const heard = isSilent ? [] : [{ source: 'gw-1', at: tick * 1000 - 1, ended: false }];
    ticks.push({ tick, rows, events, heard });
    linesAtTick.push(lines.length);
  }
  return { series, lines, ticks, linesAtTick };
}

/** A seal of the lines and ticks of seconds `from` (inclusive) to `to` (exclusive) of the stream. */
export function buildBatch(stream: Stream, from: number, to: number): SealBatch {
  const firstLine = stream.linesAtTick[from - 1] ?? 0;
  const lastLine = stream.linesAtTick[to - 1] ?? 0;
  const tick = stream.ticks[to - 1]?.tick ?? 0;
  return {
    lines: rawLines(stream, firstLine, lastLine),
    ticks: stream.ticks.slice(from, to),
    partialTick: false,
    series: from === 0 ? stream.series : [],
    transitions: [
      {
        at: tick * 1000,
        kind: 'trigger',
        id: 'RB-1',
        cell: { market: 'US' },
        from: 'ok',
        to: 'firing',
        value: 14.71,
        n: to,
        why: `Second ${to}.`,
      },
      { at: tick * 1000, kind: 'call', id: 'call', cell: {}, from: 'GO', to: 'HOLD', why: 'A trigger fires.' },
    ],
    quarantine: [
      {
        line: lastLine,
        at: tick * 1000,
        reason: 'not_json',
        text: 'The line is no JSON.',
        excerpt: '{',
        source: undefined,
      },
    ],
    gaps: [{ source: 'gw-1', epoch: '', fromSeq: from, toSeq: to, openedAt: tick * 1000, closedAt: undefined }],
    sourceStates: [{ source: 'gw-1', state: { next: to } }],
    position: { line: lastLine },
    checkpoint: { tick, body: JSON.stringify({ tick, memory: 'x'.repeat(50) }) },
    ledger: [],
  };
}

/** Lines `from` (exclusive) to `to` of the stream, in pieces that do not respect lines. */
export function rawLines(stream: Stream, from: number, to: number): SealBatch['lines'] {
  const text = Buffer.from(
    stream.lines
      .slice(from, to)
      .map((line) => `${line}\n`)
      .join(''),
  );
  const cut = Math.floor(text.length / 3);
  return { first: from + 1, count: to - from, bytes: [text.subarray(0, cut), text.subarray(cut)] };
}

export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const streamSeries: readonly Series[] = [
  { id: 0, source: 'gw-1', kind: 'count', metric: 'checkout.requests', labels: { market: 'US', outcome: 'ok' } },
  { id: 1, source: 'gw-1', kind: 'count', metric: 'checkout.requests', labels: { market: 'US', outcome: 'error' } },
  { id: 2, source: 'gw-2', kind: 'count', metric: 'checkout.requests', labels: { market: 'UK', outcome: 'ok' } },
  { id: 3, source: 'hsm', kind: 'latency', metric: 'hsm.latency', labels: { op: 'sign' } },
  { id: 4, source: 'stock', kind: 'gauge', metric: 'tickets.remaining', labels: {} },
];

function buildRow(series: Series, bucket: number, random: () => number): SecondRow {
  const n = series.kind === 'latency' ? 5 : 1;
  const values = Array.from({ length: n }, () => Math.round(random() * 4000) / (series.kind === 'latency' ? 10 : 1));
  const sum = values.reduce((total, value) => total + value, 0);
  const isGauge = series.kind === 'gauge';
  return {
    series,
    bucket,
    n,
    sum,
    sumLow: 0,
    min: Math.min(...values),
    max: Math.max(...values),
    last: isGauge ? sum : 0,
    lastAt: isGauge ? bucket * 1000 + 250 : -Infinity,
    within: series.kind === 'latency' ? [values.filter((value) => value <= 250).length] : [],
    straddling: series.kind === 'latency' ? [0] : [],
    bins: series.kind === 'latency' ? countBins(values) : undefined,
    bounds: undefined,
  };
}

function countBins(values: readonly number[]): Map<number, number> {
  const bins = new Map<number, number>();
  for (const value of values) bins.set(Math.floor(value), (bins.get(Math.floor(value)) ?? 0) + 1);
  return bins;
}
