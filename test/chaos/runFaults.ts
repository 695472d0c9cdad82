import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ChaosResult } from './chaosResult.ts';
import { makeChaosTask } from './chaosTask.ts';
import type { DiskFault, FaultOutcome, FaultTask } from './faultChild.ts';

export interface FaultOptions {
  readonly shim: string;
  readonly folder: string;
}

const kinds: readonly Omit<DiskFault, 'number'>[] = (['write', 'sync'] as const).flatMap((inCall) =>
  (inCall === 'write' ? (['ENOSPC', 'EIO'] as const) : (['EIO'] as const)).flatMap((error) =>
    [true, false].map((isOnce) => ({ inCall, error, isOnce })),
  ),
);
/** The calls that are to fail, from the very first, with which the session is created. */
const firstCalls = 200;

/** Every kind of fault at each of the first 200 calls. */
export function everyFault(): DiskFault[] {
  return Array.from({ length: firstCalls }, (_, place) => kinds.map((kind) => ({ ...kind, number: place + 1 }))).flat();
}

/** So many faults, of every kind in turn, spread over the first 200 calls. */
export function someFaults(count: number): DiskFault[] {
  const all = everyFault();
  return Array.from({ length: count }, (_, place) => {
    const number = 1 + Math.floor((place * firstCalls) / count);
    return all[(number - 1) * kinds.length + (place % kinds.length)] ?? [];
  }).flat();
}

/**
 * Replays a recording once for each fault: the engine goes on or stops in words; what was acknowledged is there, every chain
 * holds, and what is resumed without faults ends as if there had been none.
 */
export async function runFaults(faults: readonly DiskFault[], { folder, shim }: FaultOptions): Promise<ChaosResult> {
  const { recording, key, sealLines, contentDigest } = await makeChaosTask(join(folder, 'task'), {
    perSecond: 3,
    sealLines: 1000,
  });
  const room = join(folder, 'room');
  mkdirSync(room);
  const orders = join(room, 'orders');
  const given = { folder: room, orders, recording, key, sealLines, speed: 5, contentDigest, faults };
  const ran = spawnSync(process.execPath, [join(import.meta.dirname, 'faultChild.ts')], {
    env: { ...process.env, LD_PRELOAD: shim, CHAOS_FOLDER: room },
    input: JSON.stringify(given satisfies FaultTask),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const outcomes = ran.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as FaultOutcome);
  const breaches = outcomes.flatMap(({ breach }, place) => {
    const fault = faults[place];
    return breach === undefined || fault === undefined ? [] : [`${inWords(fault)}: ${breach}`];
  });
  if (ran.status !== 0)
    breaches.push(`the process ended (${ran.status ?? ran.signal}) after ${outcomes.length} faults: ${ran.stderr}`);
  const count = (end: FaultOutcome['end']): number => outcomes.filter((outcome) => outcome.end === end).length;
  const notes = {
    'went on': count('wentOn'),
    'stopped in words, resumed later': count('stopped'),
    'no such call': count('unmet'),
  };
  return { name: 'disk faults', runs: faults.length, breaches, notes };
}

export function inWords({ inCall, number, error, isOnce }: DiskFault): string {
  return `${error} at ${inCall} ${number}${isOnce ? '' : ' and all after it'}`;
}
