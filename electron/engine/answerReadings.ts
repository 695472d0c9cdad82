import { ContractError, type ParsedQueryArgs, type QueryAnswer } from '../../shared/contract/contract.ts';
import type { ReadingSubject } from '../../shared/contract/readingQueries.ts';
import { cellWords } from '../../shared/judge/selector.ts';
import { drawReading } from './drawReading.ts';
import type { Engine } from './engineDoor.ts';
import { type ChartSteps, chartSteps } from './store/chartSteps.ts';

/** What the judge said at the end of each step of a chart. */
export async function answerReadings(
  engine: Engine,
  { subjects, fromBucket, toBucket, points, upToTick = Infinity }: ParsedQueryArgs<'readings.read'>,
): Promise<QueryAnswer<'readings.read'>> {
  const grid = chartSteps(fromBucket, toBucket, points);
  const { headTick } = engine.state();
  const ends = endsOf(grid, engine.past.firstTick ?? Infinity, Math.min(upToTick, headTick ?? -Infinity));
  const ticks = ends.filter((tick) => tick !== undefined);
  const drawn = subjects.map(drawReading);
  const found = await engine.past.readings.read(drawn, ticks);
  const plan = ticks.length === 0 ? engine.plan : engine.plans.at(ticks.at(-1) ?? 0).plan;
  return {
    fromBucket: grid.fromBucket,
    stepSeconds: grid.stepSeconds,
    steps: grid.steps,
    judgedTick: headTick ?? null,
    readings: drawn.map((one, place) => {
      const own = found[place] ?? [];
      const subject = subjects[place];
      if (ticks.length > 0 && subject !== undefined && own.every((point) => point === undefined)) {
        throw new ContractError('not_found', `There is no ${subjectWords(subject)}: snapshots say which there are.`);
      }
      let next = 0;
      return one.columns(
        ends.map((tick) => (tick === undefined ? undefined : own[next++])),
        plan,
      );
    }),
  };
}

/** The judged second at which each step ends: the last one for the step under way, none for steps without any. */
function endsOf(
  { fromBucket, stepSeconds, steps }: ChartSteps,
  firstTick: number,
  lastTick: number,
): (number | undefined)[] {
  return Array.from({ length: steps }, (_none, step) => {
    const begins = fromBucket + step * stepSeconds;
    const tick = Math.min(begins + stepSeconds, lastTick);
    return tick > begins && tick >= firstTick ? tick : undefined;
  });
}

function subjectWords(subject: ReadingSubject): string {
  const where = ` for ${cellWords(subject.cell)}`;
  switch (subject.kind) {
    case 'indicator': {
      const over = subject.window === undefined ? '' : ` over ${subject.window}`;
      return `indicator ${subject.indicator}${over}${where}${subject.mature ? '' : ' that is not mature'}`;
    }
    case 'slo':
      return `objective ${subject.slo}${where}`;
    case 'trigger':
      return `trigger ${subject.trigger}${where}`;
    case 'criterion':
      return `criterion ${subject.criterion}${where}`;
    case 'ramp':
      return `cell of the ramp${where}`;
  }
}
