import { z } from 'zod';
import { list, name, number, strict, word } from './planScalars.ts';
import { share } from './scenarioScalars.ts';
import { shape, stream, weighted } from './scenarioShape.ts';

const armError = 'write a map of arms to their shares, one of them may be rest: { control: rest, one-click: 95% }';
const arms = z.record(name, z.union([word('rest'), share], { error: armError }), { error: armError }).refine(
  (all) => {
    const shares = Object.values(all).filter((one) => one !== 'rest');
    const isOneRest = Object.keys(all).length - shares.length <= 1;
    return isOneRest && shares.reduce((sum, one) => sum + one, 0) <= 1 + 1e-9;
  },
  { error: armError },
);

const stage = strict({
  stage: name,
  /** Of those at the stage before; of an arm where it is written by arm. */
  share: z
    .union([share, z.record(name, share)], { error: 'write a share such as 40%, or one for each arm' })
    .default(1),
});

/**
 * People who go from stage to stage, in arms: counts with the labels `arm` and `stage`. Nobody is at a stage who was not
 * at the one before, in the same sample. Steps and incidents of rate that name a stage change the share that reaches it;
 * others change how many enter.
 */
export const funnelTraffic = strict({
  kind: z.literal('funnel'),
  /** By which what follows these people names them. */
  id: name,
  ...stream,
  /** One funnel for every combination. */
  each: weighted,
  /** People a second who enter, of all combinations and arms together. */
  perSecond: number('people a second, such as 120', 0),
  ...shape,
  /** What part of them each arm gets. Steps change it, so that it can follow a ramp; `rest` gets what the others leave. */
  arms: arms.optional(),
  stages: list(stage, 'stages'),
});
export type FunnelTraffic = z.output<typeof funnelTraffic>;
