import { openSync, readSync, writeSync } from 'node:fs';
import { type Acknowledged, replaySession, type ReplayTask } from './replaySession.ts';

/** What the process is to do, as JSON in its first argument. */
export interface ChildTask extends Omit<ReplayTask, 'speed'> {
  /** 0 stands for as fast as possible, which JSON cannot say. */
  readonly speed: number;
  /** Where the shim takes orders; without it, acknowledgements go to the output. */
  readonly orders?: string;
  /** Kills the process in the place of its so manieth call. */
  readonly dies?: { readonly inCall: 'write' | 'sync'; readonly number: number };
}

// A process that replays until it is done, or killed. It says `ready` and waits for a line; then it tells of every
// acknowledged write, where a line is in the pipe, or in the shim's log, before the next thing happens.
const task = JSON.parse(process.argv[2] ?? '') as ChildTask;
const { orders, dies } = task;
const ordersHandle = orders === undefined ? undefined : openSync(orders, 'a');

function tell({ sealedLine, tailLine, ledgerSeq }: Acknowledged): void {
  const text = `${sealedLine} ${tailLine} ${ledgerSeq}`;
  if (ordersHandle === undefined) writeSync(1, `${text}\n`);
  else writeSync(ordersHandle, `ack ${text}`);
}

writeSync(1, 'ready\n');
readSync(0, Buffer.alloc(1));
if (ordersHandle !== undefined && dies !== undefined) {
  writeSync(ordersHandle, `fail ${dies.inCall} ${dies.number} 0 1`);
}
await replaySession({ ...task, speed: task.speed === 0 ? Infinity : task.speed }, tell);
writeSync(1, 'done\n');
