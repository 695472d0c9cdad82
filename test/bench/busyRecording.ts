import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress } from 'node:zlib';

type Line = Record<string, unknown> & { t: number; kind: string; source: string; seq?: number };

export interface BusyRecording {
  readonly path: string;
  readonly firstSecond: number;
  readonly seconds: number;
  readonly samplesPerSecond: number;
}

/**
 * A stretch of the launch day told so often over that so many samples come every second: the same series, spread over
 * the second, each line with a number of its own. Its seconds hold what a busy launch's would.
 */
export async function makeBusyRecording(
  dayPath: string,
  path: string,
  { fromS, seconds, samplesPerSecond }: { fromS: number; seconds: number; samplesPerSecond: number },
): Promise<BusyRecording> {
  const { lines, times } = await stretchOf(dayPath, fromS, seconds, samplesPerSecond);
  await pipeline(() => repeat(lines, times), createZstdCompress(), createWriteStream(path));
  const samples = lines.reduce((sum, second) => sum + second.filter(isSample).length, 0);
  const [first] = lines[0] ?? [];
  return {
    path,
    firstSecond: Math.floor((first?.t ?? 0) / 1000),
    seconds,
    samplesPerSecond: (samples * times) / seconds,
  };
}

async function stretchOf(dayPath: string, fromS: number, seconds: number, samplesPerSecond: number) {
  const lines: Line[][] = Array.from({ length: seconds }, () => []);
  let fromMs: number | undefined;
  for await (const text of createInterface({ input: createReadStream(dayPath) })) {
    const line = JSON.parse(text) as Line;
    fromMs ??= line.t + fromS * 1000;
    const second = Math.floor((line.t - fromMs) / 1000);
    if (second >= seconds) break;
    lines[second]?.push(line);
  }
  const samples = lines.flat().filter(isSample).length;
  return { lines, times: Math.ceil((samplesPerSecond * seconds) / Math.max(1, samples)) };
}

function* repeat(lines: readonly (readonly Line[])[], times: number): Generator<string> {
  const numbers = new Map<string, number>();
  const write = (line: Line, t: number): string => {
    if (line.seq === undefined) return `${JSON.stringify({ ...line, t, arrived: undefined })}\n`;
    const seq = (numbers.get(line.source) ?? 0) + 1;
    numbers.set(line.source, seq);
    return `${JSON.stringify({ ...line, t, arrived: undefined, seq })}\n`;
  };
  for (const second of lines) {
    const [first] = second;
    if (first === undefined) continue;
    const startMs = Math.floor(first.t / 1000) * 1000;
    let text = '';
    for (let time = 0; time < times; time += 1) {
      const t = startMs + Math.floor((time * 1000) / times);
      for (const line of second) if (time === 0 || isSample(line)) text += write(line, t);
    }
    yield text;
  }
}

function isSample({ kind }: Line): boolean {
  return kind !== 'mark' && kind !== 'event';
}
