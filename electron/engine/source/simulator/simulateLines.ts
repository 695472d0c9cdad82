import type { Scenario } from '../../../../shared/model/scenario.ts';
import { buildIncidentSpans, type IncidentSpan } from './incidentSpan.ts';
import { RecordedSeconds } from './recordedSeconds.ts';
import type { Ordered } from './scenarioStreams.ts';
import { buildTimeline, type PlanClock } from './timeline.ts';

/** A piece of a recording: whole lines, in the order of arrival. */
export interface RecordingBlock {
  readonly text: string;
  /** Samples and events made so far (marks and repetitions aside). */
  readonly samples: number;
  /** Share of the recording's time that is done. */
  readonly doneRatio: number;
}

/** The world of a rehearsal, which answers a room while it is made. */
export interface LivedWorld extends Ordered {
  /** Takes the incidents in hand before the first second. */
  rule(spans: readonly IncidentSpan[]): void;
  /** Hears what was ordered before this second is made. False where the rehearsal is over. */
  enter(second: number): boolean;
}

const blockLength = 65_536;
/** Who says in a rehearsal that a second has begun, so that none is without a line. */
const ownSource = 'rehearsal';

/** The NDJSON of a scenario in blocks of whole lines: the same text for the same scenario, plan and seed. */
export function* simulateLines(scenario: Scenario, plan: PlanClock): Generator<string, void> {
  for (const block of simulateBlocks(scenario, plan)) yield block.text;
}

/**
 * The same, with how far it is. Memory does not grow with the length of the recording. With a `world` each block is one
 * second, made when it is asked for.
 */
export function* simulateBlocks(
  scenario: Scenario,
  plan: PlanClock,
  world?: LivedWorld,
): Generator<RecordingBlock, void> {
  const timeline = buildTimeline(scenario, plan);
  const spans = buildIncidentSpans(scenario, timeline);
  world?.rule(spans);
  const recorded = new RecordedSeconds(scenario, timeline, spans, world);
  const startS = timeline.startMs / 1000;
  const endS = timeline.endMs / 1000;
  let text = '';
  for (let second = startS; second < endS; second++) {
    if (world !== undefined) {
      if (!world.enter(second)) break;
      text += `{"t":${second * 1000},"source":"${ownSource}","kind":"mark"}\n`;
    }
    text += recorded.linesOf(second);
    if (text.length >= blockLength || world !== undefined) {
      yield { text, samples: recorded.samples, doneRatio: (second + 1 - startS) / (endS - startS) };
      text = '';
    }
  }
  if (text !== '') yield { text, samples: recorded.samples, doneRatio: 1 };
}
