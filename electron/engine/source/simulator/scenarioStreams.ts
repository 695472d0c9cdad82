import type { Scenario } from '../../../../shared/model/scenario.ts';
import type { EventTraffic, Traffic } from '../../../../shared/model/scenarioTraffic.ts';
import type { ValueText } from './countValues.ts';
import { expandTraffic, type StreamTraffic } from './expandTraffic.ts';
import { isChosen, type IncidentSpan } from './incidentSpan.ts';
import type { SourceVoice } from './sourceVoice.ts';
import { momentMs, type OrderedLevels, type Timeline } from './timeline.ts';
import { TrafficValues } from './trafficValues.ts';

/** One series while the recording is made. */
export interface SampleStream {
  readonly voice: SourceVoice;
  readonly intervalS: number;
  /** Between the seq and the value of its lines. */
  readonly tail: string;
  readonly values: ValueText;
  /** The incidents that touch its lines on their way. */
  readonly hindrances: readonly IncidentSpan[];
}

/** An event that is due. */
export interface DueEvent {
  readonly atMs: number;
  readonly voice: SourceVoice;
  /** Its line after the seq. */
  readonly tail: string;
  readonly hindrances: readonly IncidentSpan[];
}

/** Incidents that change what is measured; all others change how it arrives. */
const shapingKinds: ReadonlySet<string> = new Set(['outcome', 'latency', 'rate', 'gauge']);

type VoiceOf = (source: string) => SourceVoice;

/** What a room's orders make of traffic. */
export interface Ordered {
  levelsOf(traffic: Traffic): OrderedLevels | undefined;
}

/** All series of a scenario, in the order in which each second lists them. */
export function buildStreams(
  scenario: Scenario,
  asWritten: Timeline,
  spans: readonly IncidentSpan[],
  voiceOf: VoiceOf,
  world?: Ordered,
): SampleStream[] {
  const values = new TrafficValues(scenario, spans);
  return scenario.traffic.flatMap((traffic) => {
    if (traffic.kind === 'event') return [];
    const timeline: Timeline = { ...asWritten, ordered: world?.levelsOf(traffic) };
    const valuesOf = values.of(traffic, timeline);
    return expandTraffic(traffic).map((series) => {
      const own = spans.filter((span) => isChosen(span.incident.where, series));
      const shaping = own.filter((span) => shapingKinds.has(span.incident.kind));
      const labels = `"metric":"${series.metric}","labels":${JSON.stringify(series.labels)}`;
      return {
        voice: voiceOf(series.source),
        intervalS: askedEveryS(traffic),
        // Latencies name their own field: values or buckets.
        tail: `,"kind":"${series.kind}",${labels},${series.kind === 'latency' ? '' : '"value":'}`,
        values: valuesOf(series, shaping),
        hindrances: onTheWay(own),
      };
    });
  });
}

/** Labels that mature are told whenever they are there. */
function askedEveryS(traffic: StreamTraffic): number {
  if (!('interval' in traffic) || (traffic.kind === 'follows' && traffic.bears === 'cause')) return 1;
  return traffic.interval / 1000;
}

/** All events of a scenario that lie in its time, earliest first. */
export function buildEvents(
  scenario: Scenario,
  timeline: Timeline,
  spans: readonly IncidentSpan[],
  voiceOf: VoiceOf,
): DueEvent[] {
  const events = scenario.traffic.flatMap((traffic) => {
    if (traffic.kind !== 'event') return [];
    const hindrances = onTheWay(spans.filter((span) => isChosen(span.incident.where, traffic)));
    const voice = voiceOf(traffic.source);
    return traffic.at.map((at) => ({ atMs: momentMs(at, timeline), voice, tail: eventTail(traffic), hindrances }));
  });
  return events
    .filter((event) => event.atMs >= timeline.startMs && event.atMs < timeline.endMs)
    .sort((a, b) => a.atMs - b.atMs);
}

function onTheWay(spans: readonly IncidentSpan[]): IncidentSpan[] {
  return spans.filter((span) => !shapingKinds.has(span.incident.kind) && span.incident.kind !== 'restart');
}

function eventTail(event: EventTraffic): string {
  const { type, labels, text, data } = event;
  const fields = JSON.stringify({ kind: 'event', type, labels, ...(text && { text }), ...(data && { data }) });
  return `,${fields.slice(1)}\n`;
}
