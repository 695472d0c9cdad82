import type { RefundsTraffic } from '../../../../shared/model/scenarioRefunds.ts';
import type { NormalDraws } from './normalDraws.ts';
import { portableExp, portableLog } from './portableMath.ts';
import type { RandomStream } from './randomStream.ts';

/** `spread`: the standard deviation of the logarithm. */
export type WaitShape = RefundsTraffic['credit'] & { readonly spread: number };

/** How long one refund waits: most of them lognormal, a share by the power law of the tail, cut off at its most. */
export function drawWaitMs({ median, spread, tail }: WaitShape, stream: RandomStream, normals: NormalDraws): number {
  if (stream.nextRatio() >= tail.share) return median * portableExp(spread * normals.next());
  const ms = tail.from * portableExp(-portableLog(stream.nextRatio()) / tail.alpha);
  return Math.min(ms, tail.most);
}
