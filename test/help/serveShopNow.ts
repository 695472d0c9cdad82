import { afterAll } from 'vitest';
import { openEngine } from '../../electron/engine/engine.ts';
import { openLaunch } from '../../electron/host/cli/launchSession.ts';
import { plainPaint } from '../../electron/host/cli/paint.ts';
import { type RunningHost, startHost } from '../../electron/host/serve/startHost.ts';
import { randomToken, systemClock } from '../../electron/host/systemClock.ts';
import type { Engine } from '../../electron/engine/engineDoor.ts';
import { screens } from './visitors.ts';

/** The launch of the product, with its screens, as it stands `atS` seconds after T-0. Its time stands. */
export async function serveShopNow(atS: number): Promise<{ readonly engine: Engine; readonly host: RunningHost }> {
  const { signal } = new AbortController();
  const none = (): undefined => undefined;
  const drained = (): Promise<void> => Promise.resolve();
  const launch = await openLaunch(undefined, {
    out: none,
    err: none,
    isTerminal: false,
    drained,
    paint: plainPaint,
    signal,
  });
  const engine = openEngine({ ...launch, clock: systemClock, speed: 0 });
  await engine.seek(launch.plan.launch.t0 / 1000 + atS);
  const log = none;
  const host = await startHost({ engine, port: 0, assets: screens, clock: systemClock, newToken: randomToken, log });
  afterAll(async () => {
    await host.close();
    await engine.close();
  });
  return { engine, host };
}
