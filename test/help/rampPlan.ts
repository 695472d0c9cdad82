import { planOf } from './roomDesk.ts';

/** A ramp of two waves in two markets, with a criterion in each cell, triggers, and what else a test asks for. */
export function rampPlan(more: { readonly observed?: boolean; readonly webhook?: boolean } = {}) {
  const observed = more.observed === true ? '\n  observed: { gauge: { metric: ramp.percent } }' : '';
  const actuator = more.webhook === true ? '\n  actuator: { kind: webhook, url: https://ramp.example.org }' : '';
  return planOf(`
format: holdpoint/plan@1
launch: { id: ramp, t0: 2026-03-30T14:00:00Z }
roles:
  boss: { name: Incident commander, may: [call, override] }
  chief: { may: [override] }
  sre: { name: SRE on duty }
dimensions: { market: [US, UK], method: [card, paypal] }
exposed: { path: new }
indicators:
  heat: { kind: gauge, gauge: { metric: heat }, over: max }
  fire: { kind: gauge, gauge: { metric: fire }, over: max, by: [market, method] }
  errors:
    kind: ratio
    bad: { metric: requests, where: { path: new, outcome: error } }
    total: { metric: requests, where: { path: new } }
    by: [market, method]
slos: { new-path: { indicator: errors, objective: 99%, period: 12h, expected: 100000 } }
triggers:
  burns:
    scope: { each: [market, method] }
    when: { indicator: fire, window: 5s, over: 10 }
    clear: { for: 5s }
    arm: advise
    does: { rollback: cell, to: 0% }
    owner: sre
criteria:
  cool: { says: Cool, holds: { indicator: heat, window: 5s, under: 50 }, for: 10s, required: false }
  clean: { says: Cell clean, scope: { each: [market, method] }, holds: { slo: new-path, window: 15m, burnUnder: 2 }, for: 5s, required: false }
ramp:
  stages: [0%, 1%, 5%, 25%, 50%, 100%]
  waves:
    - { id: first, cells: { method: [card] }, dwell: 1m, needs: [cool, clean], label: Early Access, until: 50% }
    - { id: second, cells: { market: [US, UK] }, starts: T+1h, needs: [cool] }${observed}${actuator}
`);
}
