import type { Plan } from '../../model/plan.ts';
import type { Condition } from '../../model/planConditions.ts';
import type { PlanPath } from '../../model/problem.ts';
import { leaves } from '../planWindows.ts';
import { isOnPair, type SweepPoint, type SweptNumber } from './sweepPoints.ts';

/** What a greater number does to a condition: harder to be true, easier, or nothing; undefined where nobody can say. */
type Effect = 1 | -1 | 0 | undefined;

/**
 * The places of points whose condition can be compared, so that where it is false at one it is false at all behind it.
 * Undefined when that cannot be said of this trigger: its points are then judged one by one.
 */
export function fromLoosest(
  plan: Plan,
  id: string,
  numbers: readonly SweptNumber[],
  points: readonly SweepPoint[],
): readonly number[] | undefined {
  const when = plan.triggers[id]?.when;
  if (when === undefined || !leaves(when).every(forgets)) return undefined;
  const effects = numbers.map(({ path }) => effectOf(plan, id, when, path));
  if (effects.includes(undefined)) return undefined;
  const [deciding, ...others] = effects.flatMap((effect = 0, place) => (effect === 0 ? [] : [{ effect, place }]));
  if (others.length > 0) return undefined;
  const places = [...points.keys()];
  if (deciding === undefined) return places;
  const valueAt = (place: number): number | undefined => points[place]?.values[deciding.place]?.value;
  return places
    .filter((place) => valueAt(place) !== undefined)
    .sort((one, other) => deciding.effect * ((valueAt(one) ?? 0) - (valueAt(other) ?? 0)));
}

/** Whether what a condition says depends on the windows alone: a sum that it keeps itself must see every second. */
function forgets(leaf: Condition): boolean {
  switch (leaf.kind) {
    case 'level':
    case 'alert':
    case 'burn':
    case 'budget':
    case 'event':
      return true;
    case 'ratio':
      return leaf.window !== undefined;
    default:
      return false;
  }
}

const harder = ['over', 'burnOver', 'ratioOver', 'factor', 'spend'];
const easier = ['under', 'burnUnder', 'budgetLeftUnder'];

function effectOf(plan: Plan, id: string, when: Condition, path: PlanPath): Effect {
  const name = String(path.at(-1));
  if (path[0] === 'slos') return effectOfPair(when, isOnPair(plan, path));
  if (path[1] !== id || path[2] === 'for' || path[2] === 'clear') return 0;
  // A trigger's own confidence reaches into all of its conditions, and what it does inside a `not` depends on their kind.
  if (name === 'confidence') return signsOf(when, () => true).includes(-1) ? undefined : 1;
  const sign = path.filter((step) => step === 'not').length % 2 === 1 ? -1 : 1;
  if (harder.includes(name)) return sign;
  return easier.includes(name) ? (sign === 1 ? -1 : 1) : undefined;
}

function effectOfPair(when: Condition, isMeant: (leaf: Condition) => boolean): Effect {
  const [sign = 0, ...others] = new Set(signsOf(when, isMeant));
  return others.length === 0 ? sign : undefined;
}

/** For each of the conditions that are meant: -1 where it stands inside an odd number of `not`s, else 1. */
function signsOf(condition: Condition, isMeant: (leaf: Condition) => boolean): (1 | -1)[] {
  switch (condition.kind) {
    case 'all':
      return condition.all.flatMap((one) => signsOf(one, isMeant));
    case 'any':
      return condition.any.flatMap((one) => signsOf(one, isMeant));
    case 'not':
      return signsOf(condition.not, isMeant).map((sign) => (sign === 1 ? -1 : 1));
    default:
      return isMeant(condition) ? [1] : [];
  }
}
