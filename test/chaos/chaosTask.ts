import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openReplayed, replaySession } from './replaySession.ts';
import { toBytes } from './runStreams.ts';
import { createSeededRandom } from './seededRandom.ts';
import { splitStored } from './storedLines.ts';
import { makeTroubledStream } from './troubledStream.ts';

/** A recording to be replayed under bad conditions, and what must come of it. */
export interface ChaosTask {
  readonly recording: string;
  readonly key: string;
  readonly lines: readonly Buffer[];
  /** Of the session that nothing happened to. It holds the judgement too: every transition is content. */
  readonly contentDigest: string;
}

/** Makes the recording of a seed: about `perSecond` times 1,500 lines, with all the troubles that a stream can have. */
export async function makeChaosTask(folder: string, seed: number, perSecond: number): Promise<ChaosTask> {
  mkdirSync(folder, { recursive: true });
  const recording = join(folder, 'recording.ndjson');
  const key = join(folder, 'key.pem');
  const session = join(folder, 'undisturbed.holdpoint');
  const random = createSeededRandom(seed);
  const bytes = toBytes(makeTroubledStream(seed, { seconds: 500, perSecond }).arrived, random);
  writeFileSync(recording, bytes);
  await replaySession({ session, recording, key, speed: Infinity });
  return { recording, key, lines: splitStored(bytes), contentDigest: readContentDigest(session, key) };
}

export function readContentDigest(session: string, key: string): string {
  const open = openReplayed({ session, key });
  try {
    return open.contentDigest();
  } finally {
    open.close();
  }
}
