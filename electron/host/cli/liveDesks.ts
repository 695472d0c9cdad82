import { readPlan } from '../../../shared/model/readPlan.ts';
import { deskName } from '../../../shared/model/room/deskFacts.ts';
import { readDeskEntry } from '../../engine/desks/deskEntry.ts';
import { entryOf } from '../../engine/desks/deskLedger.ts';
import type { LedgerLink } from '../../engine/desks/ledgerDoor.ts';
import { openNatsLedger } from '../../engine/desks/nats/natsLedger.ts';
import { ProposalFile } from '../../engine/desks/proposalFile.ts';
import type { DeskOptions } from '../../engine/desks/sharedDesk.ts';
import { LiveAddressError } from '../../engine/source/live/liveAddressError.ts';
import type { Session } from '../../engine/store/session.ts';
import { randomRatio, systemClock } from '../systemClock.ts';
import { CallError, Refusal } from './command.ts';

/** The desk that a call names: where the others are, and what this one is called. */
export interface CalledDesk {
  readonly name: string;
  readonly address: string;
}

/** Undefined where this desk decides alone. */
export function readDesk({
  desks,
  desk,
}: {
  readonly desks: string | undefined;
  readonly desk: string | undefined;
}): CalledDesk | undefined {
  if (desks === undefined && desk === undefined) return undefined;
  if (desks === undefined || desk === undefined) {
    throw new CallError('Name both: where the desks meet with --desks, and what this one is called with --desk.');
  }
  const read = deskName.safeParse(desk);
  if (!read.success) throw new CallError(`--desk: ${read.error.issues[0]?.message}.`);
  return { name: read.data, address: desks };
}

/** The link to the others; `launch` is meant where the address names none. */
export function openDeskLink({ address }: CalledDesk, launch?: string): LedgerLink {
  try {
    const named = launch === undefined ? {} : { launch };
    return openNatsLedger(address, { clock: systemClock, random: randomRatio, env: process.env, ...named });
  } catch (error) {
    throw error instanceof LiveAddressError ? new CallError(`--desks: ${error.message}`) : error;
  }
}

/** The plan that the desks have agreed on; undefined where nobody has begun. */
export async function readAgreedPlan(called: CalledDesk): Promise<string | undefined> {
  const link = openDeskLink(called);
  const stop = new AbortController();
  try {
    for await (const news of link.read(0, stop.signal)) {
      if (news.kind === 'joined') return undefined;
      if (news.kind === 'cutOff') throw new Refusal(3, `The other desks cannot be reached: ${news.text}`);
      const first = news.kind === 'entries' ? news.entries[0] : undefined;
      if (first !== undefined) return readDeskEntry(first.body).plans?.[0]?.text;
    }
    return undefined;
  } finally {
    stop.abort();
    await link.close();
  }
}

/** The session's place among the desks. Throws `Refusal` where it can have none. */
export function joinDesks(called: CalledDesk | undefined, session: Session): { readonly desk?: DeskOptions } {
  const rows = session.readLedger();
  const last = rows.at(-1);
  const entry = last === undefined ? undefined : entryOf(last);
  const own = rows.findLast((row) => row.kind === 'desk.joined' && row.body['desk'] === called?.name);
  if (called === undefined) {
    if (entry === undefined) return {};
    throw new Refusal(2, `${session.path} belongs to several desks: name them with --desks, and this one with --desk.`);
  }
  if (last !== undefined && (entry === undefined || own === undefined)) {
    const whose = entry === undefined ? 'one desk alone' : 'another desk';
    throw new Refusal(2, `${session.path} is the session of ${whose}: name a new file with --session.`);
  }
  const launch = readPlan(session.readPlan()?.text ?? '', session.path).plan?.launch.id;
  const link = openDeskLink(called, launch);
  return { desk: { name: called.name, link, proposals: new ProposalFile(session.path), random: randomRatio } };
}
