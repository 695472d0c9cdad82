import { openSync, readFileSync, writeSync } from 'node:fs';
import { type Acknowledged, replaySession, type ReplayTask } from './replaySession.ts';

/** What the process is to do, as JSON on its input. */
export interface ChildTask extends Omit<ReplayTask, 'speed'> {
  /** 0 stands for as fast as possible, which JSON cannot say. */
  readonly speed: number;
  /** Where the shim takes orders, if it is there; acknowledgements go to its log too. */
  readonly orders?: string;
  /** Kills the process in the place of its so manieth call on the session's files. */
  readonly dies?: { readonly inCall: 'write' | 'sync'; readonly number: number };
}

// A process that replays until it is done, or killed. It says `ready` and waits for its task; then it tells of every
// acknowledged write, where a line is in the pipe, or in the shim's log, before the next thing happens.
writeSync(1, 'ready\n');
const task = JSON.parse(readFileSync(0, 'utf8')) as ChildTask;
const { orders, dies } = task;
const ordersHandle = orders === undefined ? undefined : openSync(orders, 'a');

function tell({ sealedLine, tailLine, ledgerSeq }: Acknowledged): void {
  const text = `${sealedLine} ${tailLine} ${ledgerSeq}`;
  writeSync(1, `${text}\n`);
  if (ordersHandle !== undefined) writeSync(ordersHandle, `ack ${text}`);
}

if (ordersHandle !== undefined && dies !== undefined) {
  writeSync(ordersHandle, `fail ${dies.inCall} ${dies.number} 0 1`);
}
await replaySession({ ...task, speed: task.speed === 0 ? Infinity : task.speed }, tell);
writeSync(1, 'done\n');
