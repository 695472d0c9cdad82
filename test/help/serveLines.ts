import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Engine } from '../../electron/engine/engineDoor.ts';
import { planDigest } from '../../electron/engine/judgementDigest.ts';
import { type RunningHost, startHost } from '../../electron/host/serve/startHost.ts';
import { randomToken, systemClock } from '../../electron/host/systemClock.ts';
import { openTestSession, startEngine } from './driveEngine.ts';
import { recordingOfLines } from './lineRecording.ts';
import { planOf } from './roomDesk.ts';
import { callHoldpoint, scratchFolder } from './runHoldpoint.ts';
import { screens } from './visitors.ts';

export interface ServedLines {
  readonly engine: Engine;
  readonly host: RunningHost;
  /** Runs the session to this second, and shows it. */
  seek(tick: number): Promise<void>;
  /** Calls `holdpoint` in this room, as the person who stands before the first word. Throws what it had against it. */
  run(who: string, ...argv: string[]): Promise<void>;
}

/** Any plan and any lines, served with the screens. Time stands but for `seek`. */
export async function serveLines(planText: string, lines: readonly string[]): Promise<ServedLines> {
  const plan = { plan: planOf(planText), text: planText, digest: planDigest(planText) };
  const session = openTestSession(join(scratchFolder(), 'lines.holdpoint'), 'create', plan);
  const engine = startEngine(session, plan, recordingOfLines([...lines]), 0, systemClock);
  const log = (text: string): never => {
    throw new Error(text);
  };
  const host = await startHost({ engine, port: 0, assets: screens, clock: systemClock, newToken: randomToken, log });
  afterAll(async () => {
    await host.close();
    await engine.close();
  });
  const address = `http://127.0.0.1:${host.port}/#${host.key}`;
  return {
    engine,
    host,
    seek: (tick) => engine.seek(tick).then(() => undefined),
    run: async (who, ...argv) => {
      const { stderr } = await callHoldpoint([...argv, '--room', address, '--as', who]);
      if (stderr !== '') throw new Error(stderr);
    },
  };
}
