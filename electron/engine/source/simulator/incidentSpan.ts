import type { Incident } from '../../../../shared/model/scenarioIncident.ts';
import type { Scenario } from '../../../../shared/model/scenario.ts';
import type { SeriesChoice } from '../../../../shared/model/scenarioScalars.ts';
import { openRandomStream, type RandomStream } from './randomStream.ts';
import { momentMs, type Timeline } from './timeline.ts';

/**
 * An incident at its place in time, in epoch seconds: in force from `fromS` up to and without `toS`. In a rehearsal what the
 * room does may begin or end it: ask `strengthAt` each second, and keep neither of the two.
 */
export interface IncidentSpan<Kind extends Incident = Incident> {
  readonly incident: Kind;
  readonly fromS: number;
  readonly toS: number;
  /** Which samples it touches is drawn from here. */
  readonly stream: RandomStream;
}

export function buildIncidentSpans(scenario: Scenario, timeline: Timeline): IncidentSpan[] {
  return scenario.incidents.map((incident) => {
    const fromS = Math.ceil(momentMs(incident.from, timeline) / 1000);
    const toS = fromS + Math.ceil(incident.lasts / 1000);
    return { incident, fromS, toS, stream: openRandomStream(scenario.seed, `incident/${incident.id}`) };
  });
}

/** How much of the incident is there in that second: 0 before, after and between pulses, 1 in full. */
export function strengthAt(span: IncidentSpan, second: number): number {
  if (second < span.fromS || second >= span.toS) return 0;
  const { incident } = span;
  const sinceMs = (second - span.fromS) * 1000;
  if ('pulse' in incident && incident.pulse !== undefined) {
    if (sinceMs % incident.pulse.every >= incident.pulse.lasts) return 0;
  }
  if ('rise' in incident && sinceMs < incident.rise) return sinceMs / incident.rise;
  return 1;
}

interface Chosen {
  readonly source: string;
  /** Absent for events. */
  readonly metric?: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** True where the choice names this series, or leaves it unsaid. */
export function isChosen(choice: SeriesChoice, series: Chosen): boolean {
  if (choice.source !== undefined && !choice.source.includes(series.source)) return false;
  if (choice.metric !== undefined && (series.metric === undefined || !choice.metric.includes(series.metric)))
    return false;
  return hasLabels(choice.labels ?? {}, series.labels);
}

/** True where every label has one of the values. */
export function hasLabels(
  where: Readonly<Record<string, readonly string[]>>,
  labels: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(where).every(([name, values]) => values.includes(labels[name] ?? ''));
}

/** True where the choice speaks of whole sources: then their marks are meant as well. */
export function choosesSource(choice: SeriesChoice, source: string): boolean {
  if (choice.metric !== undefined || Object.keys(choice.labels ?? {}).length > 0) return false;
  return choice.source === undefined || choice.source.includes(source);
}
