import type { People } from '../present/wire.ts';

export interface NextPlanned {
  readonly name: string;
  readonly inMs: number;
  /** It runs now, and this is until its end. */
  readonly ends: boolean;
}

/** What comes next by the plan: a built-in hold, or an entry of the calendar that begins or ends. */
export function nextPlanned(clock: People['clock'] | undefined, nowMs: number): NextPlanned | undefined {
  if (clock === undefined) return undefined;
  const { next, calendar } = clock;
  const coming: NextPlanned[] = calendar.map(({ says, from, to, on }) => ({
    name: says,
    inMs: (on ? to : from) - nowMs,
    ends: on,
  }));
  if (next !== null) coming.push({ name: next.name, inMs: next.inMs, ends: false });
  return coming.filter(({ inMs }) => inMs >= 0).toSorted((one, other) => one.inMs - other.inMs)[0];
}
