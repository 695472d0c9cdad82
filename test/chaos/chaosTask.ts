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
  readonly sealLines: number;
  readonly lines: readonly Buffer[];
  /** Of the session that nothing happened to. It holds the judgement too: every transition is content. */
  readonly contentDigest: string;
}

/** The stream of this seed has every trouble that a stream can have: lost, late, repeated, contradicted and broken lines. */
const recordingSeed = 33;

/** Makes the recording: 500 seconds of five sources. */
export async function makeChaosTask(
  folder: string,
  { perSecond, sealLines }: { readonly perSecond: number; readonly sealLines: number },
): Promise<ChaosTask> {
  mkdirSync(folder, { recursive: true });
  const recording = join(folder, 'recording.ndjson');
  const key = join(folder, 'key.pem');
  const session = join(folder, 'undisturbed.holdpoint');
  const random = createSeededRandom(recordingSeed);
  const bytes = toBytes(makeTroubledStream(recordingSeed, { seconds: 500, perSecond }).arrived, random);
  writeFileSync(recording, bytes);
  await replaySession({ session, recording, key, sealLines, speed: Infinity });
  return { recording, key, sealLines, lines: splitStored(bytes), contentDigest: readContentDigest(session, key) };
}

export function readContentDigest(session: string, key: string): string {
  const open = openReplayed({ session, key });
  try {
    return open.contentDigest();
  } finally {
    open.close();
  }
}
