import { readPlan } from '../../../shared/model/readPlan.ts';
import { LiveAddressError } from '../../engine/source/live/liveAddressError.ts';
import type { LiveSource } from '../../engine/source/live/liveSource.ts';
import { openLiveSources } from '../../engine/source/live/openLiveSource.ts';
import { randomRatio, systemClock } from '../systemClock.ts';
import { CallError } from './command.ts';
import type { Check } from './doctorChecks.ts';

/** A source that is well says something within this. */
const longestMs = 5000;

/** Reaches out to live sources, each until its first frame; nothing is kept and nothing acknowledged. */
export async function checkSources(addresses: readonly string[], signal: AbortSignal): Promise<readonly Check[]> {
  const { plan } = readPlan('format: holdpoint/plan@1\nlaunch: { id: doctor, t0: 2026-01-01T00:00:00Z }\n', 'doctor');
  if (addresses.length === 0 || plan === undefined) return [];
  try {
    const tools = { plan, clock: systemClock, random: randomRatio, env: process.env };
    const sources = openLiveSources(addresses, tools);
    return await Promise.all(sources.map(({ source }) => checkSource(source, signal)));
  } catch (error) {
    throw error instanceof LiveAddressError ? new CallError(error.message) : error;
  }
}

async function checkSource(source: LiveSource, signal: AbortSignal): Promise<Check> {
  const name = `source ${source.address}`;
  const stop = new AbortController();
  const over = AbortSignal.any([stop.signal, signal]);
  const startedMs = systemClock.steadyMs();
  void systemClock.sleep(longestMs, over).then(() => stop.abort());
  let text = 'nothing was heard of it: look whether it runs, and at the address';
  try {
    for await (const event of source.read(undefined, over)) {
      if (event.kind === 'status' && event.state === 'open') {
        text = 'it answers, and sent nothing: it has to send a frame a second';
      } else if (event.kind === 'status' && event.state === 'broken') text = event.text ?? text;
      else if (event.kind === 'frame') {
        const ms = Math.round(systemClock.steadyMs() - startedMs);
        return { level: 'ok', name, text: `its first frame came after ${ms} ms` };
      }
    }
  } catch (error) {
    text = error instanceof Error ? error.message : String(error);
  } finally {
    stop.abort();
  }
  return { level: 'fail', name, text };
}
