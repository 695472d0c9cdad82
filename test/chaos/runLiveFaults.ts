import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ChaosResult } from './chaosResult.ts';
import type { FaultOutcome } from './faultChild.ts';
import type { LiveFaultTask } from './liveFaultChild.ts';
import type { FaultOptions } from './runFaults.ts';
import { inWords } from './runFaults.ts';

/**
 * A live desk on a disk that is full, fails or is slow: it goes on, or stops in words, and started again when there is room
 * it asks its source to go on from where the disk has it. Nothing is lost, and nothing is there twice.
 */
export function runLiveFaults(faults: LiveFaultTask['faults'], { folder, shim }: FaultOptions): ChaosResult {
  const room = join(folder, 'live-room');
  mkdirSync(room);
  const given: LiveFaultTask = { folder: room, orders: join(room, 'orders'), faults };
  const ran = spawnSync(process.execPath, [join(import.meta.dirname, 'liveFaultChild.ts')], {
    env: { ...process.env, LD_PRELOAD: shim, CHAOS_FOLDER: room },
    input: JSON.stringify(given),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const outcomes = ran.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as FaultOutcome);
  const breaches = outcomes.flatMap(({ breach }, place) => {
    const fault = faults[place];
    if (breach === undefined || fault === undefined) return [];
    return [`live, ${'slowMs' in fault ? `syncs of ${fault.slowMs} ms` : inWords(fault)}: ${breach}`];
  });
  if (ran.status !== 0)
    breaches.push(`the process ended (${ran.status ?? ran.signal}) after ${outcomes.length} faults: ${ran.stderr}`);
  const count = (end: FaultOutcome['end']): number => outcomes.filter((outcome) => outcome.end === end).length;
  const notes = {
    'went on': count('wentOn'),
    'stopped in words, went on later': count('stopped'),
    'no such call': count('unmet'),
  };
  return { name: 'live: disk faults', runs: faults.length, breaches, notes };
}
