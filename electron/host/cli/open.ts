import { printable } from '../../../shared/model/problem.ts';
import { openEngine } from '../../engine/engine.ts';
import { openSession } from '../../engine/store/openSession.ts';
import { systemClock } from '../systemClock.ts';
import { CallError, type CommandIo } from './command.ts';
import { importFile } from './import.ts';
import { joinedS, openLaunch, readSessionPlan, readSpeed } from './launchSession.ts';
import { readBadLines } from './readBadLines.ts';
import { readCall } from './readCall.ts';
import { RoomInWords } from './roomInWords.ts';
import { screensFolder, withoutScreens } from './screensFolder.ts';
import { serve } from './serve.ts';
import { showState } from './showState.ts';
import { showCount } from './showTimes.ts';
import { isSession } from './testedSource.ts';

/**
 * `holdpoint open`: a launch of the product, replaying, in this machine's browser. Where the screens are not built, and with
 * `--words`, it is told in words, line by line: what changes, and how the call stands.
 */
export async function open(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: { launch: 'value', speed: 'value', words: 'flag', invite: 'flag', overlay: 'value' },
    words: ['session file?'],
  });
  const [file] = words;
  if (options.invite && (file !== undefined || options.words || screensFolder() === undefined)) {
    throw new CallError(
      '--invite is for a room in browsers: holdpoint serve --invite opens one for a session file too.',
    );
  }
  if (file !== undefined) return (await isTelemetry(file)) ? showTelemetry(file, io) : showSession(file, io);
  const speed = readSpeed(options.speed);
  if (!options.words && screensFolder() !== undefined) return serve(['--port', '0', ...argv], io);
  const { path, ...opened } = await openLaunch(options.launch, io);
  const { launch } = opened.plan;
  io.out(`${launch.name ?? launch.id}, replaying ${speed} times as fast, from 5 minutes before T-0.\n`);
  io.out(`${screensFolder() === undefined ? `${withoutScreens} ` : ''}The room is told in words. Ctrl-C ends it.\n\n`);
  const room = new RoomInWords(opened.plan, io, joinedS);
  const engine = openEngine({
    ...opened,
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

/** What is called a session is told of as one, whatever is in it. */
async function isTelemetry(path: string): Promise<boolean> {
  return !path.endsWith('.holdpoint') && !(await isSession(path));
}

/** What is in a file of telemetry, ours or other people's. Nothing of it is kept. */
async function showTelemetry(path: string, io: CommandIo): Promise<number> {
  const exitCode = await importFile([path, '--dry-run'], io);
  io.out(`Nothing of it was kept: holdpoint import <file> -o <recording.ndjson.zst> makes a recording of it.\n`);
  return exitCode;
}

/** How things stood at the end of a session. Nothing in it is changed. */
async function showSession(path: string, io: CommandIo): Promise<number> {
  const session = openSession(path, { mode: 'read', now: systemClock.nowMs });
  if (session.notice !== undefined) io.err(`${session.notice}\n`);
  const { plan, planDigest } = readSessionPlan(session);
  const engine = openEngine({ session, plan, planDigest, recording: undefined, clock: systemClock, speed: 0 });
  await engine.ended;
  const { judged, state } = engine.snapshot();
  const { lines, accepted, duplicates, conflicts, quarantined } = state.counters;
  const name = plan.launch.name ?? plan.launch.id;
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
