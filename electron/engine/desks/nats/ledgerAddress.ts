import type { LiveTools } from '../../source/live/liveSource.ts';
import { type NatsAddress, readNatsAddress } from '../../source/live/nats/natsAddress.ts';

/** Where the desks of a launch meet: `subject` is that of their ledger, on `presence` they say that they are there. */
export interface LedgerAddress extends NatsAddress {
  readonly presence: string;
}

/** As the samples of a launch are found. Throws `LiveAddressError`. */
export function readLedgerAddress(address: string, env: LiveTools['env'], ownLaunch?: string): LedgerAddress {
  const where = readNatsAddress(address, env, ownLaunch);
  const base = `holdpoint.${where.launch}`;
  return { ...where, subject: `${base}.ledger`, presence: `${base}.desks` };
}
