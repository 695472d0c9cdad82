import { formatDuration } from '../../../shared/base/duration.ts';
import { parseIsoMs } from '../../../shared/base/instant.ts';
import { quoted } from './evidenceText.ts';
import type { EvidenceAsked, MadeAt } from './evidenceReading.ts';

const clockSlackMs = 5 * 60_000;
/** The farthest that a clock on the wall runs ahead of UTC. */
const zoneSlackMs = 14 * 3_600_000;
const secondUnit = ['s', 1_000] as const;
const units = [['days', 86_400_000], ['h', 3_600_000], ['min', 60_000], secondUnit] as const;

export type ReadInstant =
  | { readonly kind: 'absent' }
  | { readonly kind: 'at'; readonly at: number }
  | { readonly kind: 'bad'; readonly refusal: string };

/** An instant as a document writes it. One that is written and cannot be read is no instant that may be passed over. */
export function readInstant(value: unknown, where: string): ReadInstant {
  if (value === undefined || value === null) return { kind: 'absent' };
  const at = typeof value === 'string' ? parseIsoMs(value.trim()) : undefined;
  if (at !== undefined) return { kind: 'at', at };
  const found = typeof value === 'string' ? quoted(value) : `a ${typeof value}`;
  return { kind: 'bad', refusal: `has ${found} as ${where}; write an instant such as 2026-03-30T14:00:00Z` };
}

/** The instant as the moment when what the file shows happened. */
export function madeThen(instant: ReadInstant): MadeAt | undefined {
  return instant.kind === 'at' ? { firstAt: instant.at, lastAt: instant.at, hasZone: true } : undefined;
}

/** What its age has against a file: that it is from the future, or too old. */
export function judgeAge(made: MadeAt | undefined, asked: EvidenceAsked): string[] {
  if (made === undefined) return [];
  const aheadMs = made.lastAt - asked.nowMs;
  if (aheadMs > clockSlackMs + (made.hasZone ? 0 : zoneSlackMs))
    return [`says that it was made ${spanWords(aheadMs)} in the future`];
  const ageMs = asked.nowMs - made.firstAt;
  if (asked.maxAgeMs === undefined || ageMs <= asked.maxAgeMs) return [];
  const age = spanWords(ageMs);
  const limit = wholeWords(asked.maxAgeMs);
  return [`was made ${age === limit ? formatDuration(ageMs) : age} ago and counts for ${limit}`];
}

/** `9 days`, `24 h`, `40 min`, `12 s`: in the largest unit of which there are two, rounded down. */
function spanWords(ms: number): string {
  const [unit, unitMs] = units.find(([, eachMs]) => ms >= 2 * eachMs) ?? secondUnit;
  return `${Math.floor(ms / unitMs)} ${unit}`;
}

/** The same for what must not be rounded. */
function wholeWords(ms: number): string {
  const unit = units.find(([, eachMs]) => ms >= 2 * eachMs && ms % eachMs === 0);
  return unit === undefined ? formatDuration(ms) : `${ms / unit[1]} ${unit[0]}`;
}
