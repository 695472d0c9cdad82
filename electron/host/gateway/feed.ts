/** What the marks that end frames are said by. */
export const gatewayName = 'gateway';

/** Samples as their JSON texts, and how far a client has read with them. */
export interface FeedFrame {
  readonly samples: readonly string[];
  readonly pos: string;
  /** The stream of which `pos` speaks: another one after a restart that cannot go on where the last one was. */
  readonly epoch: string;
}

/** What a gateway plays. Each client reads for itself, as fast as it takes. */
export interface Feed {
  /** From after `pos` on, at least one frame a second, without an end until the signal is aborted. */
  read(pos: string | undefined, signal: AbortSignal): AsyncGenerator<FeedFrame, void, undefined>;
}

/** A frame is sent when it has so many samples, or so many characters... */
export const mostSamples = 1000;
export const mostCharacters = 262_144;
/** ...or after so long. */
export const frameMs = 200;
/** That there is nothing to say is said so often. */
export const idleMs = 1000;

/** A frame as it goes out: its samples, and the mark that says how far it is read with them. */
export function toFrameText({ samples, epoch, pos }: FeedFrame, source: string, nowMs: number): string {
  const mark = { kind: 'mark', source, t: Math.floor(nowMs), epoch, pos };
  return `[${[...samples, JSON.stringify(mark)].join(',')}]`;
}
