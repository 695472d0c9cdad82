import { readFileSync } from 'node:fs';
import type { Clock } from '../../electron/engine/clock.ts';
import { openEngine } from '../../electron/engine/engine.ts';
import type { Engine } from '../../electron/engine/engineDoor.ts';
import { JudgementDigest, planDigest } from '../../electron/engine/judgementDigest.ts';
import type { LineBatch } from '../../electron/engine/source/lineBatch.ts';
import type { ReadOptions, Recording } from '../../electron/engine/source/recording.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import type { SessionKind } from '../../shared/model/session.ts';
import type { Session } from '../../electron/engine/store/session.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { readPlan } from '../../shared/model/readPlan.ts';
import type { Transition } from '../../shared/model/transition.ts';

/** A wall that moves only when somebody sleeps on it: an hour passes in a moment. */
export function createSleepyClock(): Clock {
  let nowMs = 0;
  return {
    steadyMs: () => nowMs,
    async sleep(ms, signal) {
      if (!signal.aborted) nowMs += ms;
      await Promise.resolve();
    },
  };
}

export interface TestPlan {
  readonly plan: Plan;
  readonly text: string;
  readonly digest: string;
}

export function readTestPlan(path: string): TestPlan {
  const text = readFileSync(path, 'utf8');
  const { plan, problems } = readPlan(text, path);
  if (plan === undefined) throw new Error(problems.map((one) => one.text).join('\n'));
  return { plan, text, digest: planDigest(text) };
}

/** Opens a session in memory of nothing but the file: no clock, no key. */
export function openTestSession(
  path: string,
  mode: 'create' | 'resume',
  plan: TestPlan,
  kind: SessionKind = 'replay',
): Session {
  if (mode === 'resume') return openSession(path, { mode, now: () => 0 });
  const identity = { kind, createdBy: 'holdpoint test', recording: null };
  const session = openSession(path, { mode, now: () => 0, identity });
  session.appendPlan({ at: 0, digest: plan.digest, text: plan.text });
  return session;
}

export function startEngine(
  session: Session,
  plan: TestPlan,
  recording: Recording | undefined,
  speed: number,
  clock = createSleepyClock(),
): Engine {
  return openEngine({ session, plan: plan.plan, planDigest: plan.digest, recording, clock, speed, sealLines: 1000 });
}

export interface Outcome {
  readonly content: string;
  readonly digest: string;
  readonly transitions: readonly Transition[];
}

/** What a session says, however it came about. */
export function readOutcome(path: string): Outcome {
  const session = openSession(path, { mode: 'read', now: () => 0 });
  const transitions = session.readTransitions();
  const digest = new JudgementDigest();
  for (const transition of transitions) digest.add(transition);
  const content = session.contentDigest();
  session.close();
  return { content, digest: digest.text(), transitions };
}

/** The same recording, handed over in batches of `size` lines. */
export function rebatched(recording: Recording, size: number): Recording {
  return {
    ...recording,
    async *batches(options?: ReadOptions) {
      for await (const line of singly(recording, options)) {
        if (size === 1) yield line;
        else yield* gather(line, size);
      }
      yield* flush();
    },
  };
}

let gathered: LineBatch[] = [];

function* gather(line: LineBatch, size: number): Generator<LineBatch> {
  gathered.push(line);
  if (gathered.length >= size) yield* flush();
}

function* flush(): Generator<LineBatch> {
  const lines = gathered;
  gathered = [];
  const [first] = lines;
  const last = lines.at(-1);
  if (first === undefined || last === undefined) return;
  const bytes = Buffer.concat(lines.map((line) => line.bytes));
  const starts = new Int32Array(lines.length);
  const ends = new Int32Array(lines.length);
  let at = 0;
  lines.forEach((line, index) => {
    starts[index] = at + (line.starts[0] ?? 0);
    ends[index] = at + (line.ends[0] ?? 0);
    at += line.bytes.length;
  });
  const lineNumbers = Float64Array.from(lines.map((line) => line.lineNumbers[0] ?? 0));
  yield {
    ...last,
    bytes,
    starts,
    ends,
    lineNumbers,
    count: lines.length,
    firstByte: first.firstByte,
    firstLine: first.firstLine,
  };
}

async function* singly(recording: Recording, options?: ReadOptions): AsyncGenerator<LineBatch> {
  // What is made of a batch here outlives it.
  for await (const batch of recording.batches({ ...options, reuse: false })) {
    if (batch.bad !== undefined) throw new Error('Recordings of this test have no oversized lines.');
    for (let index = 0; index < batch.count; index += 1) {
      const from = batch.starts[index] ?? 0;
      const to = index + 1 < batch.count ? (batch.starts[index + 1] ?? 0) : batch.bytes.length;
      const isLast = index + 1 === batch.count;
      yield {
        ...batch,
        bytes: batch.bytes.subarray(from, to),
        starts: Int32Array.of(0),
        ends: Int32Array.of((batch.ends[index] ?? 0) - from),
        lineNumbers: Float64Array.of(batch.lineNumbers[index] ?? 0),
        count: 1,
        firstByte: batch.firstByte + from,
        firstLine: batch.lineNumbers[index] ?? 0,
        nextByte: isLast ? batch.nextByte : batch.firstByte + to,
        nextLine: isLast ? batch.nextLine : (batch.lineNumbers[index + 1] ?? 0),
      };
    }
  }
}

/** The same recording, which never gets past its line number `line`: the reader stands there until it is given up. */
export function stuckAfter(recording: Recording, line: number, onStuck: () => void): Recording {
  return {
    ...recording,
    async *batches(options?: ReadOptions) {
      let isStuck = false;
      for await (const batch of singly(recording, options)) {
        isStuck = batch.firstLine > line;
        // Leaving the loop closes the file, which a reader that is given up could not.
        if (isStuck) break;
        yield batch;
      }
      if (!isStuck) return;
      onStuck();
      await new Promise<void>((resolve) => options?.signal?.addEventListener('abort', () => resolve()));
    },
  };
}
