import { openRecording } from '../../electron/engine/source/openRecording.ts';
import { sweepRecording } from '../../electron/engine/sweepRecording.ts';
import { boundHeap } from '../../electron/host/cli/boundHeap.ts';
import { FiringBook } from '../../shared/judge/backtest/firings.ts';
import { sweepPoints } from '../../shared/judge/backtest/sweepPoints.ts';
import { readSweep } from '../../shared/judge/backtest/sweepRange.ts';
import { answer, loadPlan, partWords, startWatch } from './partWords.ts';

// Sweeps one number of the plan over the recording, as `holdpoint backtest --sweep` does.

const { recording, plan: planPath, sweep: text } = partWords('recording', 'plan', 'sweep');
const { plan } = loadPlan(planPath);
const range = readSweep(text);
const sweep = typeof range === 'string' ? range : sweepPoints(plan, [range]);
if (typeof sweep === 'string') throw new Error(sweep);
boundHeap();
const spent = startWatch();
const swept = await sweepRecording(await openRecording(recording), plan, sweep, {
  answers: [],
  createBook: () => new FiringBook(),
});
answer({ ...spent(), points: sweep.points.length, ticks: swept.ticks?.count });
