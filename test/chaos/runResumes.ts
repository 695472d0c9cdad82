import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { EngineState } from '../../shared/model/engineSnapshot.ts';
import { JudgementDigest } from '../../electron/engine/judgementDigest.ts';
import { judgeRecording } from '../../electron/engine/judgeRecording.ts';
import { verifySession } from '../../electron/engine/store/verify.ts';
import type { Session } from '../../electron/engine/store/session.ts';
import { readChaosPlan } from './chaosPlan.ts';
import type { ChaosResult } from './chaosResult.ts';
import { openMemoryRecording } from './memoryRecording.ts';
import { openReplayed, replaySession } from './replaySession.ts';
import { toBytes } from './runStreams.ts';
import { createSeededRandom } from './seededRandom.ts';
import { countSame, splitStored } from './storedLines.ts';
import { countStream, type MissedNumber } from './streamTruth.ts';
import { longestWindowS, makeTroubledStream } from './troubledStream.ts';

/** `count` streams through a session file that is closed and resumed at any second, against a session that never was. */
export async function runResumes(count: number, firstSeed: number, folder: string): Promise<ChaosResult> {
  const breaches: string[] = [];
  const notes = { lines: 0, chunks: 0, resumes: 0, 'gap rows': 0 };
  for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
    const own = join(folder, `stream-${seed}`);
    mkdirSync(own);
    const found = await resumeStream(seed, own);
    for (const [name, value] of Object.entries(found.notes)) notes[name as keyof typeof notes] += value;
    if (found.faults.length > 0) breaches.push(`resumed stream of seed ${seed}: ${found.faults.join('; ')}`);
    rmSync(own, { recursive: true });
  }
  return { name: 'streams through resumed sessions', runs: count, breaches, notes };
}

async function resumeStream(seed: number, folder: string) {
  const random = createSeededRandom(seed * 2 + 1);
  const size = random.pick([
    { seconds: 60, perSecond: 4 },
    { seconds: 300, perSecond: 10 },
  ]);
  const sealLines = random.pick([10, 100, 1000]);
  const { arrived } = makeTroubledStream(seed, size);
  const truth = countStream(arrived, longestWindowS);
  const bytes = toBytes(arrived, random);
  const recording = join(folder, 'stream.ndjson');
  writeFileSync(recording, bytes);
  const key = join(folder, 'key.pem');
  const faults: string[] = [];
  const expectSame = (what: string, found: unknown, right: unknown): void => {
    if (!isDeepStrictEqual(found, right))
      faults.push(`${what} ${JSON.stringify(found)}, must be ${JSON.stringify(right)}`);
  };

  const straight = join(folder, 'straight.holdpoint');
  await replaySession({ session: straight, recording, key, sealLines, speed: Infinity });
  const session = join(folder, 'resumed.holdpoint');
  let state: EngineState;
  let resumes = -1;
  do {
    const stopAfterTick = random.between(truth.firstTick, truth.lastTick + 1);
    const speed = random.pick([Infinity, 5, 60]);
    state = await replaySession({
      session,
      recording,
      key,
      sealLines,
      speed,
      ...(resumes < 6 ? { stopAfterTick } : {}),
    });
    resumes += 1;
  } while (!state.isFinished);

  const [whole] = (await judgeRecording(openMemoryRecording(bytes, random), [readChaosPlan().plan], { atMs: [] }))
    .judgements;
  const [right, resumed] = [openReplayed({ session: straight, key }), openReplayed({ session, key })];
  expectSame('content', resumed.contentDigest(), right.contentDigest());
  expectSame('judgement', digestOf(resumed), whole?.digest);
  expectSame('counters', state.counters, truth.counters);
  expectSame('set aside', resumed.readQuarantineCount(), truth.counters.quarantined + truth.counters.conflicts);
  expectSame('gaps', toMissed(resumed), sortMissed(truth.missed));
  const lines = splitStored(bytes);
  expectSame('lines as they came', countSame(resumed, lines), lines.length);
  const notes = { lines: lines.length, chunks: resumed.readDurable().chunks, resumes, 'gap rows': truth.missed.length };
  right.close();
  resumed.close();
  for (const { text } of verifySession(session).faults) faults.push(text);
  return { faults, notes };
}

export function digestOf(session: Session): string {
  const digest = new JudgementDigest();
  for (const transition of session.readTransitions()) digest.add(transition);
  return digest.text();
}

function toMissed(session: Session): MissedNumber[] {
  const missed: MissedNumber[] = [];
  for (const { source, epoch, fromSeq, toSeq, openedAt, closedAt } of session.readGaps()) {
    for (let seq = fromSeq; seq < toSeq; seq += 1) missed.push({ source, epoch, seq, openedAt, closedAt });
  }
  return sortMissed(missed);
}

function sortMissed(missed: readonly MissedNumber[]): MissedNumber[] {
  const keyOf = ({ source, epoch }: MissedNumber): string => `${source}\n${epoch}`;
  return [...missed].sort((one, other) =>
    keyOf(one) < keyOf(other) ? -1 : keyOf(one) > keyOf(other) ? 1 : one.seq - other.seq,
  );
}
