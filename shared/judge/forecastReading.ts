import type { ForecastScore } from './conversionForecast.ts';
import { forecastWords } from './forecastWords.ts';
import type { LiveForecast } from './liveForecast.ts';
import type { Status } from './reading.ts';

/** One forecast as a snapshot shows it. JSON: what is not there, or endless, is null. */
export interface ForecastReading {
  /** `gone` once nothing is left; `not on this path` when nothing is consumed on balance; `unknown` without data. */
  readonly state: 'running out' | 'gone' | 'not on this path' | 'unknown';
  readonly status: Status;
  /** Milliseconds since its most silent source was heard; null when it was never fed. */
  readonly age: number | null;
  readonly remaining: number | null;
  /** Seconds from now, with their 90 % range; `high` null with `seconds` there means that there may be no end. */
  readonly seconds: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** The same as instants, ms. Once nothing is left, when that was. */
  readonly at: number | null;
  readonly lowAt: number | null;
  readonly highAt: number | null;
  /** Consumed in the minutes behind the forecast, and what came back of it. */
  readonly n: number;
  readonly returned: number;
  readonly minutes: number;
  readonly score: ScoreReading;
  readonly why: string;
}

/** How past forecasts did. `share` of the scored ones held the truth: null while there is none. */
export interface ScoreReading extends ForecastScore {
  readonly share: number | null;
}

export function readForecast(live: LiveForecast, tick: number): ForecastReading {
  const view = live.viewAt(tick);
  const range = live.rangeAt(tick);
  const { sighting, goneAt } = view;
  const instant = (seconds: number | undefined): number | null =>
    goneAt ?? (seconds === undefined ? null : finite(Math.round((tick + seconds) * 1000)));
  return {
    state:
      goneAt !== undefined
        ? 'gone'
        : range !== undefined
          ? 'running out'
          : isOffPath(view)
            ? 'not on this path'
            : 'unknown',
    status: sighting.status,
    age: finite(sighting.ageMs),
    remaining: finite(view.remaining),
    seconds: finite(range?.seconds),
    low: finite(range?.low),
    high: finite(range?.high),
    at: instant(range?.seconds),
    lowAt: instant(range?.low),
    highAt: instant(range?.high),
    n: view.consumed,
    returned: view.returned,
    minutes: view.minutes,
    score: readScore(live.score.score),
    why: `${forecastWords(live, view, range)}.`,
  };
}

export function readScore(score: ForecastScore): ScoreReading {
  return { ...score, share: score.scored === 0 ? null : score.held / score.scored };
}

function isOffPath({ sighting, remaining }: ReturnType<LiveForecast['viewAt']>): boolean {
  return sighting.status === 'none' && remaining !== undefined;
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
