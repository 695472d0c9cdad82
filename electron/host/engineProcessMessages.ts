/**
 * What the shell and an engine's process say to each other. Both are ours; each parses what it hears all the same, because
 * a message that is not of these is a fault that has to be seen where it arises.
 */
export type ToEngineProcess =
  /**
   * The first message: what the room shows. `session` is a file to go on with; with `launch` it is made where it is not
   * there, and goes on at `speed`, seconds a second, where an earlier process was told one.
   */
  | { readonly kind: 'open'; readonly session: string; readonly launch?: string; readonly speed?: number }
  /** Comes with one port, over which the contract is served. */
  | { readonly kind: 'port' }
  /** A file that was handed over. Comes with one port too, over which its SHA-256 goes back. */
  | { readonly kind: 'file'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'close' };

/** What comes with a port. */
export type WithPort = Extract<ToEngineProcess, { readonly kind: 'port' | 'file' }>;

export type FromEngineProcess =
  | { readonly kind: 'opened'; readonly name: string; readonly isLive: boolean }
  /** There is no engine, or it has stopped, and starting it again would not help: a sentence for people. */
  | { readonly kind: 'failed'; readonly text: string }
  /** Somebody in the room has said how fast its time runs, in seconds a second. */
  | { readonly kind: 'speed'; readonly speed: number }
  /** A trigger whose arm acts has begun to fire. */
  | { readonly kind: 'critical'; readonly trigger: string; readonly text: string };

export function readToEngineProcess(value: unknown): ToEngineProcess | undefined {
  const { kind, session, launch, speed, name, bytes } = membersOf(value);
  if (kind === 'port' || kind === 'close') return { kind };
  if (kind === 'file' && typeof name === 'string' && bytes instanceof Uint8Array) return { kind, name, bytes };
  if (kind !== 'open' || typeof session !== 'string') return undefined;
  if (launch === undefined) return { kind, session };
  if (typeof launch !== 'string') return undefined;
  return isSpeed(speed) ? { kind, session, launch, speed } : { kind, session, launch };
}

export function readFromEngineProcess(value: unknown): FromEngineProcess | undefined {
  const { kind, name, isLive, text, trigger, speed } = membersOf(value);
  if (kind === 'opened' && typeof name === 'string' && typeof isLive === 'boolean') return { kind, name, isLive };
  if (kind === 'speed' && isSpeed(speed)) return { kind, speed };
  if (kind === 'failed' && typeof text === 'string') return { kind, text };
  if (kind === 'critical' && typeof trigger === 'string' && typeof text === 'string') return { kind, trigger, text };
  return undefined;
}

/** As fast as possible is infinite. */
function isSpeed(value: unknown): value is number {
  return typeof value === 'number' && value >= 0;
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
