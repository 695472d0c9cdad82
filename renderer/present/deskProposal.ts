import { writtenPercentWords } from './numbers.ts';
import { say, sayWord } from './say.ts';
import { utcMinuteWords } from './times.ts';
import type { DeskProposal, People } from './wire.ts';

/** So long a proposal that came is news, ms. */
const newsMs = 900_000;

/** What was wanted, with what went with it, as short as it can be told. */
export function proposedWords({ does, args }: Pick<DeskProposal, 'does' | 'args'>): string {
  return [sayWord('deed', does), ...readArgs(args)].join(' · ');
}

/** The last that a desk was told to have wanted while it was cut off, in one sentence, while it is news. */
export function freshProposal(
  people: People | null,
  nowMs: number,
): { readonly proposal: DeskProposal; readonly says: string } | undefined {
  const proposal = people?.desks.proposals[0];
  if (proposal === undefined || nowMs - proposal.cameAt > newsMs) return undefined;
  const { desk, by, atMs } = proposal;
  const says = say('desk.proposed', {
    ...{ desk, what: proposedWords(proposal), name: by.name, time: utcMinuteWords(atMs) },
  });
  return { proposal, says };
}

/** The second of the Log in which the others were told. */
export function toldAtSecond({ cameAt }: DeskProposal): string {
  return String(Math.ceil(cameAt / 1000));
}

function readArgs(args: string): readonly string[] {
  try {
    const read: unknown = JSON.parse(args);
    return partsOf('', read);
  } catch {
    // It is told as far as it fitted.
    return [args];
  }
}

function partsOf(name: string, value: unknown): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (typeof value === 'number') return [numberOf(name, value)];
  if (value === true) return [name];
  if (Array.isArray(value)) return value.length === 0 ? [] : [value.flatMap((one) => partsOf('', one)).join(', ')];
  if (typeof value !== 'object' || value === null) return [];
  const parts = Object.entries(value).flatMap(([member, one]) => partsOf(member, one));
  // A cell reads as one: US card.
  return name === 'cell' && parts.length > 0 ? [parts.join(' ')] : parts;
}

function numberOf(name: string, value: number): string {
  if (name === 'to') return say('desk.to', { share: writtenPercentWords(value) });
  // Until, about, from: what an instant is for is its name.
  return name.endsWith('At') ? `${name.slice(0, -2)} ${utcMinuteWords(value)}` : `${name} ${value}`.trim();
}
