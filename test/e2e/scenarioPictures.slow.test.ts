import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { planDigest } from '../../electron/engine/judgementDigest.ts';
import { buildTimeline, momentMs } from '../../electron/engine/source/simulator/timeline.ts';
import { simulatedRecording } from '../../electron/engine/source/simulatedRecording.ts';
import { picturePath } from '../../electron/host/launchesFolder.ts';
import { startHost } from '../../electron/host/serve/startHost.ts';
import { randomToken, systemClock } from '../../electron/host/systemClock.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { Scenario } from '../../shared/model/scenario.ts';
import { openTestSession, startEngine } from '../help/driveEngine.ts';
import { shippedLaunches } from '../help/launchScenarios.ts';
import { parseScenario } from '../help/makeRecording.ts';
import { planOf } from '../help/roomDesk.ts';
import { scratchFolder } from '../help/runHoldpoint.ts';
import { browserPath, screens, Visitors } from '../help/visitors.ts';

// What a scenario is about, as a small picture of its room: the Rehearse view shows them. `npm run pictures` takes them.

const data = join(import.meta.dirname, '../../data');
const [width, height, mostBytes] = [480, 300, 40_960];
const shipped = shippedLaunches().flatMap(({ scenarios }) => scenarios);
const isTaken = process.env['GOLDEN'] === 'write';

const pictureOf = (launch: string, file: string): string => picturePath(data, launch, file.replace(/\.yaml$/, ''));

/** The second at which the gravest call has to stand; of several the first, and of a calm day the last. */
function keySecond(scenario: Scenario, plan: Plan): number {
  const timeline = buildTimeline(scenario, plan);
  const asked = scenario.expects.filter(({ call }) => call !== undefined);
  const grave = (['ROLLBACK', 'NO-GO', 'HOLD'] as const).flatMap((word) => asked.filter(({ call }) => call === word));
  const { by } = grave[0] ?? asked.at(-1) ?? {};
  return Math.floor((by === undefined ? plan.launch.t0 : momentMs(by, timeline)) / 1000);
}

/** The width and height that a JPEG file says it has. */
function sizeOf(bytes: Buffer): readonly [width: number, height: number] {
  for (let at = 2; at < bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes.readUInt16BE(at);
    if (marker >= 0xffc0 && marker <= 0xffc2) return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
  }
  return [0, 0];
}

describe.skipIf(!isTaken || browserPath === undefined)('the pictures of the scenarios', () => {
  const visitors = new Visitors();

  test.each(shipped)('$launch/$file is taken', async ({ launch, folder, file }) => {
    const scenario = parseScenario(readFileSync(join(folder, file), 'utf8'));
    const text = readFileSync(join(folder, scenario.plan), 'utf8');
    const plan = { plan: planOf(text), text, digest: planDigest(text) };
    const session = openTestSession(join(scratchFolder(), 'shown.holdpoint'), 'create', plan);
    const engine = startEngine(session, plan, simulatedRecording(scenario, plan.plan), 0, systemClock);
    const log = (): void => undefined;
    const host = await startHost({ engine, port: 0, assets: screens, clock: systemClock, newToken: randomToken, log });
    try {
      await engine.seek(keySecond(scenario, plan.plan));
      const page = await visitors.open(host, { size: [1280, 800], scale: width / 1280 });
      // Charts are drawn a moment after their numbers.
      await page.waitForTimeout(3000);
      const path = pictureOf(launch, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, await page.screenshot({ type: 'jpeg', quality: 72, scale: 'device' }));
      await page.context().close();
    } finally {
      await host.close();
      await engine.close();
    }
  });
});

test.each(shipped)('$launch/$file has a small picture', ({ launch, file }) => {
  const path = pictureOf(launch, file);
  expect(existsSync(path), `${path} is not there: npm run pictures`).toBe(true);
  const bytes = readFileSync(path);
  expect(sizeOf(bytes)).toEqual([width, height]);
  expect(bytes.length).toBeLessThanOrEqual(mostBytes);
});
