import { open } from 'node:fs/promises';
import { openRecording } from '../../engine/source/openRecording.ts';
import type { Recording } from '../../engine/source/recording.ts';
import { Refusal } from './command.ts';
import { type LoadedPlan, loadPlan } from './loadPlan.ts';
import type { TestedSession } from './testedSession.ts';

/** Telemetry to be judged anew: a recording, or the lines of a session. */
export interface TestedSource {
  readonly recording: Recording;
  /** Undefined of a recording, which has neither plan nor ledger. */
  readonly session: TestedSession | undefined;
}

const sessionMagic = 'SQLite format 3\0';

/** Opens what the path names, to be read only: its first bytes say whether it is a session. */
export async function openTested(path: string): Promise<TestedSource> {
  if (!(await isSession(path))) return { recording: await openRecording(path), session: undefined };
  // Recordings are judged where there is no database driver as well.
  const { openTestedSession } = await import('./testedSession.ts');
  return openTestedSession(path);
}

/** The plan that was named, or that of the first session. */
export async function planOf(
  named: string | undefined,
  sources: readonly TestedSource[],
  tell: (text: string) => void,
): Promise<LoadedPlan> {
  if (named !== undefined) return loadPlan(named, tell);
  const held = sources.find(({ session }) => session !== undefined)?.session?.plan;
  if (held !== undefined) return held;
  throw new Refusal(2, 'Name the plan with --plan: a recording has none, and only a session brings its own.');
}

export async function isSession(path: string): Promise<boolean> {
  const handle = await open(path, 'r').catch(() => undefined);
  if (handle === undefined) return false;
  try {
    if (!(await handle.stat()).isFile()) return false;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(sessionMagic.length), 0, sessionMagic.length, 0);
    return buffer.toString('latin1', 0, bytesRead) === sessionMagic;
  } finally {
    await handle.close();
  }
}
