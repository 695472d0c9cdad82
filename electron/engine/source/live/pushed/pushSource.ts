import type { Refusals } from '../../../../import/wire/refusals.ts';
import type { Sample } from '../../../../../shared/model/sample.ts';
import { Backoff } from '../backoff.ts';
import { BoundedQueue } from '../boundedQueue.ts';
import type { LiveEvent, LiveSource, LiveTools } from '../liveSource.ts';
import { listenTrouble, type LoopbackAddress } from './loopbackAddress.ts';
import { LossBook } from './lossBook.ts';
import { bytesOf, toFrameLines } from './pushedFrame.ts';
import { type PushReply, type PushRequest, PushServer } from './pushServer.ts';

/** What became of a body, and what its sender is told once the samples are on the disk. */
export interface Understood {
  readonly samples: readonly Sample[];
  readonly refused: Refusals;
  readonly reply: PushReply;
}

/** A language that senders speak here. */
export interface PushLanguage {
  /** Before a byte of the body is read: why it will not be, or undefined. */
  readonly refuse: (request: PushRequest) => PushReply | undefined;
  /** A refusal for a reason that is ours, in the form that the sender reads. */
  readonly fail: (request: PushRequest, status: number, text: string) => PushReply;
  /** Throws `PushError` for a body that cannot be read at all. */
  readonly understand: (request: PushRequest, body: Buffer, nowMs: number) => Understood;
}

interface Waiting {
  readonly lines: readonly Uint8Array[];
  readonly kept: (isKept: boolean) => void;
}

const mostWaitingBytes = 16 * 2 ** 20;

/**
 * What others send to a port of this machine. A sender is told that all is well when its samples are on the disk, and not
 * before: whoever hears nothing sends again. `begin` is called with every reading: `sinceMs` is when it began, `isResumed`
 * whether the session has read here before.
 */
export function openPushSource(
  place: LoopbackAddress,
  tools: LiveTools,
  begin: (sinceMs: number, isResumed: boolean) => PushLanguage,
): LiveSource {
  const { clock } = tools;
  const losses = new LossBook();
  let unkept: { readonly position: number; readonly kept: (isKept: boolean) => void }[] = [];

  async function* serve(
    first: number,
    language: PushLanguage,
    signal: AbortSignal,
  ): AsyncGenerator<LiveEvent, void, undefined> {
    const waiting = new BoundedQueue<Waiting>(mostWaitingBytes);
    const { refuse, fail } = language;
    const server = new PushServer({ refuse, fail, take: (request, body) => take(language, waiting, request, body) });
    let position = first;
    try {
      await server.listen(place);
    } catch (error) {
      yield {
        kind: 'status',
        state: 'broken',
        text: listenTrouble(error instanceof Error ? error : new Error(String(error))),
      };
      return;
    }
    try {
      yield { kind: 'status', state: 'open' };
      while (!signal.aborted) {
        await filledOrDue(waiting, signal);
        const gap = losses.take(clock.steadyMs());
        if (gap !== undefined) yield gap;
        for (const { lines, kept } of waiting.take(1)) {
          if (lines.length === 0) {
            kept(true);
            continue;
          }
          position += 1;
          unkept.push({ position, kept });
          yield { kind: 'frame', samples: lines, position };
        }
      }
    } finally {
      for (const { kept } of [...unkept, ...waiting.take()]) kept(false);
      unkept = [];
      await server.close();
    }
  }

  async function take(
    language: PushLanguage,
    waiting: BoundedQueue<Waiting>,
    request: PushRequest,
    body: Buffer,
  ): Promise<PushReply> {
    const busy = language.fail(request, 503, 'Too much waits to be judged: send it again in a moment.');
    // Asked before it is understood: counters remember what they have seen.
    if (waiting.isFull) return busy;
    const { samples, refused, reply } = language.understand(request, body, Math.floor(clock.nowMs()));
    losses.add(refused);
    const lines = toFrameLines(samples);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    waiting.put({ lines, kept: resolve }, bytesOf(lines) + 1);
    return (await promise) ? reply : busy;
  }

  /** Somebody has sent something, or it is time to tell what was lost. */
  async function filledOrDue(waiting: BoundedQueue<Waiting>, signal: AbortSignal): Promise<void> {
    const dueInMs = losses.dueInMs(clock.steadyMs());
    if (dueInMs === undefined || dueInMs === 0) {
      if (dueInMs === undefined) await waiting.filled(signal);
      return;
    }
    const over = new AbortController();
    const either = AbortSignal.any([signal, over.signal]);
    await Promise.race([waiting.filled(either), clock.sleep(dueInMs, either)]);
    over.abort();
  }

  return {
    address: place.shown,
    async *read(after, signal) {
      const backoff = new Backoff(tools.random);
      const language = begin(Math.floor(clock.nowMs()), after !== undefined);
      while (!signal.aborted) {
        yield* serve(typeof after === 'number' ? after : 0, language, signal);
        if (!signal.aborted) await clock.sleep(backoff.nextMs(), signal);
      }
    },
    acknowledge(position) {
      for (const one of unkept) if (one.position <= Number(position)) one.kept(true);
      unkept = unkept.filter((one) => one.position > Number(position));
    },
  };
}
