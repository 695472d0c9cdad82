import { createDecoder } from '../../electron/engine/ingest/decoder.ts';
import { Ingest } from '../../electron/engine/ingest/ingest.ts';
import { SequenceBook } from '../../electron/engine/ingest/sequenceBook.ts';
import { createSeriesTable } from '../../electron/engine/ingest/seriesTable.ts';
import { Judge } from '../../shared/judge/judge.ts';
import { TickGatherer } from '../../shared/judge/tickGatherer.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { Series } from '../../shared/model/series.ts';
import type { TickInput } from '../../shared/model/tickInput.ts';
import type { RawLine } from './naiveIntake.ts';

/** What a judge of this plan is given of these lines, second by second. */
export function gatherTicks(plan: Plan, lines: readonly RawLine[]): { inputs: TickInput[]; series: readonly Series[] } {
  const { limits, longestWindowS } = new Judge(plan);
  const gatherer = new TickGatherer(limits);
  const inputs: TickInput[] = [];
  const ingest = new Ingest(gatherer, new SequenceBook(), longestWindowS, {
    onTick: (tick) => inputs.push(gatherer.take(tick)),
    onQuarantine: () => undefined,
  });
  const table = createSeriesTable();
  const decoder = createDecoder(table);
  lines.forEach((line, index) => {
    const bytes = Buffer.from(JSON.stringify(line));
    const decoded = decoder.decodeLine(bytes, 0, bytes.length, index + 1);
    if (decoded.kind === 'bad') ingest.takeBad(decoded);
    else ingest.take(decoded, index + 1);
  });
  ingest.finish();
  return { inputs, series: table.list() };
}
