import type { ReviewInput } from '../../electron/report/reviewInput.ts';
import type { JsonValue } from '../../shared/model/arrival.ts';
import type { LedgerRow } from '../../shared/model/ledgerRow.ts';
import { readPlan } from '../../shared/model/readPlan.ts';
import { factBodies } from './factBodies.ts';

const t0 = 1774879200;

/** What a session of two minutes would give, with this text wherever people, plans and sources may write one. */
export function reviewInputOf(text: string): ReviewInput {
  const plan = planOf(text);
  const cell = { method: text };
  const at = (seconds: number): number => (t0 + seconds) * 1000;
  const ledger = Object.entries(factBodies(text)).map(([kind, body], index) =>
    rowOf(index + 1, at(index), kind, body, text),
  );
  ledger.push(rowOf(ledger.length + 1, at(90), 'unheard.of', { said: text }, text));
  return {
    plan,
    planDigest: 'sha256:00',
    kind: 'rehearsal',
    createdBy: text,
    ticks: { first: t0, last: t0 + 120 },
    counters: { lines: 9, accepted: 9, duplicates: 0, conflicts: 0, late: 0, tooLate: 0, quarantined: 0 },
    gaps: [{ source: text, epoch: text, fromSeq: 3, toSeq: 5, openedAt: at(30), closedAt: undefined }],
    transitions: [
      { at: at(10), kind: 'trigger', id: 'RB-1', cell, from: 'ok', to: 'firing', value: 3, n: 7, why: text },
      { at: at(11), kind: 'call', id: 'call', cell: {}, from: 'GO', to: 'HOLD', why: text },
      { at: at(12), kind: 'criterion', id: 'LCC-1', cell: {}, from: 'pass', to: 'fail', why: text },
      { at: at(50), kind: 'trigger', id: 'RB-1', cell, from: 'firing', to: 'ok', why: text },
    ],
    ledger,
    checkpoints: [{ seq: 2, hash: 'ab'.repeat(32), publicKey: 'key', signature: 'signature' }],
    whole: { isWhole: true, says: [text] },
    end: undefined,
    rooms: new Map(),
    series: [
      { id: 0, source: text, kind: 'count', metric: 'checkout.requests', labels: { method: text, outcome: 'error' } },
      { id: 1, source: text, kind: 'count', metric: 'checkout.requests', labels: { method: text, outcome: 'ok' } },
    ],
    rollUp: {
      fromBucket: t0,
      stepSeconds: 60,
      steps: 3,
      columns: [0, 1].map((series) => {
        const one = Float64Array.of(1, 2, NaN);
        const more = { quantiles: [], isExact: [] };
        return { series: [series], n: Float64Array.of(1, 1, 0), sum: one, min: one, max: one, last: one, ...more };
      }),
    },
    liftOff: undefined,
    latency: () => ({ fromBucket: 0, stepSeconds: 1, steps: 0, columns: [] }),
    sum: (series) => series.length * 10,
  };
}

function rowOf(seq: number, at: number, kind: string, body: object, name: string): LedgerRow {
  const whole = { ...(body as Record<string, JsonValue>), rehearsal: true };
  return { seq, at, actor: { role: seq % 2 === 0 ? 'sre' : 'nobody', name }, kind, body: whole, prev: '', hash: '' };
}

/** The text goes in where the plan's reader would not: what was read once may have been written by anybody. */
function planOf(text: string): ReviewInput['plan'] {
  const { plan, problems } = readPlan(planText, 'plan.yaml');
  if (plan === undefined) throw new Error(JSON.stringify(problems));
  return {
    ...plan,
    launch: { ...plan.launch, name: text, org: text },
    roles: { ...plan.roles, sre: { name: text, may: [], veto: false } },
    triggers: mapped(plan.triggers, (one) => ({ ...one, name: text, severity: text })),
    criteria: mapped(plan.criteria, (one) => ({ ...one, says: text })),
    indicators: mapped(plan.indicators, (one) => ({ ...one, says: text })),
    evidence: mapped(plan.evidence, (one) => ({ ...one, says: text })),
    calendar: [{ id: 'c', kind: text, from: { tMs: 0 }, to: { tMs: 60_000 }, says: text, touches: [] }],
  };
}

function mapped<Value>(map: Readonly<Record<string, Value>>, change: (value: Value) => Value): Record<string, Value> {
  return Object.fromEntries(Object.entries(map).map(([id, value]) => [id, change(value)]));
}

const planText = `
format: holdpoint/plan@1
launch: { id: test, name: Test, org: Test, t0: 2026-03-30T14:00:00Z, value: { perOrder: 62, currency: USD } }
roles: { commander: { name: Incident commander, may: [call] }, sre: { name: SRE } }
dimensions: { method: [card] }
indicators:
  errors: { kind: ratio, bad: { metric: checkout.requests, where: { outcome: error } }, total: { metric: checkout.requests }, by: [method] }
slos:
  checkout: { indicator: errors, objective: 99%, period: 1h, expected: 1000, alerts: [{ id: fast, long: 3m, short: 15s, spend: 10% }] }
triggers:
  RB-1: { name: Burns, scope: { each: [method] }, when: { slo: checkout, alert: fast }, arm: act, does: { rollback: cell, to: 0% }, owner: sre, guidance: Go back. }
criteria:
  LCC-1: { says: Burn below 1, holds: { slo: checkout, window: 1m, burnUnder: 1 }, owner: sre }
evidence:
  report: { says: A report, owner: sre, kind: file }
`;
