import type { WireSnapshot } from '../../shared/contract/wireRoom.ts';
import { say } from './say.ts';
import { utcWords } from './times.ts';

type Desk = WireSnapshot['state']['desk'];

/** Where this desk is among the others, in a few words; undefined where one desk decides alone. */
export function deskChip(desk: Desk | undefined, here: readonly { readonly desk: string }[]): string | undefined {
  if (desk === null || desk === undefined) return undefined;
  const { name, state } = desk;
  if (state !== 'in') return say(`desk.${state}`, { desk: name });
  // It is in the launch a moment before the ledger has it.
  const others = here.filter((one) => one.desk !== name).length;
  return say('desk.here', { desk: name, count: others + 1 });
}

/** What a desk that is away from the others may and may not do, and why; undefined while it is none or among them. */
export function deskStanding(
  desk: Desk | undefined,
): { readonly what: string; readonly says: string; readonly more: string } | undefined {
  if (desk?.state !== 'cutOff' && desk?.state !== 'stopped') return undefined;
  const { state, sinceMs, text, waiting } = desk;
  const word = say(`desk.band.${state}`);
  return {
    // Before the first second there was no time to tell.
    what: sinceMs === 0 ? word : say('desk.band.since', { word, time: utcWords(sinceMs) }),
    says: say(`desk.says.${state}`),
    more: [...(waiting === 0 ? [] : [say('desk.waiting', { count: waiting })]), text].join(' ').trim(),
  };
}
