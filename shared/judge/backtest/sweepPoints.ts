import { finish, type Steps } from '../../base/steps.ts';
import type { Plan } from '../../model/plan.ts';
import type { Condition } from '../../model/planConditions.ts';
import type { PlanPath } from '../../model/problem.ts';
import { printable } from '../../model/problem.ts';
import { leaves } from '../planWindows.ts';
import { setRule } from '../setRule.ts';
import { alertPairs } from '../slo.ts';
import { numberWords } from '../words.ts';
import { mostValues, type SweepRange, type SweepValue, valueOf, writtenAs } from './sweepRange.ts';

/** One number of the plan that is swept. */
export interface SweptNumber {
  readonly key: string;
  readonly path: PlanPath;
  /** What the plan has; undefined where it leaves the number to its default. */
  readonly own: SweepValue | undefined;
}

/** The plan with one value for each swept number. */
export interface SweepPoint {
  readonly plan: Plan;
  /** In the order of the numbers; undefined where the plan's default stands. */
  readonly values: readonly (SweepValue | undefined)[];
  /** As `judge --set` would be told; empty for the plan as it is. */
  readonly set: readonly string[];
  /** These are the values that the plan has. */
  readonly isOwn: boolean;
}

export interface SweepPoints {
  readonly numbers: readonly SweptNumber[];
  /** The triggers that rest on them, in the order of the plan. */
  readonly triggers: readonly string[];
  /** Every combination, ascending, the last number turning fastest; the plan's own values are always among them. */
  readonly points: readonly SweepPoint[];
}

/** Everything that a sweep goes through; else why it cannot be done, as a whole sentence. */
export function sweepPoints(plan: Plan, ranges: readonly SweepRange[]): SweepPoints | string {
  return finish(sweepPointsSteps(plan, ranges));
}

/** The same, a point at a step. */
export function* sweepPointsSteps(plan: Plan, ranges: readonly SweepRange[]): Steps<SweepPoints | string> {
  const count = ranges.reduce((product, { values }) => product * values.length, 1);
  if (count > mostValues) {
    return `The sweeps have ${numberWords(count)} combinations, and at most ${numberWords(mostValues)} are judged: write larger steps.`;
  }
  const twice = ranges.find(({ key }, place) => ranges.findIndex((other) => other.key === key) < place);
  if (twice !== undefined) return `${printable(twice.key, 80)} is swept twice: write one range for it.`;
  const numbers: SweptNumber[] = [];
  for (const { key, style, values } of ranges) {
    const answer = setRule(plan, `${key}=${values[0]?.text ?? ''}`);
    if (answer.plan === undefined) return answer.problem;
    const value = answer.was === undefined ? undefined : valueOf(answer.was);
    numbers.push({ key, path: answer.path, own: value === undefined ? undefined : toOwn(value, style, values) });
  }
  const triggers = new Set<string>();
  for (const { key, path } of numbers) {
    const resting = triggersOn(plan, path);
    if (typeof resting === 'string') return `${printable(key, 80)} ${resting}`;
    for (const id of resting) triggers.add(id);
  }
  const points: SweepPoint[] = [];
  for (const values of combinations(ranges.map((range) => range.values))) {
    const set = values.map(({ text }, place) => `${ranges[place]?.key ?? ''}=${text}`);
    let changed = plan;
    for (const assignment of set) {
      const answer = setRule(changed, assignment);
      if (answer.plan === undefined) return answer.problem;
      changed = answer.plan;
    }
    const isOwn = values.every(({ value }, place) => value === numbers[place]?.own?.value);
    points.push({ plan: changed, values, set, isOwn });
    yield;
  }
  if (!points.some(({ isOwn }) => isOwn))
    points.push({ plan, values: numbers.map(({ own }) => own), set: [], isOwn: true });
  points.sort(byValues);
  return { numbers, triggers: Object.keys(plan.triggers).filter((id) => triggers.has(id)), points };
}

/** The value of the plan: that of the range where it is one of its values, for a decimal that was computed may miss it. */
function toOwn(value: number, style: SweepRange['style'], values: readonly SweepValue[]): SweepValue {
  const same = values.find((one) => Math.abs(one.value - value) <= 1e-9 * Math.abs(value));
  return same ?? { text: writtenAs(style, value), value };
}

/** Ids of the triggers that rest on the number at this place; else why none is judged, to go on after the number. */
function triggersOn(plan: Plan, path: PlanPath): readonly string[] | string {
  const [kind, id = ''] = path.map(String);
  if (kind === 'criteria')
    return 'belongs to a criterion, and right answers speak of triggers and the call: sweep a trigger, or look at it with `holdpoint judge --set`.';
  const ids =
    kind === 'triggers'
      ? [id]
      : Object.keys(plan.triggers).filter((one) => leavesOf(plan, one).some(isOnPair(plan, path)));
  if (ids.length === 0) return 'belongs to an alert pair that no trigger rests on: nothing would fire.';
  const onEvidence = ids.filter((one) => leavesOf(plan, one).some((leaf) => leaf.kind === 'evidence'));
  return onEvidence.length === 0
    ? ids
    : `belongs to ${onEvidence.join(' and ')}, which rests on evidence, and that only a session can judge: sweep another.`;
}

/** Whether a condition is on the alert pair whose number stands at this place of the plan. */
export function isOnPair(plan: Plan, path: PlanPath): (leaf: Condition) => boolean {
  const [, sloId, , place] = path;
  const slo = plan.slos[String(sloId)];
  const pair = slo === undefined ? undefined : alertPairs(slo)[Number(place)];
  return (leaf) => leaf.kind === 'alert' && leaf.slo === sloId && leaf.alert === pair?.id;
}

function leavesOf(plan: Plan, id: string): readonly Condition[] {
  const when = plan.triggers[id]?.when;
  return when === undefined ? [] : leaves(when);
}

function combinations(lists: readonly (readonly SweepValue[])[]): SweepValue[][] {
  return lists.reduce<SweepValue[][]>(
    (combined, list) => combined.flatMap((before) => list.map((one) => [...before, one])),
    [[]],
  );
}

/** A default has no value to be placed by: it comes first. */
function byValues({ values: one }: SweepPoint, { values: other }: SweepPoint): number {
  for (const [place, value] of one.entries()) {
    const order = (value?.value ?? -Infinity) - (other[place]?.value ?? -Infinity);
    if (order !== 0 && !Number.isNaN(order)) return order;
  }
  return 0;
}
