/** What the live rows are judged by: one ratio over 200 series, and a trigger with a short and a long window. */
export const livePlanText = `
format: holdpoint/plan@1
launch: { id: live-bench, name: A live launch, t0: 2026-03-30T14:00:00Z }
roles: { boss: { name: Boss, may: [call] } }
indicators:
  errors: { kind: ratio, bad: { metric: requests, where: { outcome: error } }, total: { metric: requests } }
triggers:
  hot: { scope: launch, when: { all: [{ indicator: errors, window: 1m, over: 0.1 }, { indicator: errors, window: 5m, over: 0.1 }] },
         for: 2s, clear: { for: 5s }, evidence: point, arm: advise, does: { review: true }, owner: boss, guidance: Look. }
live:
  prometheus:
    every: 1s
    settle: 500ms
    metrics:
      - { metric: requests, from: requests_total, kind: counter }
`;

/** What a desk is to bear with ease, samples a second. */
export const steadyRate = 10_000;

/** Of each place there are two outcomes: so many series. */
export const places = 100;

/** A count as a producer writes it. */
export function sampleText(seq: number, atMs: number): string {
  const outcome = seq % 20 === 0 ? 'error' : 'ok';
  return `{"t":${atMs},"source":"gw-1","epoch":"bench","seq":${seq},"kind":"count","metric":"requests","labels":{"outcome":"${outcome}","place":"p${seq % places}"},"value":1}`;
}
