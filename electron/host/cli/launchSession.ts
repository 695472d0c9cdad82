import { existsSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type RightAnswer, rightAnswers } from '../../../shared/judge/backtest/rightAnswers.ts';
import type { Plan } from '../../../shared/model/plan.ts';
import { printable, showProblem } from '../../../shared/model/problem.ts';
import { readPlan } from '../../../shared/model/readPlan.ts';
import { readScenario } from '../../../shared/model/readScenario.ts';
import type { Scenario } from '../../../shared/model/scenario.ts';
import type { Recording } from '../../engine/source/recording.ts';
import { buildTimeline, momentMs } from '../../engine/source/simulator/timeline.ts';
import { simulatedRecording } from '../../engine/source/simulatedRecording.ts';
import { openSession } from '../../engine/store/openSession.ts';
import type { Session } from '../../engine/store/session.ts';
import { systemClock } from '../systemClock.ts';
import { CallError, type CommandIo, Refusal } from './command.ts';
import { openKey } from './openKey.ts';
import { type LoadedPlan, loadPlan } from './loadPlan.ts';
import { readTextFile } from './readTextFile.ts';
import { readVersion } from './readVersion.ts';

const launches = join(import.meta.dirname, '../../../data');
const firstLaunch = 'shopnow-one-click';
const mostBytes = 4_194_304;
const defaultSpeed = 10;

/** Where a launch is joined, against T-0. */
export const joinedS = -300;

/** A launch of the product, ready to be replayed into a new session among the temporary files. */
export interface LaunchSession {
  readonly path: string;
  readonly session: Session;
  readonly plan: Plan;
  readonly planDigest: string;
  readonly recording: Recording;
  /** What its scenario says should be found. */
  readonly expected: readonly RightAnswer[];
}

/**
 * `name` is a folder of data/; the first launch when absent. `kept` is where its session is, or shall be; a new one among
 * the temporary files when absent.
 */
export async function openLaunch(
  name: string | undefined,
  io: Pick<CommandIo, 'err'> & Partial<CommandIo>,
  kept?: string,
): Promise<LaunchSession> {
  const { plan, scenario } = await loadLaunch(join(launches, basename(name ?? firstLaunch)));
  const path = kept ?? join(mkdtempSync(join(tmpdir(), 'holdpoint-')), `${scenario.id}.holdpoint`);
  if (kept !== undefined && existsSync(kept)) {
    const session = openSession(kept, { mode: 'resume', now: systemClock.nowMs, ...openKey(io) });
    return { path, session, ...readSessionPlan(session), ...recordingOf(scenario, plan.plan) };
  }
  return createReplay(path, { plan, scenario }, io);
}

/** The day of a scenario, to be replayed into a new session at `path`. */
export function createReplay(
  path: string,
  { plan, scenario }: LoadedLaunch,
  io: Pick<CommandIo, 'err'> & Partial<CommandIo>,
): LaunchSession {
  mkdirSync(dirname(path), { recursive: true });
  const createdBy = `holdpoint ${readVersion()}`;
  const identity = { kind: 'replay', createdBy, recording: { scenario: scenario.id, seed: scenario.seed } } as const;
  const session = openSession(path, { mode: 'create', now: systemClock.nowMs, identity, ...openKey(io) });
  session.appendPlan({ at: 0, digest: plan.digest, text: plan.text });
  return { path, session, plan: plan.plan, planDigest: plan.digest, ...recordingOf(scenario, plan.plan) };
}

function recordingOf(scenario: Scenario, plan: Plan): Pick<LaunchSession, 'recording' | 'expected'> {
  const timeline = buildTimeline(scenario, plan);
  return {
    recording: simulatedRecording(scenario, plan),
    expected: rightAnswers(scenario, plan, (moment) => momentMs(moment, timeline)),
  };
}

/** The plan that a session holds. Closes the session where this version cannot read it. */
export function readSessionPlan(session: Session): { readonly plan: Plan; readonly planDigest: string } {
  const row = session.readPlan();
  const { plan, problems } = readPlan(row?.text ?? '', session.path);
  if (row !== undefined && plan !== undefined) return { plan, planDigest: row.digest };
  session.close();
  throw new Refusal(
    1,
    `The plan in ${session.path} cannot be read by this version: ${problems[0]?.text ?? 'it is not there'}`,
  );
}

/** Seconds of the launch in one second, as `--speed` says it. */
export function readSpeed(option: string | undefined): number {
  const speed = option === undefined ? defaultSpeed : Number(option.replace(/^x/, ''));
  if (speed > 0) return speed;
  throw new CallError('--speed is how many seconds pass in one: write a number above 0, such as 60.');
}

/** The launches of the product: the folders of data/ that hold a scenario. */
function launchNames(): string[] {
  return readdirSync(launches)
    .filter((name) => existsSync(join(launches, name, 'scenario.yaml')))
    .sort();
}

interface LoadedLaunch {
  readonly plan: LoadedPlan;
  readonly scenario: Scenario;
}

export async function loadLaunch(folder: string, name = 'scenario.yaml'): Promise<LoadedLaunch> {
  const path = join(folder, name);
  const file = await readTextFile(path, mostBytes);
  if (file.kind !== 'text') {
    throw new Refusal(
      3,
      `There is no launch ${printable(basename(folder), 60)}; --launch names one of ${launchNames().join(', ')}.`,
    );
  }
  const { scenario, problems } = readScenario(file.text, path);
  if (scenario === undefined) throw new Refusal(1, problems.map(showProblem).join('\n'));
  return { scenario, plan: await loadPlan(join(folder, scenario.plan)) };
}
