import { formatDuration } from '../base/duration.ts';
import type { Plan } from '../model/plan.ts';
import type { Dependency } from '../model/planReadiness.ts';
import { type IndicatorBook, windowSpan } from './indicatorBook.ts';
import { ownMinimum, type Reading, type Status } from './reading.ts';
import { numberWords, percentWords } from './words.ts';

/** The share of the fallback is that of the last five minutes. */
const windowMs = 300_000;

/** What a dependency's own availability and its fallback come to, with nothing else failing. Null: not known, or not in the plan. */
export interface DependencyReading {
  readonly sla: number;
  readonly slo: string | null;
  readonly objective: number | null;
  /** The indicator of the share that the fallback serves; null where the plan names none, so that nothing is carried. */
  readonly fallback: {
    readonly indicator: string;
    readonly window: string;
    readonly share: number | null;
    readonly n: number;
    readonly age: number | null;
    readonly status: Status;
  } | null;
  /** `1 - (1 - sla)(1 - share)`. */
  readonly availability: number | null;
  /** The least share with which the objective holds; 0 where the SLA alone holds it. */
  readonly neededShare: number | null;
  readonly holds: boolean | null;
  readonly why: string;
}

interface LiveDependency {
  readonly id: string;
  readonly dependency: Dependency;
  readonly objective: number | undefined;
  readonly fallback: Reading | undefined;
}

/** The dependencies of the plan and what their fallbacks carry. They are shown; no rule asks for them. */
export class DependencyBook {
  private readonly dependencies: readonly LiveDependency[];

  constructor(plan: Plan, indicators: IndicatorBook) {
    this.dependencies = Object.entries(plan.dependencies).map(([id, dependency]) => {
      const { fallback, slo } = dependency;
      return {
        id,
        dependency,
        objective: slo === undefined ? undefined : plan.slos[slo]?.objective,
        fallback:
          fallback === undefined
            ? undefined
            : indicators.reading(fallback, {}, windowSpan(windowMs, indicators.delayMs(fallback))),
      };
    });
  }

  readAt(tick: number): Record<string, DependencyReading> {
    return Object.fromEntries(this.dependencies.map((live) => [live.id, readDependency(live, tick)]));
  }
}

function readDependency({ id, dependency, objective, fallback }: LiveDependency, tick: number): DependencyReading {
  const { sla } = dependency;
  const reading = fallback?.readAt(tick);
  const status = reading?.status(ownMinimum(reading.of.indicator));
  const share = reading === undefined ? 0 : status === 'known' ? shareOf(reading) : undefined;
  const availability = share === undefined ? undefined : 1 - (1 - sla) * (1 - share);
  const neededShare = objective === undefined ? undefined : Math.max(0, 1 - (1 - objective) / (1 - sla));
  // A needed half comes out of these divisions a few units in the last place off.
  const holds = share === undefined || neededShare === undefined ? undefined : share >= neededShare - 1e-12;
  return {
    sla,
    slo: dependency.slo ?? null,
    objective: objective ?? null,
    fallback:
      reading === undefined || status === undefined
        ? null
        : {
            indicator: reading.of.id,
            window: formatDuration(windowMs),
            share: share ?? null,
            n: reading.n,
            age: Number.isFinite(reading.ageMs) ? reading.ageMs : null,
            status,
          },
    availability: availability ?? null,
    neededShare: neededShare ?? null,
    holds: holds ?? null,
    why: `${words(id, { sla, share, availability, objective, neededShare, holds, fallback: reading?.of.id })}.`,
  };
}

/** Only a ratio is a share of what was served; lint says so of anything else. */
function shareOf({ of, value }: Reading): number | undefined {
  return of.indicator.kind === 'ratio' && value !== undefined ? Math.min(1, Math.max(0, value)) : undefined;
}

interface Composed {
  readonly sla: number;
  readonly share: number | undefined;
  readonly availability: number | undefined;
  readonly objective: number | undefined;
  readonly neededShare: number | undefined;
  readonly holds: boolean | undefined;
  readonly fallback: string | undefined;
}

function words(id: string, { sla, share, availability, objective, neededShare, holds, fallback }: Composed): string {
  const needs =
    objective === undefined || neededShare === undefined
      ? ''
      : `; the objective of ${availabilityWords(objective)} needs ${neededShare === 0 ? 'no fallback' : `a fallback share of ${percentWords(neededShare)}`}`;
  if (availability === undefined || share === undefined) {
    return `What ${fallback ?? 'the fallback'} carries of ${id} is not known, and without it ${id} promises ${availabilityWords(sla)}${needs}`;
  }
  const carried = fallback === undefined ? 'has no fallback' : `is carried at ${percentWords(share)} by ${fallback}`;
  const verdict = holds === undefined ? '' : `, so it ${holds ? 'holds' : 'does not hold'} with nothing else failing`;
  return `${id} promises ${availabilityWords(sla)} and ${carried}, which composes to ${availabilityWords(availability)}${needs}${verdict}`;
}

/** Five nines must not be rounded to 100 %. */
function availabilityWords(ratio: number): string {
  return `${numberWords(Number((ratio * 100).toPrecision(12)), 7)} %`;
}
