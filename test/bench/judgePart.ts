import { parseDurationMs } from '../../shared/base/duration.ts';
import { judgeRecording } from '../../electron/engine/judgeRecording.ts';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import { burnWindowsS } from './burnSql.ts';
import { boundHeap } from '../../electron/host/cli/boundHeap.ts';
import { answer, loadPlan, partWords, startWatch } from './partWords.ts';

// Judges every second of the recording, as `holdpoint judge` does.

const { recording, plan: planPath } = partWords('recording', 'plan');
const { plan } = loadPlan(planPath);
boundHeap();
const spent = startWatch();
const judged = await judgeRecording(await openRecording(recording), [plan], { atMs: [Number.MAX_SAFE_INTEGER] });
const time = spent();
const [judgement] = judged.judgements;
answer({
  ...time,
  lines: judged.counters.lines,
  ticks: judged.ticks?.count,
  transitions: judgement?.transitions.length,
  digest: judgement?.digest,
  last: lastBurns(),
});

/** What the last second says of the shares that DuckDB is asked for too, as burn. */
function lastBurns(): readonly {
  readonly market: string;
  readonly method: string;
  burns: (number | null | undefined)[];
}[] {
  const readings = judgement?.at.at(-1)?.indicators['one-click-errors'] ?? [];
  const objective = plan.slos['one-click']?.objective ?? NaN;
  const cells = new Map(readings.map(({ cell }) => [JSON.stringify(cell), cell]));
  return [...cells.values()]
    .filter(({ market, method }) => market !== undefined && method !== undefined)
    .map((cell) => ({
      market: cell['market'] ?? '',
      method: cell['method'] ?? '',
      burns: burnWindowsS.map((windowS) => {
        const reading = readings.find((one) => one.cell === cell && parseDurationMs(one.window) === windowS * 1000);
        return reading && (reading.value === null ? null : reading.value / (1 - objective));
      }),
    }));
}
