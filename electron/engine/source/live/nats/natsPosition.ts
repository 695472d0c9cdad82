import type { LivePosition } from '../liveSource.ts';

/** How far a stream is read. */
export interface NatsPosition {
  /** Of the last message that was read. */
  readonly sequence: number;
  /** When the server took that message: a stream that was made anew counts from 1 again, at other times. */
  readonly nanos: bigint;
  /** The durable consumer that brought it: the next one takes its place. */
  readonly consumer: string;
}

const written = /^(\d{1,15})@(\d{1,20})\/([A-Za-z0-9_-]{1,150})$/;

export function writeNatsPosition({ sequence, nanos, consumer }: NatsPosition): string {
  return `${sequence}@${nanos}/${consumer}`;
}

/** Undefined for what was not written here. */
export function readNatsPosition(position: LivePosition | undefined): NatsPosition | undefined {
  const [, sequence, nanos, consumer] = written.exec(String(position)) ?? [];
  if (sequence === undefined || nanos === undefined || consumer === undefined) return undefined;
  return { sequence: Number(sequence), nanos: BigInt(nanos), consumer };
}

/** The instant one nanosecond later, as the server writes instants. */
export function instantAfter(nanos: bigint): string {
  const next = nanos + 1n;
  const secondsText = new Date(Number(next / 1_000_000_000n) * 1000).toISOString().slice(0, 19);
  return `${secondsText}.${String(next % 1_000_000_000n).padStart(9, '0')}Z`;
}
