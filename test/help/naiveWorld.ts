import type { Plan } from '../../shared/model/plan.ts';
import type { Selector } from '../../shared/model/planIndicators.ts';
import type { Where } from '../../shared/model/planScalars.ts';
import type { Labels } from '../../shared/model/series.ts';
import type { HeardLine, JudgedSample, NaiveIntake } from './naiveIntake.ts';

/** All that there is to know, and nothing that was worked out: every question below goes through all of it. */
export interface World {
  readonly plan: Plan;
  readonly intake: NaiveIntake;
  /** What a selector lets through in a cell, at whatever tick: the one thing that is asked once and kept. */
  readonly matches: Map<string, readonly JudgedSample[]>;
}

/** What is judged: the tick, and the labels of the cell (none for the launch). */
export interface Place {
  readonly tick: number;
  readonly cell: Labels;
}

/** A half-open range of buckets. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export const wholeSeconds = (ms: number): number => Math.floor(ms / 1000);

/** The buckets of a window that was moved back by `delaySeconds`. */
export function spanOf(tick: number, windowMs: number, delaySeconds: number): Span {
  const to = tick - delaySeconds;
  return { from: to - Math.max(1, wholeSeconds(windowMs)), to };
}

function hasLabels(labels: Labels, where: Where | undefined): boolean {
  return Object.entries(where ?? {}).every(([name, values]) => {
    const value = labels[name];
    return value !== undefined && values.includes(value);
  });
}

export function isInCell(labels: Labels, cell: Labels): boolean {
  return Object.entries(cell).every(([name, value]) => labels[name] === value);
}

/** The samples that the tick knows of, whatever second they speak of. */
export function known(world: World, tick: number): readonly JudgedSample[] {
  return world.intake.judged.filter((it) => it.tick <= tick);
}

export function within(samples: readonly JudgedSample[], span: Span): JudgedSample[] {
  return samples.filter((it) => it.bucket >= span.from && it.bucket < span.to);
}

/** The known samples of one kind that the selector and the cell let through. */
export function matching(
  world: World,
  place: Place,
  kind: 'count' | 'gauge' | 'latency' | 'any',
  selector: Selector,
): JudgedSample[] {
  const key = JSON.stringify([kind, selector, place.cell]);
  const matches =
    world.matches.get(key) ??
    world.intake.judged.filter(
      ({ sample }) =>
        sample.kind !== 'event' &&
        (kind === 'any' || sample.kind === kind) &&
        sample.metric === selector.metric &&
        hasLabels(sample.labels, selector.where) &&
        isInCell(sample.labels, place.cell),
    );
  world.matches.set(key, matches);
  return matches.filter((it) => it.tick <= place.tick);
}

export function eventsOf(world: World, place: Place, type: string, where: Where | undefined): JudgedSample[] {
  return known(world, place.tick).filter(
    ({ sample }) =>
      sample.kind === 'event' &&
      sample.type === type &&
      hasLabels(sample.labels, where) &&
      // An event that does not bear a label of the cell concerns every cell.
      Object.entries(place.cell).every(([name, value]) => (sample.labels[name] ?? value) === value),
  );
}

/** A cell is seen once a judged sample bore its labels. */
export function isSeen(world: World, place: Place): boolean {
  return known(world, place.tick).some(({ sample }) => isInCell(sample.labels, place.cell));
}

/** How long the most silent of the sources that have not left has been silent, in ms; undefined without sources. */
export function ageMsOf(world: World, tick: number, sources: ReadonlySet<string>): number | undefined {
  const lastLines = [...sources].flatMap((source): HeardLine[] => {
    const last = world.intake.heard.findLast((line) => line.source === source && line.atMs < tick * 1000);
    return last === undefined ? [] : [last];
  });
  const present = lastLines.filter((line) => !line.ended);
  const counted = present.length > 0 ? present : lastLines;
  if (counted.length === 0) return undefined;
  return tick * 1000 - Math.min(...counted.map((line) => line.atMs));
}
