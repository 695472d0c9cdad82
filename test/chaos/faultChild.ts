import { existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { SessionError } from '../../electron/engine/store/sessionError.ts';
import { readContentDigest } from './chaosTask.ts';
import { findLoss } from './findLoss.ts';
import { type Acknowledged, replaySession } from './replaySession.ts';
import { splitStored } from './storedLines.ts';

/** A call on the session's files that fails. */
export interface DiskFault {
  readonly inCall: 'write' | 'sync';
  /** 1 for the first such call after the session begins to be created. */
  readonly number: number;
  readonly error: 'ENOSPC' | 'EIO';
  /** Only this one fails; otherwise all from then on do. */
  readonly isOnce: boolean;
}

export interface FaultTask {
  readonly folder: string;
  readonly orders: string;
  readonly recording: string;
  readonly key: string;
  readonly sealLines: number;
  readonly speed: number;
  readonly contentDigest: string;
  readonly faults: readonly DiskFault[];
}

/** What became of a session under one fault. */
export interface FaultOutcome {
  /** `unmet`: there were fewer such calls. `stopped`: in words, and went on later. */
  readonly end: 'unmet' | 'wentOn' | 'stopped';
  readonly words: string;
  /** What was broken, if anything. */
  readonly breach: string | undefined;
}

// A process that replays a recording under one disk fault after another, as given on its input, and writes what became of
// each as a line of JSON. The shim must be loaded.
const numbers = { ENOSPC: 28, EIO: 5 };
const task = JSON.parse(readFileSync(0, 'utf8')) as FaultTask;
const lines = splitStored(readFileSync(task.recording));
const orders = openSync(task.orders, 'a');
for (const [place, fault] of task.faults.entries()) {
  writeSync(1, `${JSON.stringify(await bear(fault, join(task.folder, `fault-${place}`)))}\n`);
}

async function bear({ inCall, number, error, isOnce }: DiskFault, folder: string): Promise<FaultOutcome> {
  mkdirSync(folder);
  const own = { session: join(folder, 'fault.holdpoint'), recording: task.recording, key: task.key };
  const replay = { ...own, sealLines: task.sealLines, speed: task.speed };
  let acknowledged: Acknowledged | undefined;
  let stop: unknown;
  const failedBefore = statSync(task.orders).size;
  writeSync(orders, `fail ${inCall} ${number} ${numbers[error]} ${isOnce ? 1 : 0}`);
  await replaySession(replay, (durable) => {
    acknowledged = durable;
  }).catch((thrown: unknown) => {
    stop = thrown;
  });
  writeSync(orders, 'calm');
  const end = statSync(task.orders).size === failedBefore ? 'unmet' : stop === undefined ? 'wentOn' : 'stopped';
  const breach = await findBreach();
  rmSync(folder, { recursive: true });
  return { end, words: stop instanceof Error ? stop.message : '', breach };

  async function findBreach(): Promise<string | undefined> {
    if (stop !== undefined && !(stop instanceof SessionError)) {
      return `it stopped without words: ${stop instanceof Error ? stop.stack : 'a throw of no Error'}`;
    }
    if (end === 'unmet' && stop !== undefined) return 'it stopped though nothing failed';
    if (acknowledged !== undefined || existsSync(own.session)) {
      const loss = findLoss(own, lines, acknowledged);
      if (loss !== undefined) return `${loss.kind}: ${loss.text}`;
    }
    if (stop !== undefined) await replaySession(replay);
    return readContentDigest(own.session, task.key) === task.contentDigest ? undefined : 'it ends with another content';
  }
}
