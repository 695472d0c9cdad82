import { longestWindowS } from '../../../shared/judge/planWindows.ts';
import type { BadLine } from '../../../shared/model/badLine.ts';
import type { Plan } from '../../../shared/model/plan.ts';
import { judgeRecording, type JudgedRecording, type Judgement } from '../../engine/judgeRecording.ts';
import type { Recording } from '../../engine/source/recording.ts';
import { systemClock } from '../systemClock.ts';
import { BadLineTally } from './badLineTally.ts';
import { type CommandIo, Refusal } from './command.ts';
import { type ChangedPlan, changePlan, readInstants, readJudgeCall } from './judgeCall.ts';
import type { LoadedPlan } from './loadPlan.ts';
import { openProgressLine } from './progressLine.ts';
import { showJudgement } from './showJudgement.ts';
import { showTClock, showUtc } from './showTimes.ts';
import { openTested, planOf } from './testedSource.ts';
import { writeJudgement } from './writeJudgement.ts';
import { writeTexts } from './writeTexts.ts';

/** Everything that was found, for whoever tells it. */
export interface Judged {
  readonly plan: LoadedPlan;
  readonly recordingPath: string;
  readonly recording: JudgedRecording;
  /** Of the plan, or of the changed plan where numbers were set. */
  readonly judgement: Judgement;
  readonly changed: { readonly by: ChangedPlan; readonly original: Judgement } | undefined;
  /** Lines that were set aside. */
  readonly bad: BadLineTally;
}

/** `holdpoint judge`: what a plan says of a recording, second by second. */
export async function judge(argv: string[], io: CommandIo): Promise<number> {
  const call = readJudgeCall(argv);
  const source = await openTested(call.recording);
  const plan = await planOf(call.plan, [source], (text) => io.err(text));
  const atMs = readInstants(call.at, plan.plan.launch.t0);
  const changed = changePlan(plan.plan, call.set);
  for (const doubt of changed?.doubts ?? []) io.err(`With ${call.set.join(' ')}: ${doubt}\n`);
  const { recording } = source;
  // The state at the end is told to people; the document holds what was asked for.
  const kept = call.json ? atMs : [...atMs, Number.MAX_SAFE_INTEGER];
  const judged = await judgeAll(plan, changed, recording, kept, io);
  tellEarly(judged, atMs, plan.plan.launch.t0, io);
  const document = call.json ? writeJudgement(judged) : showJudgement(judged, atMs, io.paint);
  await writeTexts(document, io);
  return 0;
}

/** An instant before the first judged second has no state, and a document without one would not say why. */
function tellEarly({ recording }: Judged, atMs: readonly number[], t0Ms: number, io: CommandIo): void {
  const { ticks } = recording;
  const show = (ms: number): string => `${showUtc(ms)} (${showTClock(ms, t0Ms)})`;
  for (const instantMs of new Set(atMs)) {
    if (ticks === undefined) io.err(`--at ${show(instantMs)}: no second of the recording was judged.\n`);
    else if (instantMs < ticks.first * 1000) {
      const first = show(ticks.first * 1000);
      io.err(`--at ${show(instantMs)} lies before the first judged second, ${first}: there is no state to show.\n`);
    }
  }
}

async function judgeAll(
  plan: LoadedPlan,
  changed: ChangedPlan | undefined,
  recording: Recording,
  atMs: readonly number[],
  io: CommandIo,
): Promise<Judged> {
  const bad = new BadLineTally();
  const told = { plan, recordingPath: recording.path, bad };
  const judgeBy = (plans: readonly [Plan, ...Plan[]], onQuarantine: (bad: BadLine) => void): Promise<JudgedRecording> =>
    judgeWithProgress(recording, plans, atMs, onQuarantine, io);
  const note = (one: BadLine): void => bad.add(one);
  if (changed === undefined) {
    const judged = await judgeBy([plan.plan], note);
    return { ...told, recording: judged, judgement: only(judged, 0), changed: undefined };
  }
  // How late a sample may be is settled by a plan's longest window: two plans that differ there read it differently.
  if (longestWindowS(plan.plan) === longestWindowS(changed.plan)) {
    const both = await judgeBy([plan.plan, changed.plan], note);
    const by = { by: changed, original: only(both, 0) };
    return { ...told, recording: both, judgement: only(both, 1), changed: by };
  }
  const original = await judgeBy([plan.plan], () => undefined);
  const judged = await judgeBy([changed.plan], note);
  const by = { by: changed, original: only(original, 0) };
  return { ...told, recording: judged, judgement: only(judged, 0), changed: by };
}

function only(judged: JudgedRecording, place: number): Judgement {
  const judgement = judged.judgements[place];
  if (judgement === undefined) throw new Error(`The recording was not judged by plan ${place}.`);
  return judgement;
}

async function judgeWithProgress(
  recording: Recording,
  plans: readonly [Plan, ...Plan[]],
  atMs: readonly number[],
  onQuarantine: (bad: BadLine) => void,
  io: CommandIo,
): Promise<JudgedRecording> {
  const { signal } = io;
  const progress = openProgressLine(io, 'lines', systemClock.steadyMs);
  try {
    const judged = await judgeRecording(recording, plans, {
      atMs,
      onQuarantine,
      signal,
      onProgress: ({ lines, bytesRead, bytesTotal }) => progress.show(bytesRead / bytesTotal, lines),
    });
    if (signal.aborted) throw interrupted(recording);
    return judged;
  } catch (error) {
    throw signal.aborted ? interrupted(recording) : error;
  } finally {
    progress.end();
  }
}

function interrupted(recording: Recording): Refusal {
  return new Refusal(3, `Interrupted: ${recording.path} was not judged to its end. Call it again to judge it.`);
}
