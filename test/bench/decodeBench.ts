import { createDecoder } from '../../electron/engine/ingest/decoder.ts';
import { createSeriesTable } from '../../electron/engine/ingest/seriesTable.ts';

// How fast the decoder reads a line against `JSON.parse` alone, over the same bytes in the same run. Prints one JSON
// object; `ratio` is decode / JSON.parse, so less than 1 is faster. Run: node test/bench/decodeBench.ts [lines]

const lineCount = Number(process.argv[2] ?? 500_000);
const rounds = 5;

interface Line {
  readonly start: number;
  readonly end: number;
}

/** A launch day's lines: 36 counts, 2 latencies of 5 values, 3 gauges a second, in steady or in shuffled order. */
function writeLines(isShuffled: boolean): { readonly bytes: Buffer; readonly lines: readonly Line[] } {
  let state = 42;
  const random = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  const texts: string[] = [];
  const seqs = new Map<string, number>();
  for (let second = 0; texts.length < lineCount; second += 1) {
    const t = 1_774_879_200_000 + second * 1000;
    const begin = (source: string): string => {
      const seq = seqs.get(source) ?? 0;
      seqs.set(source, seq + 1);
      return `{"t":${t},"source":"${source}","epoch":"a","seq":${seq}`;
    };
    const round: (() => string)[] = [];
    for (const market of ['US', 'UK', 'DE', 'FR', 'JP', 'AU'])
      for (const method of ['card', 'paypal', 'wallet'])
        for (const outcome of ['ok', 'error'])
          round.push(
            () =>
              `${begin('gw-1')},"kind":"count","metric":"checkout.requests","labels":{"market":"${market}","method":"${method}","outcome":"${outcome}"},"value":${Math.floor(random() * 900)}}`,
          );
    for (const op of ['detokenize', 'sign']) {
      const values = (): string => Array.from({ length: 5 }, () => (random() * 300).toFixed(2)).join(',');
      round.push(
        () => `${begin('hsm')},"kind":"latency","metric":"hsm.latency","labels":{"op":"${op}"},"values":[${values()}]}`,
      );
    }
    for (const metric of ['tickets.remaining', 'ramp.percent', 'queue.depth'])
      round.push(
        () =>
          `${begin('stock')},"kind":"gauge","metric":"${metric}","labels":{},"value":${Math.floor(random() * 50_000)}}`,
      );
    if (isShuffled) round.sort(() => random() - 0.5);
    for (const write of round) texts.push(write());
  }
  const lines: Line[] = [];
  const bytes = Buffer.from(`${texts.slice(0, lineCount).join('\n')}\n`);
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(10, start);
    lines.push({ start, end });
    start = end + 1;
  }
  return { bytes, lines };
}

function timeMs(work: () => number): number {
  const startedAt = performance.now();
  if (work() < 0) throw new Error('The work was not done.');
  return performance.now() - startedAt;
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;
}

function measure(isShuffled: boolean): Record<string, number> {
  const { bytes, lines } = writeLines(isShuffled);
  const parse: number[] = [];
  const decode: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    parse.push(
      timeMs(() => {
        let sum = 0;
        for (const { start, end } of lines) sum += JSON.parse(bytes.toString('latin1', start, end)).t > 0 ? 1 : 0;
        return sum - lineCount;
      }),
    );
    decode.push(
      timeMs(() => {
        const decoder = createDecoder(createSeriesTable());
        let sum = 0;
        for (const [place, { start, end }] of lines.entries()) {
          const arrival = decoder.decodeLine(bytes, start, end, place + 1);
          if (arrival.kind !== 'bad' && arrival.t > 0) sum += 1;
        }
        return sum - lineCount;
      }),
    );
  }
  const perLine = (times: readonly number[]): number => Math.round((median(times) / lineCount) * 1e6);
  return {
    bytesPerLine: Math.round(bytes.length / lineCount),
    parseNsPerLine: perLine(parse),
    decodeNsPerLine: perLine(decode),
    ratio: Number((median(decode) / median(parse)).toFixed(3)),
  };
}

console.log(JSON.stringify({ lines: lineCount, steady: measure(false), shuffled: measure(true) }));
