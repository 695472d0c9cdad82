import type { Scenario } from '../../../../shared/model/scenario.ts';
import { Carriage } from './carriage.ts';
import { buildIncidentSpans, choosesSource, strengthAt, type IncidentSpan } from './incidentSpan.ts';
import { buildEvents, buildStreams, type Ordered } from './scenarioStreams.ts';
import { SourceVoice } from './sourceVoice.ts';
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
  const voices = new Map<string, SourceVoice>();
  const voiceOf = (source: string): SourceVoice => {
    const known = voices.get(source);
    if (known !== undefined) return known;
    const own = spans.filter((span) => choosesSource(span.incident.where, source));
    const voice = new SourceVoice(source, own);
    voices.set(source, voice);
    return voice;
  };
  const streams = buildStreams(scenario, timeline, spans, voiceOf, world);
  const events = buildEvents(scenario, timeline, spans, voiceOf);
  const carriage = new Carriage();
  const marksS = scenario.marks / 1000;
  const startS = timeline.startMs / 1000;
  const endS = timeline.endMs / 1000;
  const down = new Set<SourceVoice>();
  let samples = 0;
  let text = '';
  for (let second = startS; second < endS; second++) {
    const instant = `{"t":${second * 1000},`;
    if (world !== undefined) {
      if (!world.enter(second)) break;
      text += `${instant}"source":"${ownSource}","kind":"mark"}\n`;
    }
    down.clear();
    for (const voice of voices.values()) if (!voice.begin(second)) down.add(voice);
    for (const stream of streams) {
      if ((second - startS) % stream.intervalS !== 0) continue;
      if (down.size > 0 && down.has(stream.voice)) continue;
      const isOnTheWay = stream.hindrances.length > 0 && isHindered(stream.hindrances, second);
      if (isOnTheWay && isMute(stream.hindrances, second)) continue;
      const value = stream.values(second);
      if (value === undefined) continue;
      const madeS = stream.values.madeS?.() ?? second;
      if (isOnTheWay || madeS !== second) {
        const body = stream.voice.head + stream.voice.nextSeq() + stream.tail + value;
        text += carriage.send(second * 1000, body, stream.hindrances, second, madeS * 1000);
      } else {
        text += instant + stream.voice.head + stream.voice.nextSeq() + stream.tail + value;
      }
      stream.voice.speak(second);
      samples++;
    }
    for (let event = events[0]; event !== undefined && event.atMs < (second + 1) * 1000; event = events[0]) {
      events.shift();
      if (down.has(event.voice) || isMute(event.hindrances, second)) continue;
      const body = event.voice.head + event.voice.nextSeq() + event.tail;
      const arrived = carriage.send(event.atMs, body, event.hindrances, second);
      if (arrived !== '') carriage.hold(event.atMs, arrived);
      event.voice.speak(second);
      samples++;
    }
    for (const voice of voices.values()) {
      if (!down.has(voice)) text += voice.mark(second, marksS) ?? '';
    }
    text += carriage.take(second);
    if (text.length >= blockLength || world !== undefined) {
      yield { text, samples, doneRatio: (second + 1 - startS) / (endS - startS) };
      text = '';
    }
  }
  if (text !== '') yield { text, samples, doneRatio: 1 };
}

function isHindered(spans: readonly IncidentSpan[], second: number): boolean {
  return spans.some((span) => strengthAt(span, second) > 0);
}

/** True while nothing is made at all; samples that are lost or held are made. */
function isMute(spans: readonly IncidentSpan[], second: number): boolean {
  return spans.some(
    (span) => span.incident.kind === 'silence' && span.incident.samples === 'none' && strengthAt(span, second) > 0,
  );
}
