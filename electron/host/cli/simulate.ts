import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatDuration } from '../../../shared/base/duration.ts';
import { showPath, showProblem } from '../../../shared/model/problem.ts';
import type { Problem } from '../../../shared/model/problem.ts';
import { readPlan } from '../../../shared/model/readPlan.ts';
import { readScenario } from '../../../shared/model/readScenario.ts';
import type { Plan } from '../../../shared/model/plan.ts';
import type { Scenario } from '../../../shared/model/scenario.ts';
import { RecordingWriteError, writeRecording } from '../../engine/source/recordingWriter.ts';
import { checkScenario } from '../../engine/source/simulator/checkScenario.ts';
import { simulateBlocks } from '../../engine/source/simulator/simulateLines.ts';
import { systemClock } from '../systemClock.ts';
import type { Io } from './io.ts';
import { openProgressLine } from './progressLine.ts';
import { readTextFile } from './readTextFile.ts';

const usage = 'holdpoint simulate <scenario> -o <recording.ndjson.zst>';
/** Four times the characters that a scenario may have, for those that take several bytes. */
const mostBytes = 4_194_304;

/**
 * `holdpoint simulate`: makes the recording of a scenario. Exit codes: 0 made; 1 the scenario or its plan is wrong; 2 the
 * call is wrong; 3 a file could not be read or written, or the work was interrupted, which leaves no half recording.
 */
export async function simulate(argv: string[], io: Io): Promise<number> {
  const call = readCall(argv);
  if (typeof call === 'string') {
    io.err(`${call} Call it as: ${usage}\n`);
    return 2;
  }
  if (call.help) {
    io.out(`${usage}\n`);
    return 0;
  }
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  try {
    const made = await readInput(call.scenario);
    if (made.kind === 'unreadable') {
      io.err(`${made.text}\n`);
      return 3;
    }
    if (made.kind === 'wrong') {
      io.err(made.problems.map((problem) => `${showProblem(problem)}\n`).join(''));
      return 1;
    }
    const samples = await write(call.output, made.scenario, made.plan, io, stop.signal);
    io.out(
      `${call.output}: ${samples.toLocaleString('en-US')} samples, ${formatDuration(made.scenario.lasts)} of ${made.scenario.id}\n`,
    );
    return 0;
  } catch (error) {
    if (stop.signal.aborted) io.err(`Interrupted: ${call.output} was not made. Call it again to make it.\n`);
    else if (error instanceof RecordingWriteError) io.err(`${error.message}\n`);
    else throw error;
    return 3;
  } finally {
    process.removeListener('SIGINT', interrupt);
  }
}

interface Call {
  readonly help: boolean;
  readonly scenario: string;
  readonly output: string;
}

/** The call, or what is wrong with it. */
function readCall(argv: string[]): Call | string {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: { output: { type: 'string', short: 'o' }, help: { type: 'boolean', short: 'h' } },
    });
    const [scenario, ...more] = positionals;
    if (values.help === true) return { help: true, scenario: '', output: '' };
    if (scenario === undefined) return 'Name the scenario to simulate.';
    if (more.length > 0) return 'Name one scenario only.';
    if (values.output === undefined || values.output === '') return 'Say with -o where the recording goes.';
    return { help: false, scenario, output: values.output };
  } catch (error) {
    return `${error instanceof Error ? error.message.replace(/\.$/, '') : String(error)}.`;
  }
}

type Input =
  | { readonly kind: 'unreadable'; readonly text: string }
  | { readonly kind: 'wrong'; readonly problems: readonly Problem[] }
  | { readonly kind: 'good'; readonly scenario: Scenario; readonly plan: Plan };

/** The scenario and the plan beside it, or everything that is wrong with them. */
async function readInput(path: string): Promise<Input> {
  const file = await readTextFile(path, mostBytes);
  if (file.kind === 'unreadable') return file;
  if (file.kind === 'refused') return { kind: 'wrong', problems: [toRefusal(path, file.code, file.text)] };
  const read = readScenario(file.text, path);
  if (read.scenario === undefined) return { kind: 'wrong', problems: read.problems };
  const planPath = join(dirname(path), read.scenario.plan);
  const planFile = await readTextFile(planPath, mostBytes);
  if (planFile.kind === 'unreadable') return planFile;
  if (planFile.kind === 'refused')
    return { kind: 'wrong', problems: [toRefusal(planPath, planFile.code, planFile.text)] };
  const { plan, problems } = readPlan(planFile.text, planPath);
  if (plan === undefined) return { kind: 'wrong', problems };
  const found = checkScenario(read.scenario, plan).map(({ path: place, code, text }): Problem => {
    return { level: 'error', code, file: path, path: showPath(place), ...read.positionOf(place), text };
  });
  return found.length > 0 ? { kind: 'wrong', problems: found } : { kind: 'good', scenario: read.scenario, plan };
}

function toRefusal(file: string, code: string, text: string): Problem {
  return { level: 'error', code, file, path: '', line: 1, column: 1, text };
}

/** Writes the recording and returns how many samples it has. */
async function write(path: string, scenario: Scenario, plan: Plan, io: Io, signal: AbortSignal): Promise<number> {
  const progress = openProgressLine(io, 'samples', systemClock.steadyMs);
  let samples = 0;
  function* blocks(): Generator<string> {
    for (const block of simulateBlocks(scenario, plan)) {
      samples = block.samples;
      progress.show(block.doneRatio, samples);
      yield block.text;
    }
  }
  try {
    await writeRecording(path, blocks(), signal);
  } finally {
    progress.end();
  }
  return samples;
}
