import type { ReadingColumns, ReadingSubject } from '../../shared/contract/readingQueries.ts';
import type { Judge } from '../../shared/judge/judge.ts';
import {
  type IndicatorPoint,
  indicatorPoint,
  rampPoint,
  type RulePoint,
  rulePoint,
  sloPoint,
} from '../../shared/judge/pointReading.ts';
import { ruleLimit } from '../../shared/judge/ruleLimit.ts';
import { alertPairs } from '../../shared/judge/slo.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { Condition } from '../../shared/model/planConditions.ts';
import type { Charted } from './readingHistory.ts';

/** A subject of a chart: how to ask a judge for a point of it, and how its points become columns. */
export interface DrawnReading extends Charted<unknown> {
  /** One point a step; undefined in a step that has none. `plan` is the one in force. */
  readonly columns: (points: readonly unknown[], plan: Plan) => ReadingColumns;
}

export function drawReading(subject: ReadingSubject): DrawnReading {
  switch (subject.kind) {
    case 'indicator':
      return drawIndicator(subject);
    case 'slo':
      return drawSlo(subject);
    case 'trigger':
      return drawn(
        subject,
        (judge) => rulePoint(judge, 'trigger', subject.trigger, subject.cell),
        (points, plan) => ({ ...subject, ...ruleColumns(points, plan, plan.triggers[subject.trigger]?.when) }),
      );
    case 'criterion':
      return drawn(
        subject,
        (judge) => rulePoint(judge, 'criterion', subject.criterion, subject.cell),
        (points, plan) => ({ ...subject, ...ruleColumns(points, plan, plan.criteria[subject.criterion]?.holds) }),
      );
    case 'ramp':
      return drawn(
        subject,
        (judge) => rampPoint(judge, subject.cell),
        (points) => ({
          ...subject,
          commanded: column(points, ({ commanded }) => commanded),
          observed: column(points, ({ observed }) => observed),
        }),
      );
  }
}

type Points<Point> = readonly (Point | undefined)[];

/** What one judge said comes back as it was: the points of a subject are all of its own making. */
function drawn<Point>(
  subject: ReadingSubject,
  read: (judge: Judge) => Point | undefined,
  columns: (points: Points<Point>, plan: Plan) => ReadingColumns,
): DrawnReading {
  const isTelemetry = subject.kind === 'indicator' || subject.kind === 'slo';
  return {
    key: JSON.stringify(subject),
    isTelemetry,
    read,
    columns: (points, plan) => columns(points as Points<Point>, plan),
  };
}

function drawIndicator(subject: ReadingSubject & { kind: 'indicator' }): DrawnReading {
  return drawn(
    subject,
    (judge) => indicatorPoint(judge, subject),
    (points) => ({
      ...subject,
      ...newestWords(
        points.findLast((point) => point !== undefined),
        subject.window,
      ),
      value: column(points, ({ value }) => value),
      n: column(points, ({ n }) => n),
      count: column(points, ({ count }) => count),
      low: column(points, ({ low }) => low),
      high: column(points, ({ high }) => high),
      status: points.map((point) => point?.status ?? null),
      exact: points.map((point) => point?.exact ?? true),
    }),
  );
}

function newestWords(
  point: IndicatorPoint | undefined,
  window = '',
): Pick<Extract<ReadingColumns, { kind: 'indicator' }>, 'window' | 'delayMs' | 'error'> {
  return { window: point?.window ?? window, delayMs: point?.delayMs ?? 0, error: point?.error ?? null };
}

function drawSlo(subject: ReadingSubject & { kind: 'slo' }): DrawnReading {
  return drawn(
    subject,
    (judge) => sloPoint(judge, subject.slo, subject.cell),
    (points, { slos }) => {
      const slo = slos[subject.slo];
      const pairs = slo === undefined ? [] : alertPairs(slo);
      return {
        ...subject,
        pairs: pairs.map(({ id, factor, longMs, shortMs }) => {
          const own = points.map((point) => point?.alerts.find((alert) => alert.id === id));
          return {
            id,
            factor,
            longMs,
            shortMs,
            long: column(own, ({ long }) => long ?? null),
            short: column(own, ({ short }) => short ?? null),
            state: own.map((alert) => alert?.state ?? null),
          };
        }),
        left: column(points, ({ left }) => left),
      };
    },
  );
}

function ruleColumns(
  points: Points<RulePoint>,
  plan: Plan,
  condition: Condition | undefined,
): Omit<Extract<ReadingColumns, { kind: 'trigger' }>, 'kind' | 'trigger' | 'cell'> {
  const compared = condition && ruleLimit(plan, condition);
  return {
    limit: compared?.limit ?? null,
    side: compared?.side ?? null,
    value: column(points, ({ value }) => value),
    n: column(points, ({ n }) => n),
    low: column(points, ({ low }) => low),
    high: column(points, ({ high }) => high),
    state: points.map((point) => point?.state ?? null),
  };
}

function column<Point>(points: Points<Point>, of: (point: Point) => number | null): (number | null)[] {
  return points.map((point) => (point === undefined ? null : of(point)));
}
