import type { WireCommand, WireGiven, WireOutcome } from '../../shared/contract/commands.ts';
import type { Client } from '../../shared/contract/createClient.ts';

/** Lets everything else that is due happen first. */
export const aMoment = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function refused(code: string): object {
  return { kind: 'refused', refusal: { code } };
}

let given = 0;

export async function toGiven(client: Client, role: string, command: WireCommand): Promise<WireGiven> {
  const { number, state } = await client.query('room.now', {});
  given += 1;
  return { id: `command-${given}`, actor: { role, name: role }, on: { epoch: state.epoch, snapshot: number }, command };
}

export async function give(client: Client, role: string, command: WireCommand): Promise<WireOutcome> {
  return client.command(await toGiven(client, role, command));
}

export async function done(client: Client, role: string, command: WireCommand): Promise<readonly number[]> {
  const outcome = await give(client, role, command);
  if (outcome.kind !== 'done') throw new Error(`${command.kind} was refused: ${outcome.refusal.text}`);
  return outcome.rows;
}
