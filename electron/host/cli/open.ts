import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { readPlan } from '../../../shared/model/readPlan.ts';
import { readScenario } from '../../../shared/model/readScenario.ts';
import { printable, showProblem } from '../../../shared/model/problem.ts';
import { openEngine } from '../../engine/engine.ts';
import { simulatedRecording } from '../../engine/source/simulatedRecording.ts';
import { openSession } from '../../engine/store/openSession.ts';
import { systemClock } from '../systemClock.ts';
import { CallError, type CommandIo, Refusal } from './command.ts';
import { loadPlan } from './loadPlan.ts';
import { readBadLines } from './readBadLines.ts';
import { readCall } from './readCall.ts';
import { readTextFile } from './readTextFile.ts';
import { readVersion } from './readVersion.ts';
import { RoomInWords } from './roomInWords.ts';
import { showState } from './showState.ts';
import { showCount } from './showTimes.ts';

const launches = join(import.meta.dirname, '../../../data');
const firstLaunch = 'shopnow-one-click';
/** Where a launch is joined, against T-0, and how fast it then goes. */
const joinedS = -300;
const defaultSpeed = 10;
const mostBytes = 4_194_304;

/**
 * `holdpoint open`: a launch of the product, replaying. The room is told in words, line by line: what changes, and how the
 * call stands.
 */
export async function open(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: { launch: 'value', speed: 'value' },
    words: ['session file?'],
  });
  const [file] = words;
  if (file !== undefined) return showSession(file, io);
  const speed = options.speed === undefined ? defaultSpeed : Number(options.speed.replace(/^x/, ''));
  if (!(speed > 0)) throw new CallError('--speed is how many seconds pass in one: write a number above 0, such as 60.');
  const folder = join(launches, basename(options.launch ?? firstLaunch));
  const { plan, scenario } = await loadLaunch(folder);
  const path = join(mkdtempSync(join(tmpdir(), 'holdpoint-')), `${scenario.id}.holdpoint`);
  const createdBy = `holdpoint ${readVersion()}`;
  const identity = { kind: 'replay', createdBy, recording: { scenario: scenario.id, seed: scenario.seed } } as const;
  const session = openSession(path, { mode: 'create', now: systemClock.nowMs, identity });
  session.appendPlan({ at: 0, digest: plan.digest, text: plan.text });
  const { launch } = plan.plan;
  io.out(`${launch.name ?? launch.id}, replaying ${speed} times as fast, from 5 minutes before T-0.\n`);
  io.out('The screens are not part of this version: the room is told in words. Ctrl-C ends it.\n\n');
  const room = new RoomInWords(plan.plan, io, joinedS);
  const engine = openEngine({
    session,
    plan: plan.plan,
    planDigest: plan.digest,
    recording: simulatedRecording(scenario, plan.plan),
    clock: systemClock,
    speed: 0,
    onTick: (tick, transitions) => room.hear(tick, transitions),
  });
  const stop = (): void => void engine.close();
  io.signal.addEventListener('abort', stop);
  await engine.seek(launch.t0 / 1000 + joinedS);
  room.begin(engine.snapshot());
  engine.subscribe((snapshot) => room.show(snapshot));
  engine.play(speed);
  try {
    await engine.ended;
  } finally {
    room.end();
    await engine.close();
  }
  io.out(`\nThe session is kept: holdpoint verify ${path}\n`);
  return 0;
}

/** How things stood at the end of a session. Nothing in it is changed. */
async function showSession(path: string, io: CommandIo): Promise<number> {
  const session = openSession(path, { mode: 'read', now: systemClock.nowMs });
  if (session.notice !== undefined) io.err(`${session.notice}\n`);
  const row = session.readPlan();
  const { plan, problems } = readPlan(row?.text ?? '', path);
  if (row === undefined || plan === undefined) {
    session.close();
    throw new Refusal(
      1,
      `The plan in ${path} cannot be read by this version: ${problems[0]?.text ?? 'it is not there'}`,
    );
  }
  const engine = openEngine({
    session,
    plan,
    planDigest: row.digest,
    recording: undefined,
    clock: systemClock,
    speed: 0,
  });
  await engine.ended;
  const { judged, state } = engine.snapshot();
  const { lines, accepted } = state.counters;
  const name = plan.launch.name ?? plan.launch.id;
  const { duplicates, conflicts, quarantined } = state.counters;
  const counted = (count: number): string => count.toLocaleString('en-US');
  io.out(
    `${path}: ${printable(name, 80)}, ${showCount(lines, 'line')}, ${counted(accepted)} accepted, ` +
      `${showCount(duplicates, 'duplicate')}, ${showCount(conflicts, 'conflict')}, ${counted(quarantined)} set aside\n`,
  );
  for (const text of readBadLines(session).show()) io.out(text);
  if (judged === undefined) io.out('No second of it has been judged yet.\n');
  else for (const text of showState(judged, plan.launch.t0, io.paint)) io.out(text);
  await engine.close();
  return 0;
}

async function loadLaunch(folder: string): Promise<{
  plan: Awaited<ReturnType<typeof loadPlan>>;
  scenario: NonNullable<ReturnType<typeof readScenario>['scenario']>;
}> {
  const path = join(folder, 'scenario.yaml');
  const file = await readTextFile(path, mostBytes);
  if (file.kind !== 'text') {
    throw new Refusal(
      3,
      `There is no launch ${basename(folder)} in ${dirname(folder)}; --launch names a folder there.`,
    );
  }
  const { scenario, problems } = readScenario(file.text, path);
  if (scenario === undefined) throw new Refusal(1, problems.map(showProblem).join('\n'));
  return { scenario, plan: await loadPlan(join(folder, scenario.plan)) };
}
