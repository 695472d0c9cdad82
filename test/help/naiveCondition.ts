import type { Condition } from '../../shared/model/planConditions.ts';
import type { Trigger } from '../../shared/model/planTriggers.ts';
import { createRatioProcess, type RatioProcess } from '../../shared/stats/alwaysValid.ts';
import { viewLeaf } from './naiveLeaf.ts';
import { combine, negate, type View } from './naiveView.ts';
import type { Place, World } from './naiveWorld.ts';

/** How a rule asks. */
export interface Asking {
  readonly evidence: 'point' | 'bound';
  readonly confidence: number | undefined;
  readonly minimumN: number | undefined;
  /** For a rule of one condition. */
  readonly clear: Trigger['clear'] | undefined;
}

/** What a sequential test carries from tick to tick. */
export interface Sequential {
  readonly process: RatioProcess;
  s: number;
  n: number;
}

/** By place in the condition. */
export type Memory = Map<string, Sequential>;

/** To be asked once a tick, in the order of ticks. */
export function viewCondition(world: World, place: Place, condition: Condition, asking: Asking, memory: Memory): View {
  const ask = (it: Condition, path: string, nots: number): View => {
    switch (it.kind) {
      case 'all':
        return combine(
          it.all.map((inner, at) => ask(inner, `${path}.${at}`, nots)),
          false,
        );
      case 'any':
        return combine(
          it.any.map((inner, at) => ask(inner, `${path}.${at}`, nots)),
          true,
        );
      case 'not':
        return negate(ask(it.not, `${path}.not`, nots + 1));
      default: {
        const state = memory.get(path) ?? { process: createRatioProcess(), s: 0, n: 0 };
        memory.set(path, state);
        const own = it === condition ? asking : { ...asking, clear: undefined };
        const view = viewLeaf(it, { world, place, asking: own, state, isInNot: nots % 2 === 1 });
        return nots > 0 ? { ...view, clearTruth: view.truth } : view;
      }
    }
  };
  return ask(condition, '', 0);
}
