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

const nanosPerSecond = 1_000_000_000n;
const written = /^(\d{1,12})@(\d{1,11})\.(\d{9})\/([A-Za-z0-9_-]{1,150})$/;

/** Of shorter runs of digits than a card has: a mark that held one would not be kept. */
export function writeNatsPosition({ sequence, nanos, consumer }: NatsPosition): string {
  return `${sequence}@${nanos / nanosPerSecond}.${String(nanos % nanosPerSecond).padStart(9, '0')}/${consumer}`;
}

/** Undefined for what was not written here. */
export function readNatsPosition(position: LivePosition | undefined): NatsPosition | undefined {
  const [, sequence, seconds, rest, consumer] = written.exec(String(position)) ?? [];
  if (sequence === undefined || seconds === undefined || rest === undefined || consumer === undefined) return undefined;
  return { sequence: Number(sequence), nanos: BigInt(seconds) * nanosPerSecond + BigInt(rest), consumer };
}

/** The instant one nanosecond later, as the server writes instants. */
export function instantAfter(nanos: bigint): string {
  const next = nanos + 1n;
  const secondsText = new Date(Number(next / nanosPerSecond) * 1000).toISOString().slice(0, 19);
  return `${secondsText}.${String(next % nanosPerSecond).padStart(9, '0')}Z`;
}
