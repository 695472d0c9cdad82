import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ChaosResult } from './chaosResult.ts';
import { type ChaosTask, makeChaosTask, readContentDigest } from './chaosTask.ts';
import { DiskImage } from './diskImage.ts';
import { findLoss } from './findLoss.ts';
import type { ChildTask } from './replayChild.ts';
import { type Acknowledged, replaySession } from './replaySession.ts';
import { trafficStartMs } from './sampleTraffic.ts';
import { createSeededRandom, type SeededRandom } from './seededRandom.ts';
import { type LogRecord, readWriteLog } from './writeLog.ts';

export type SyncLevel = 'full' | 'normal' | 'off';

export interface CutOptions {
  readonly shim: string;
  readonly folder: string;
  readonly seed: number;
  readonly level: SyncLevel;
}

/** After one cut of so many the replay goes on to its end. */
const goOnEvery = 10;
const pacedSpeed = 5;

/**
 * Replays a recording while the shim writes down what reaches the disk and when it was synced, and then cuts the power after
 * `count` of these records, chosen by chance: what is left is opened, read and verified as the product does it.
 *
 * What is simulated: a disk that keeps what was done to a file before its last fsync or fdatasync came back, and new, moved
 * and removed names from the last fsync of their folder on. Of everything younger each write and each cut of a file, and each
 * name, is there with a chance of one half, whatever the order; one in five of the writes that are there is torn, so that
 * each 512-byte sector of it is there with a chance of one half. What is acknowledged lies in the log between the writes.
 * The level `normal` syncs the write-ahead log only where `synchronous = NORMAL` does (its new header, and before a
 * checkpoint moves it into the database), `off` syncs nothing at all.
 *
 * What is not: disks that lie about a sync, or damage what they were not asked to write; shared memory, which no power cut
 * leaves.
 */
export async function runPowerCuts(count: number, options: CutOptions): Promise<ChaosResult> {
  const { folder, level, seed } = options;
  const task = await makeChaosTask(join(folder, 'task'), { perSecond: 6, sealLines: 1500 });
  const records = recordWrites(task, options);
  const random = createSeededRandom(seed);
  const cuts = chooseCuts(records, count, random);
  const disk = new DiskImage();
  const breaches: string[] = [];
  const notes = {
    corrupt: 0,
    'lost what was acknowledged': 0,
    'went on to the same content': 0,
    'records in the log': records.length,
  };
  let taken = 0;
  for (const [number, cut] of cuts.entries()) {
    for (const record of records.slice(taken, cut)) disk.take(record);
    taken = cut;
    const own = join(folder, `cut-${number}`);
    const session = join(own, 'cut.holdpoint');
    mkdirSync(own);
    disk.cutPower(random, own);
    const loss = findLoss({ session, key: task.key }, task.lines, toAcknowledged(disk.acknowledged));
    if (loss !== undefined) {
      notes[loss.kind === 'corrupt' ? 'corrupt' : 'lost what was acknowledged'] += 1;
      breaches.push(`power cut after record ${cut} of seed ${seed}, synchronous ${level}: ${loss.text}`);
    } else if (number % goOnEvery === 0) {
      await replaySession({ ...task, session, speed: pacedSpeed });
      if (readContentDigest(session, task.key) === task.contentDigest) notes['went on to the same content'] += 1;
      else
        breaches.push(`power cut after record ${cut} of seed ${seed}: the resumed session ends with another content`);
    }
    rmSync(own, { recursive: true });
  }
  return { name: `power cuts, synchronous ${level.toUpperCase()}`, runs: count, breaches, notes };
}

/**
 * Half of the cuts come anywhere, the others soon after something was acknowledged: any write, or what a process found when
 * it opened the session.
 */
function chooseCuts(records: readonly LogRecord[], count: number, random: SeededRandom): number[] {
  const written: number[] = [];
  const found: number[] = [];
  let isOpened = false;
  for (const [place, record] of records.entries()) {
    if (record.kind === 'opened' && record.path.endsWith('.holdpoint')) isOpened = true;
    if (record.kind !== 'acknowledged') continue;
    (isOpened ? found : written).push(place + 1);
    isOpened = false;
  }
  const cuts = Array.from({ length: count }, (_, place) => {
    if (place % 2 === 0) return random.between(1, records.length + 1);
    const promised = place % 4 === 1 ? written : found;
    return Math.min(records.length, (promised[random.between(0, promised.length)] ?? 0) + random.between(0, 6));
  });
  return cuts.sort((one, other) => one - other);
}

/**
 * Four processes one after the other: the first closes the session, the second and the third are killed instead of a
 * sync and of a write, and the last comes to the end. So a log is also found that nobody has synced or ended.
 */
function recordWrites({ recording, key, sealLines }: ChaosTask, { folder, shim, level }: CutOptions): LogRecord[] {
  const room = join(folder, 'room');
  const log = join(folder, 'writes.log');
  mkdirSync(room);
  const env = { ...process.env, LD_PRELOAD: shim, CHAOS_FOLDER: room, CHAOS_LOG: log, CHAOS_SYNC: level };
  const [session, orders] = [join(room, 'cut.holdpoint'), join(room, 'orders')];
  const task = { session, recording, key, sealLines, speed: pacedSpeed, orders };
  const tasks: readonly ChildTask[] = [
    { ...task, stopAfterTick: trafficStartMs / 1000 + 100 },
    { ...task, dies: { inCall: 'sync', number: 40 } },
    { ...task, dies: { inCall: 'write', number: 250 } },
    task,
  ];
  for (const one of tasks) {
    const args = [join(import.meta.dirname, 'replayChild.ts')];
    const ran = spawnSync(process.execPath, args, { env, encoding: 'utf8', input: JSON.stringify(one) });
    const isRight = one.dies === undefined ? ran.status === 0 : ran.signal === 'SIGKILL';
    if (!isRight) throw new Error(`The recorded replay ended wrongly (${ran.status}, ${ran.signal}): ${ran.stderr}`);
  }
  return [...readWriteLog(readFileSync(log))];
}

function toAcknowledged(text: string | undefined): Acknowledged | undefined {
  if (text === undefined) return undefined;
  const [sealedLine = 0, tailLine = 0, ledgerSeq = 0] = text.split(' ').map(Number);
  return { sealedLine, tailLine, ledgerSeq };
}
