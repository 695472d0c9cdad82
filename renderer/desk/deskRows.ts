import type { WireSnapshot } from '../../shared/contract/wireRoom.ts';
import type { People } from '../present/wire.ts';

type Desk = NonNullable<WireSnapshot['state']['desk']>;

/** One desk of the launch, as this one knows it. */
export interface DeskRow {
  readonly desk: string;
  readonly isOwn: boolean;
  readonly isKeeper: boolean;
  /** Undefined for a desk that is not in the launch: it has left, or does not come into it. */
  readonly sinceAt: number | undefined;
  /** For how long nothing was heard of it; undefined for this desk itself, and for one that was never heard. */
  readonly silentMs: number | undefined;
}

/** This desk first, then the others by name. */
export function deskRows({ name, others }: Desk, { here, keeper }: People['desks'], nowMs: number): DeskRow[] {
  const since = new Map(here.map(({ desk, sinceAt }) => [desk, sinceAt]));
  const heard = new Map(others.map(({ desk, heardAtMs }) => [desk, heardAtMs]));
  return [...new Set([name, ...[...since.keys(), ...heard.keys()].sort()])].map((desk) => {
    const heardAtMs = desk === name ? undefined : heard.get(desk);
    return {
      desk,
      isOwn: desk === name,
      isKeeper: desk === keeper,
      sinceAt: since.get(desk),
      silentMs: heardAtMs === undefined ? undefined : Math.max(0, nowMs - heardAtMs),
    };
  });
}
