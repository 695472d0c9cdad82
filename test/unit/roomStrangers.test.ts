import { expect, test } from 'vitest';
import type { RoomCommand } from '../../shared/model/room/roomFact.ts';
import { planOf, RoomDesk } from '../help/roomDesk.ts';

// Every plan is an object, and every object has more names than the plan has written into it.

const plan = planOf(`
format: holdpoint/plan@1
launch: { id: strangers, t0: 2026-03-30T14:00:00Z }
roles: { boss: { may: [call, override, waive] } }
dimensions: { market: [US, UK] }
indicators: { heat: { kind: gauge, gauge: { metric: heat } } }
triggers: { T: { when: { indicator: heat, window: 5s, over: 10 }, arm: hold, does: { rollback: launch } } }
criteria: { C: { says: Cool, holds: { indicator: heat, window: 5s, under: 50 }, waivable: [boss] } }
polls: { final: { question: Go?, voters: [boss], closes: T+1h } }
evidence: { paper: { says: Paper, kind: file } }
ramp: { stages: [0%, 5%], waves: [{ id: first, cells: { market: [US] } }] }
milestones: { m: { says: M, at: T-1d } }
runbook: [{ phase: P, steps: [{ id: s, says: S }] }]
`);
const reason = 'Because.';
const cell = {};
const untilAt = plan.launch.t0;
const file = { name: 'a', bytes: 1, sha256: 'a'.repeat(64) };
const reading = { verdict: 'pass' as const, says: 'Fine.', madeAt: null, facts: {} };
const decision = { choice: 'go', rationale: 'So', options: [], conditions: [], dissent: null, follows: [] };

const commands: readonly ((id: string) => RoomCommand)[] = [
  (role) => ({ kind: 'role.take', args: { role } }),
  (role) => ({ kind: 'role.handOver', args: { role, to: 'B', note: 'Yours.' } }),
  (role) => ({ kind: 'role.leave', args: { role } }),
  (trigger) => ({ kind: 'trigger.acknowledge', args: { trigger, cell } }),
  (trigger) => ({ kind: 'trigger.shelve', args: { trigger, cell, untilAt, reason } }),
  (trigger) => ({ kind: 'trigger.unshelve', args: { trigger, cell, reason } }),
  (trigger) => ({ kind: 'trigger.reset', args: { trigger, cell, reason } }),
  (trigger) => ({ kind: 'arm.set', args: { trigger, arm: 'advise', reason } }),
  (trigger) => ({ kind: 'countdown.veto', args: { trigger, cell, reason } }),
  (criterion) => ({ kind: 'waiver.propose', args: { criterion, cell, reason, untilAt } }),
  (evidence) => ({ kind: 'evidence.attach', args: { evidence, file, reading } }),
  (poll) => ({ kind: 'poll.open', args: { poll } }),
  (poll) => ({ kind: 'poll.close', args: { poll } }),
  (poll) => ({ kind: 'vote.cast', args: { poll, vote: 'go' } }),
  (poll) => ({ kind: 'decision.record', args: { ...decision, poll } }),
  (role) => ({ kind: 'decision.record', args: { ...decision, question: 'Who?', dissent: [{ role, says: 'Me' }] } }),
  (owner) => ({ kind: 'decision.record', args: { ...decision, question: 'Who?', follows: [{ owner, says: 'Me' }] } }),
  (wave) => ({ kind: 'ramp.advance', args: { scope: { wave } } }),
  (wave) => ({ kind: 'ramp.rollback', args: { scope: { wave }, reason } }),
  (wave) => ({ kind: 'ramp.hold', args: { scope: { wave }, reason } }),
  (order) => ({ kind: 'order.confirm', args: { order } }),
  (order) => ({ kind: 'order.cancel', args: { order, reason } }),
  (step) => ({ kind: 'step.finish', args: { step } }),
  (milestone) => ({ kind: 'milestone.reach', args: { milestone } }),
  (milestone) => ({ kind: 'milestone.move', args: { milestone, toAt: untilAt, reason } }),
  (source) => ({ kind: 'source.retire', args: { source, reason } }),
];

test.each(['nobody', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
  'the plan has nothing called %s',
  (id) => {
    const desk = new RoomDesk(plan);
    desk.run(2, { gauges: [{ metric: 'heat', value: 1 }] });
    const boss = desk.take('boss', 'A');
    const before = desk.rows.length;
    for (const command of commands)
      expect([command(id).kind, desk.refusal(boss, command(id)).code]).toEqual([command(id).kind, 'not_found']);
    expect(desk.refusal({ role: id, name: 'Z' }, { kind: 'note.write', args: { text: 'Me too.' } }).code).toBe(
      'not_allowed',
    );
    expect(desk.rows).toHaveLength(before);
  },
);
