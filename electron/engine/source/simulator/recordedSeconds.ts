import type { Scenario } from '../../../../shared/model/scenario.ts';
import { Carriage } from './carriage.ts';
import { choosesSource, strengthAt, type IncidentSpan } from './incidentSpan.ts';
import { buildEvents, buildStreams, type DueEvent, type Ordered, type SampleStream } from './scenarioStreams.ts';
import { SourceVoice } from './sourceVoice.ts';
import type { Timeline } from './timeline.ts';

/**
 * The lines of a recording, a second at a time. What is rare stands in functions of its own: a short recording is made in
 * the time that it takes to compile one large function again whenever something rare happens in it.
 */
export class RecordedSeconds {
  /** Samples and events made so far (marks and repetitions aside). */
  samples = 0;
  private readonly startS: number;
  private readonly marksS: number;
  private readonly voices = new Map<string, SourceVoice>();
  private readonly spans: readonly IncidentSpan[];
  private readonly streams: readonly SampleStream[];
  private readonly events: DueEvent[];
  private readonly carriage = new Carriage();
  private readonly down = new Set<SourceVoice>();

  constructor(scenario: Scenario, timeline: Timeline, spans: readonly IncidentSpan[], world?: Ordered) {
    this.startS = timeline.startMs / 1000;
    this.marksS = scenario.marks / 1000;
    this.spans = spans;
    const voiceOf = (source: string): SourceVoice => this.voiceOf(source);
    this.streams = buildStreams(scenario, timeline, spans, voiceOf, world);
    this.events = buildEvents(scenario, timeline, spans, voiceOf);
  }

  /** All lines that arrive in this second. Asked for every second, in the order of time. */
  linesOf(second: number): string {
    this.down.clear();
    for (const voice of this.voices.values()) if (!voice.begin(second)) this.down.add(voice);
    const samples = this.sampleLines(second);
    this.sendEvents(second);
    return samples + this.markLines(second) + this.carriage.take(second);
  }

  private sampleLines(second: number): string {
    const instant = `{"t":${second * 1000},`;
    const sinceS = second - this.startS;
    let text = '';
    for (const stream of this.streams) {
      if (sinceS % stream.intervalS === 0) text += this.sampleLine(stream, second, instant);
    }
    return text;
  }

  private sampleLine(stream: SampleStream, second: number, instant: string): string {
    const { voice, hindrances, values } = stream;
    if (this.down.size > 0 && this.down.has(voice)) return '';
    const isOnTheWay = hindrances.length > 0 && isHindered(hindrances, second);
    if (isOnTheWay && isMute(hindrances, second)) return '';
    const value = values(second);
    if (value === undefined) return '';
    this.samples++;
    voice.speak(second);
    const madeS = values.madeS?.() ?? second;
    if (isOnTheWay || madeS !== second) return this.carried(stream, second, madeS, value);
    return instant + voice.head + voice.nextSeq() + stream.tail + value;
  }

  private carried({ voice, tail, hindrances }: SampleStream, second: number, madeS: number, value: string): string {
    const body = voice.head + voice.nextSeq() + tail + value;
    return this.carriage.send(second * 1000, body, hindrances, second, madeS * 1000);
  }

  private sendEvents(second: number): void {
    for (let event = this.events[0]; event !== undefined && event.atMs < (second + 1) * 1000; event = this.events[0]) {
      this.events.shift();
      this.send(event, second);
    }
  }

  private send({ voice, hindrances, tail, atMs }: DueEvent, second: number): void {
    if (this.down.has(voice) || isMute(hindrances, second)) return;
    const arrived = this.carriage.send(atMs, voice.head + voice.nextSeq() + tail, hindrances, second);
    if (arrived !== '') this.carriage.hold(atMs, arrived);
    voice.speak(second);
    this.samples++;
  }

  private markLines(second: number): string {
    let text = '';
    for (const voice of this.voices.values()) {
      if (!this.down.has(voice)) text += voice.mark(second, this.marksS) ?? '';
    }
    return text;
  }

  private voiceOf(source: string): SourceVoice {
    const known = this.voices.get(source);
    if (known !== undefined) return known;
    const own = this.spans.filter((span) => choosesSource(span.incident.where, source));
    const voice = new SourceVoice(source, own);
    this.voices.set(source, voice);
    return voice;
  }
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
