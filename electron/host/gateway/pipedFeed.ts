import type { Readable } from 'node:stream';
import { createInterface } from 'node:readline';
import type { LiveClock } from '../../engine/source/live/liveSource.ts';
import { type Feed, type FeedFrame, frameMs, idleMs, mostCharacters, mostSamples } from './feed.ts';

/** So much of what came is kept for clients who come back; what is older is gone, and its numbers are missing there. */
const mostKept = 64 * 2 ** 20;

/** Lines as somebody writes them, each a sample of now. `run` tells this stream from any before it. */
export function openPipedFeed(input: Readable, run: string, clock: LiveClock): Feed {
  let kept: string[] = [];
  /** Number of the first of `kept`. */
  let first = 0;
  let characters = 0;
  createInterface({ input, crlfDelay: Infinity }).on('line', (line) => {
    if (line === '') return;
    kept.push(line);
    characters += line.length;
    if (characters <= mostKept) return;
    const half = kept.length >> 1;
    characters -= kept.slice(0, half).reduce((sum, one) => sum + one.length, 0);
    kept = kept.slice(half);
    first += half;
  });

  async function* read(pos: string | undefined, signal: AbortSignal): AsyncGenerator<FeedFrame, void, undefined> {
    const [of, number] = (pos ?? '').split('.');
    let next = of === run ? Number(number) : 0;
    let sentMs = -Infinity;
    while (!signal.aborted) {
      next = Math.max(next, first);
      const samples: string[] = [];
      let length = 0;
      for (; next - first < kept.length && samples.length < mostSamples && length < mostCharacters; next += 1) {
        const line = asJson(kept[next - first] ?? '');
        samples.push(line);
        length += line.length;
      }
      if (samples.length > 0 || clock.steadyMs() - sentMs >= idleMs) {
        sentMs = clock.steadyMs();
        yield { samples, pos: `${run}.${next}`, epoch: run };
      }
      if (samples.length < mostSamples) await clock.sleep(frameMs, signal);
    }
  }

  return { read };
}

/** What is no JSON is sent as a text, so that it is counted where it arrives. */
function asJson(line: string): string {
  try {
    JSON.parse(line);
    return line;
  } catch {
    return JSON.stringify(line.slice(0, 4096));
  }
}
