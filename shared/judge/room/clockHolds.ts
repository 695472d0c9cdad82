import { formatDuration } from '../../base/duration.ts';
import { instantAt } from '../../base/instant.ts';
import { excerptOf } from '../../model/excerpt.ts';
import type { Plan } from '../../model/plan.ts';
import type { BuiltInHold } from '../../model/planLaunch.ts';
import type { ClockReading } from '../../model/room/clockReading.ts';
import type { World } from './book.ts';

/** Words of a person in a snapshot; the ledger has all of them. */
export const mostWords = 240;

/** A built-in hold of the plan, and where T stands in it. */
export interface HoldMark {
  /** Its place in the plan: two holds may have one name. */
  readonly place: number;
  readonly name: string;
  readonly tMs: number;
  readonly exit: BuiltInHold['exit'];
}

/** Built-in holds in the order in which T comes to them. After T-0 the clock holds no more by itself. */
export function holdMarks(plan: Plan): HoldMark[] {
  const { holds, t0 } = plan.launch;
  return holds
    .map(({ name, at, exit }, place) => ({ place, name, tMs: instantAt(at, t0) - t0, exit }))
    .filter(({ tMs }) => tMs <= 0)
    .sort((one, other) => one.tMs - other.tMs);
}

/** What it waits for has come. A hold without an exit waits for a person. */
export function isExitMet({ exit }: HoldMark, usedMs: number, world: World): boolean {
  if (exit === undefined) return false;
  if (exit.kind === 'poll') return world.polls.resultOf(exit.poll) === 'go';
  if (exit.kind === 'checklist') return world.runbook.isPhaseDone(exit.checklist);
  return usedMs >= exit.time;
}

export function exitWords({ exit }: HoldMark): string {
  if (exit === undefined) return 'until somebody resumes the clock';
  if (exit.kind === 'poll') return `until poll ${exit.poll} is go`;
  if (exit.kind === 'checklist') return `until every step of ${exit.checklist} is done or skipped`;
  return `for ${formatDuration(exit.time)}`;
}

/** A hold that somebody called. It has no exit of its own. */
export interface PersonHold {
  readonly reason: string;
  readonly name: string;
  readonly sinceAt: number;
}

export function readPersonHold(person: PersonHold | null, nowMs: number): ClockReading['holds'] {
  if (person === null) return [];
  const { name, reason, sinceAt } = person;
  const exit = 'until somebody resumes the clock';
  return [
    { name, builtIn: false, since: sinceAt, reason: excerptOf(reason, mostWords), exit, usedMs: nowMs - sinceAt },
  ];
}
