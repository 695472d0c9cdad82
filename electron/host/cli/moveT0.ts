import { parseDurationMs } from '../../../shared/base/duration.ts';
import { parseIsoMs } from '../../../shared/base/instant.ts';
import { readPlan } from '../../../shared/model/readPlan.ts';
import { planDigest } from '../../engine/judgementDigest.ts';
import { CallError, Refusal } from './command.ts';
import type { LoadedPlan } from './loadPlan.ts';

/** An instant for T-0: ISO 8601 with its zone, `now`, or `now+5m`. */
export function readT0(text: string, nowMs: number): number {
  const laterMs = text === 'now' ? 0 : parseDurationMs(/^now\+(.+)$/.exec(text)?.[1] ?? '');
  const at = laterMs === undefined ? parseIsoMs(text) : Math.ceil((nowMs + laterMs) / 1000) * 1000;
  if (at !== undefined) return at;
  throw new CallError('--t0 is an instant with its zone, such as 2026-03-30T14:00:00Z, or now+5m.');
}

const written = /(\bt0:\s*)("[^"]*"|'[^']*'|[^\s,}]+)|("t0"\s*:\s*)("[^"]*")/;

/** The plan with another T-0. It is the one that the session keeps, so its text says so too. */
export function moveT0(loaded: LoadedPlan, t0Ms: number): LoadedPlan {
  const instant = new Date(t0Ms).toISOString();
  const text = loaded.text.replace(written, (_all, yaml?: string, _old?: string, json?: string) =>
    yaml === undefined ? `${json ?? ''}"${instant}"` : `${yaml}${instant}`,
  );
  const { plan } = readPlan(text, loaded.path);
  if (plan?.launch.t0 !== t0Ms) {
    throw new Refusal(1, `T-0 was not found in ${loaded.path}: write it there as launch: { t0: ${instant} }.`);
  }
  return { ...loaded, plan, text, digest: planDigest(text) };
}
