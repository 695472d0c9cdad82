import { planDigest } from '../../electron/engine/judgementDigest.ts';
import type { TestPlan } from './driveEngine.ts';
import { planOf } from './roomDesk.ts';

const text = `
format: holdpoint/plan@1
launch: { id: live, name: A live launch, t0: 2026-03-30T14:00:00Z }
roles: { boss: { name: Boss, may: [call] } }
sources:
  gw-1: { says: Gateway in Dublin }
  spare: { required: false }
indicators:
  errors: { kind: ratio, bad: { metric: requests, where: { outcome: error } }, total: { metric: requests } }
triggers:
  hot: { scope: launch, when: { indicator: errors, window: 30s, over: 0.1 }, for: 2s, clear: { for: 5s }, evidence: point,
         arm: advise, does: { review: true }, owner: boss, guidance: Look. }
`;

export const livePlan: TestPlan = { plan: planOf(text), text, digest: planDigest(text) };
export const liveT0Ms = livePlan.plan.launch.t0;

let seqs = 0;

/** One count of the gateway, of now. */
export function requests(t: number, value: number, outcome = 'ok', seq = (seqs += 1)): object {
  return { t, source: 'gw-1', epoch: 'a', seq, kind: 'count', metric: 'requests', labels: { outcome }, value };
}
