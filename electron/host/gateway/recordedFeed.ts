import { createHash } from 'node:crypto';
import type { Recording } from '../../engine/source/recording.ts';
import type { LiveClock } from '../../engine/source/live/liveSource.ts';
import { type Feed, type FeedFrame, frameMs, idleMs, mostCharacters, mostSamples } from './feed.ts';
import { shiftLine } from './shiftLine.ts';

/** Where a client stands: which recording, at what time it was begun, and from which byte and line it goes on. */
interface Place {
  readonly beganMs: number;
  readonly byte: number;
  readonly line: number;
}

/**
 * A recording as if it happened now: its first arrival is the moment at which it was opened, and every other follows at
 * its distance. A position says when that was: a gateway that is started again goes on in the same stream for whoever
 * comes back with one, and begins a new one for everybody else.
 */
export async function openRecordedFeed(recording: Recording, clock: LiveClock, speed: number): Promise<Feed> {
  const openedMs = Math.floor(clock.nowMs());
  const { firstMs, mark } = await look(recording);

  async function* read(pos: string | undefined, signal: AbortSignal): AsyncGenerator<FeedFrame, void, undefined> {
    const place = toPlace(pos, mark) ?? { beganMs: openedMs, byte: 0, line: 1 };
    const { beganMs } = place;
    const epoch = `${mark}-${beganMs.toString(36)}`;
    const shift = { byMs: beganMs - firstMs, epoch };
    let { byte, line } = place;
    let samples: string[] = [];
    let characters = 0;
    let sentMs = clock.steadyMs();
    const frame = (): FeedFrame => {
      const made = { samples, pos: `${mark}.${beganMs.toString(36)}.${byte}.${line}`, epoch };
      [samples, characters, sentMs] = [[], 0, clock.steadyMs()];
      return made;
    };
    for await (const batch of recording.batches({ fromByte: byte, fromLine: line, signal })) {
      for (let index = 0; index < batch.count; index += 1) {
        const text = batch.bytes.toString('utf8', batch.starts[index], batch.ends[index]);
        const shifted = shiftLine(text, shift);
        const dueMs = beganMs + ((shifted.arrivedMs ?? firstMs) - firstMs) / speed;
        while (clock.nowMs() < dueMs && !signal.aborted) {
          // What is there goes soon; that there is nothing is said once a second.
          const leftMs = sentMs + (samples.length > 0 ? frameMs : idleMs) - clock.steadyMs();
          if (leftMs <= 0) yield frame();
          else await clock.sleep(Math.max(1, Math.min(leftMs, dueMs - clock.nowMs())), signal);
        }
        if (signal.aborted) return;
        samples.push(shifted.text);
        characters += shifted.text.length;
        const isLast = index + 1 === batch.count;
        byte = isLast ? batch.nextByte : batch.firstByte + (batch.starts[index + 1] ?? 0);
        line = isLast ? batch.nextLine : (batch.lineNumbers[index + 1] ?? 0);
        if (samples.length >= mostSamples || characters >= mostCharacters) yield frame();
      }
      if (batch.bad !== undefined) samples.push(JSON.stringify(batch.bad.excerpt));
    }
    while (!signal.aborted) {
      yield frame();
      await clock.sleep(idleMs, signal);
    }
  }

  return { read };
}

/** When its first line arrived, and what tells it from other recordings. */
async function look(recording: Recording): Promise<{ readonly firstMs: number; readonly mark: string }> {
  for await (const batch of recording.batches()) {
    for (let index = 0; index < batch.count; index += 1) {
      const text = batch.bytes.toString('utf8', batch.starts[index], batch.ends[index]);
      const { arrivedMs } = shiftLine(text, { byMs: 0, epoch: '' });
      if (arrivedMs === undefined) continue;
      const mark = createHash('sha256').update(text).update(String(recording.bytesTotal)).digest('hex').slice(0, 8);
      return { firstMs: arrivedMs, mark };
    }
  }
  return { firstMs: 0, mark: 'empty' };
}

function toPlace(pos: string | undefined, mark: string): Place | undefined {
  const [, of, began, byte, line] = /^([0-9a-f]{8})\.([0-9a-z]{1,9})\.(\d{1,15})\.(\d{1,15})$/.exec(pos ?? '') ?? [];
  if (of !== mark || began === undefined) return undefined;
  return { beganMs: parseInt(began, 36), byte: Number(byte), line: Number(line) };
}
