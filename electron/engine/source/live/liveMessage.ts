import type { LiveFrame, LiveGap, LivePosition } from './liveSource.ts';
import { splitFrame } from './splitFrame.ts';

/** More than a frame of the largest size can hold of the shortest samples: what has more is there to do harm. */
const mostSamples = 100_000;

/**
 * A message of the live protocol: its samples, and how far it is read with them. Of one that holds too many, the last is
 * kept, which should be its mark, and the others are counted: it is over with it, and what comes behind it goes on.
 */
export function* readMessage(
  message: Buffer,
  positionOf: (last: Uint8Array | undefined) => LivePosition | undefined,
): Generator<LiveFrame | LiveGap> {
  const { members, beyond } = splitFrame(message, mostSamples);
  const last = members.at(-1);
  const position = positionOf(last);
  if (beyond === 0) yield { kind: 'frame', samples: members, position };
  else {
    const count = members.length + beyond - 1;
    yield { kind: 'gap', count, of: 'samples', text: crowded };
    yield { kind: 'frame', samples: last === undefined ? [] : [last], position };
  }
}

const crowded = `A frame held more than ${mostSamples.toLocaleString('en-US')} samples: send smaller ones.`;
