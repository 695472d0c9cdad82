export const t0 = Date.UTC(2026, 2, 30, 14) / 1000;

/** A shop that asks a vault: each is a source of its own, so that one can be silent while the other goes on. */
export const shopPlan = `
format: holdpoint/plan@1
launch: { id: shop, name: A shop, t0: 2026-03-30T14:00:00Z, window: { opens: T-0, closes: T+4h } }
roles:
  boss: { name: Incident commander, may: [call, override, waive] }
  sre: { name: SRE on duty }
dimensions: { market: [US, UK], method: [card] }
indicators:
  errors:
    kind: ratio
    says: Checkouts that fail
    bad: { metric: checkouts, where: { status: error } }
    total: { metric: checkouts }
    by: [market, method]
  heat: { kind: gauge, says: Heat of the vault, gauge: { metric: heat }, over: max }
slos:
  checkout:
    says: Checkout works
    indicator: errors
    objective: 99%
    period: 12h
    expected: 1000000
    alerts: [{ id: fast, long: 1m, short: 10s, factor: 10 }]
triggers:
  burns:
    name: Cell burns fast
    scope: { each: [market, method] }
    when: { slo: checkout, alert: fast }
    arm: advise
    does: { review: true }
    owner: sre
    guidance: Look at the last deploy of this market first.
criteria:
  cool: { says: The vault is cool, holds: { indicator: heat, window: 10s, under: 50 }, for: 10s, owner: sre }
ramp:
  stages: [0%, 1%, 5%, 100%]
  waves: [{ id: cards, cells: { method: [card] }, starts: T-0, dwell: 1m, needs: [cool] }]
polls:
  final: { question: Go on?, voters: [sre], criteria: [cool], opens: T-1m, closes: T+2h, answerExpires: 2h }
runbook:
  - phase: Countdown
    steps: [{ id: vault, says: Vault healthy, owner: sre, due: T+10m, check: { criterion: cool } }]
clock: { staleAfter: 30s }
`;

/** US cards fail in the second and the third minute after T-0; the vault is killed after the fifth. */
export const killedAt = t0 + 300;
export const burningAt = t0 + 150;

export function shopLines(): string[] {
  const lines: string[] = [];
  const seqs = { gateway: 0, vault: 0 };
  const say = (tick: number, source: keyof typeof seqs, sample: object): void => {
    lines.push(JSON.stringify({ t: tick * 1000 - 500, source, seq: (seqs[source] += 1), ...sample }));
  };
  for (let tick = t0 - 300; tick <= t0 + 900; tick += 1) {
    for (const market of ['US', 'UK']) {
      const failed = market === 'US' && tick > t0 + 60 && tick <= t0 + 180 ? 7 : 0;
      for (const [status, value] of Object.entries({ error: failed, ok: 20 - failed })) {
        const labels = { market, method: 'card', status };
        say(tick, 'gateway', { kind: 'count', metric: 'checkouts', labels, value });
      }
    }
    if (tick <= killedAt) say(tick, 'vault', { kind: 'gauge', metric: 'heat', labels: {}, value: 20 });
  }
  return lines;
}
