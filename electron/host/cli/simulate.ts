import { formatDuration } from '../../../shared/base/duration.ts';
import type { Plan } from '../../../shared/model/plan.ts';
import { showProblem } from '../../../shared/model/problem.ts';
import type { Scenario } from '../../../shared/model/scenario.ts';
import { writeRecording } from '../../engine/source/recordingWriter.ts';
import { simulateBlocks } from '../../engine/source/simulator/simulateLines.ts';
import { systemClock } from '../systemClock.ts';
import { CallError, type CommandIo, Refusal } from './command.ts';
import { loadScenario } from './loadScenario.ts';
import { openProgressLine } from './progressLine.ts';
import { readCall } from './readCall.ts';
import { refuseExisting } from './refuseExisting.ts';
import { showCount } from './showTimes.ts';

/**
 * `holdpoint simulate`: makes the recording of a scenario. Exit codes: 0 made; 1 the scenario or its plan is wrong; 2 the
 * call is wrong; 3 a file could not be read or written, or the work was interrupted, which leaves no half recording.
 */
export async function simulate(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: { output: 'value', force: 'flag' },
    short: { o: 'output', f: 'force' },
    words: ['scenario'],
  });
  const [path = ''] = words;
  const { output } = options;
  if (output === undefined) throw new CallError('Say with -o where the recording goes.');
  await refuseExisting(output, options.force);
  const { scenario, plan, warnings } = await loadScenario(path);
  for (const warning of warnings) io.err(`${showProblem(warning)}\n`);
  const samples = await write(output, scenario, plan, io);
  io.out(`${output}: ${showCount(samples, 'sample')}, ${formatDuration(scenario.lasts)} of ${scenario.id}\n`);
  return 0;
}

/** Writes the recording and returns how many samples it has. */
async function write(path: string, scenario: Scenario, plan: Plan, io: CommandIo): Promise<number> {
  const progress = openProgressLine(io, 'samples', () => systemClock.steadyMs());
  let samples = 0;
  function* blocks(): Generator<string> {
    for (const block of simulateBlocks(scenario, plan)) {
      samples = block.samples;
      progress.show(block.doneRatio, samples);
      yield block.text;
    }
  }
  try {
    await writeRecording(path, blocks(), io.signal);
  } catch (error) {
    if (!io.signal.aborted) throw error;
    throw new Refusal(3, `Interrupted: ${path} was not made. Call it again to make it.`);
  } finally {
    progress.end();
  }
  return samples;
}
