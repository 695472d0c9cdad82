import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openRehearsedWorld, rehearsalIdentity } from '../../engine/rehearsal.ts';
import { openSession } from '../../engine/store/openSession.ts';
import { launchesFolder } from '../launchesFolder.ts';
import { systemClock } from '../systemClock.ts';
import { type CommandIo, Refusal } from './command.ts';
import { type LaunchSession, readSessionPlan } from './launchSession.ts';
import { loadScenario } from './loadScenario.ts';
import { openKey } from './openKey.ts';
import { readVersion } from './readVersion.ts';

/** A scenario as it is named: a file, or `launch` or `launch/file` of those that come with the product. */
export function scenarioPath(name: string): string {
  if (existsSync(name) && name.endsWith('.yaml')) return name;
  const [launch = '', file = 'scenario', more] = name.split('/');
  const isShipped = more === undefined && [launch, file].every((word) => /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(word));
  const shipped = join(launchesFolder, launch, `${file}.yaml`);
  return isShipped && existsSync(shipped) ? shipped : name;
}

/** A new session for the rehearsal of a scenario. Nothing is written over. */
export async function createRehearsal(
  scenario: string,
  path: string,
  io: Pick<CommandIo, 'err'>,
): Promise<Omit<LaunchSession, 'expected'>> {
  if (existsSync(path)) {
    throw new Refusal(3, `${path} is there already: name a new file with --session, or look at that one with open.`);
  }
  const loaded = await loadScenario(scenario);
  mkdirSync(dirname(path), { recursive: true });
  const identity = rehearsalIdentity(loaded.scenario, loaded.text, `holdpoint ${readVersion()}`);
  const session = openSession(path, { mode: 'create', now: systemClock.nowMs, identity, ...openKey(io) });
  session.appendPlan({ at: 0, digest: loaded.planDigest, text: loaded.planText });
  const { plan, planDigest } = readSessionPlan(session);
  const recording = openRehearsedWorld(session, plan);
  if (recording === undefined) throw new Error(`${path} holds no rehearsal.`);
  return { path, session, plan, planDigest, recording };
}
