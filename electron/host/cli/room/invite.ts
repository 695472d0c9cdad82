import type { RoomAddress } from '../../roomClient.ts';
import { type CommandIo, Refusal } from '../command.ts';
import { readCall } from '../readCall.ts';
import { tellInvitations } from '../tellInvitations.ts';
import { lookOptions } from './roomCall.ts';
import { lookAtRoom } from './roomLine.ts';

/** `holdpoint invite`: the link of each role, or of one, of a room that is served. */
export async function invite(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, { options: lookOptions, words: ['role?'] });
  const [wanted] = words;
  return lookAtRoom(options, io, async ({ address, room }) => {
    const links: Record<string, string> = {};
    const roles = wanted === undefined ? room.roles.map(({ role }) => role) : [wanted];
    for (const role of roles) links[role] = await askLink(address, role, io.signal);
    if (options.json) io.out(`${JSON.stringify(links)}\n`);
    else tellInvitations(links, room.roles, io);
    return 0;
  });
}

async function askLink({ origin, key }: RoomAddress, role: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(`${origin}/invitation`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}` },
    body: JSON.stringify({ role }),
    redirect: 'error',
    signal,
  });
  const text = await response.text();
  if (!response.ok) throw new Refusal(1, text.trim());
  const { url } = JSON.parse(text) as { readonly url: string };
  return url;
}
