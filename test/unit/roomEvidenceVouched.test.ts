import { describe, expect, test } from 'vitest';
import { momentWords } from '../../shared/judge/room/momentWords.ts';
import { accept, attach, deployOf, digest, rowOf, takenUp, vouch } from '../help/papers.ts';
import { planOf, RoomDesk } from '../help/roomDesk.ts';

describe('evidence that a machine reads', () => {
  const planned = planOf(`
format: holdpoint/plan@1
launch: { id: planned, t0: 2026-03-30T14:00:00Z }
roles: { commander: { may: [call] }, counsel: {}, sre: {} }
evidence:
  tests: { says: Green, owner: sre, kind: junit, commit: "abcdef0" }
  build: { says: Attested, owner: sre, kind: provenance, artifact: "${digest('a')}" }
  synced: { says: Synced, owner: sre, kind: argocd, commit: "abcdef0" }
  bare: { says: Drilled, owner: sre, kind: drill }
`);

  test.each([
    ['tests', { commit: 'abcdef0123' }, 'pass'],
    ['build', { digest: digest('a') }, 'pass'],
    ['synced', { revision: 'abcdef0123' }, 'pass'],
    [
      'tests',
      { tests: 3 },
      'unknown: it names nothing to compare with the plan; awaits acceptance by commander, other than C',
    ],
    [
      'bare',
      { who: 'C' },
      'unknown: nothing in the plan to compare with; awaits acceptance by commander, other than C',
    ],
  ])('%s with %o stands by itself only where the plan names what it must be of', (evidence, facts, stands) => {
    const desk = new RoomDesk(planned);
    desk.run(1);
    const [commander, counsel, sre] = [desk.take('commander', 'A'), desk.take('counsel', 'B'), desk.take('sre', 'C')];
    const row = rowOf(desk.do(sre, attach(evidence, { facts })));
    const { state, why } = desk.room.evidence.stateOf(evidence);
    expect(state === 'pass' ? state : `${state}: ${why}`).toBe(stands);
    expect(desk.refusal(sre, accept(row)).code).toBe('same_person');
    expect(desk.refusal(counsel, accept(row)).code).toBe('not_allowed');
    desk.do(commander, accept(row));
    expect(desk.room.evidence.stateOf(evidence)).toEqual({
      state: 'pass',
      why: 'It is fine; accepted by A (commander)',
    });
    expect(desk.refusal(commander, accept(row)).code).toBe('already_done');
  });
});

describe('tests and approvals', () => {
  const launched = planOf(`
format: holdpoint/plan@1
launch: { id: launched, t0: 2026-03-30T14:00:00Z }
roles: { commander: { may: [call] }, counsel: {}, sre: {} }
criteria: { G: { says: Gate, evidence: [junit, change], required: true } }
evidence:
  junit: { says: Green, owner: counsel, kind: junit, service: ledger }
  change: { says: Approved, owner: counsel, kind: change, service: ledger }
  other: { says: Green, owner: counsel, kind: junit, service: risk }
`);
  const begin = () => {
    const desk = new RoomDesk(launched);
    desk.run(1);
    for (const [role, name] of [
      ['commander', 'A'],
      ['counsel', 'B'],
      ['sre', 'C'],
    ] as const)
      desk.take(role, name);
    const stands = (evidence: string): string => {
      const { state, why } = desk.room.evidence.stateOf(evidence);
      return `${state}: ${why}`;
    };
    return { desk, stands };
  };

  test.each([
    ['junit', 'test report'],
    ['change', 'change record'],
  ])('of another commit than the one that runs fail in the second of the deploy: %s', (evidence, paper) => {
    const { desk, stands } = begin();
    for (const id of ['junit', 'change', 'other']) vouch(desk, attach(id, { facts: { commit: 'abcdef0123' } }));
    desk.run(1, deployOf({ commit: 'abcdef0' }));
    expect(desk.judge.callWord).toBe('GO');
    expect(desk.run(1, deployOf({ commit: '7654321' }))).toMatchObject([
      { id: 'G', to: 'fail', at: desk.room.nowMs },
      { kind: 'call', to: 'NO-GO' },
    ]);
    expect(stands(evidence)).toBe(
      `fail: ledger was deployed at ${at(desk)}: The deploy is of commit 7654321 and the ${paper} of commit abcdef0123.`,
    );
    expect(stands('other')).toMatch(/^pass/);
    expect(takenUp(desk, launched).room.evidence.stateOf(evidence).state).toBe('fail');
    vouch(desk, attach(evidence, { facts: { commit: '7654321aaa' } }));
    expect(stands(evidence)).toMatch(/^pass/);
  });

  test.each([
    ['junit', {}, { commit: '7654321' }, 'the test report names no commit'],
    ['change', {}, { commit: '7654321' }, 'the change record names no commit'],
    ['junit', { commit: 'abcdef0' }, { digest: digest('a') }, 'the event names no commit'],
    ['change', { commit: 'abcdef0' }, {}, 'the event does not say what'],
  ])('%s with %o are stale after a deploy of %o that they cannot be held against', (evidence, facts, labels, why) => {
    const { desk, stands } = begin();
    const row = vouch(desk, attach(evidence, { facts }));
    expect(stands(evidence)).toMatch(/^pass/);
    desk.run(1);
    desk.run(1, deployOf(labels));
    const stale = `unknown: ledger was deployed at ${at(desk)}, and ${why}; awaits acceptance by General Counsel or commander, other than C`;
    expect(stands(evidence)).toBe(stale.replace('General Counsel', 'counsel'));
    expect(desk.room.evidence.read().find((one) => one.evidence === evidence)?.awaits).toBe(row);
    const again = takenUp(desk, launched);
    expect(again.room.evidence.stateOf(evidence).state).toBe('unknown');
    // Who accepts it now knows of the deploy; the next one asks again.
    desk.do({ role: 'counsel', name: 'B' }, accept(row));
    expect(stands(evidence)).toBe('pass: It is fine; accepted by B (counsel)');
    desk.run(7200);
    expect(stands(evidence)).toMatch(/^pass/);
    desk.run(1, deployOf(labels));
    expect(stands(evidence)).toMatch(/^unknown/);
    desk.run(1);
    vouch(desk, attach(evidence, { facts }));
    expect(stands(evidence)).toMatch(/^pass/);
  });

  test('that were made after the deploy speak of what runs', () => {
    const { desk, stands } = begin();
    desk.run(1, deployOf({ commit: '7654321' }));
    desk.run(60);
    vouch(desk, attach('junit', { madeAt: desk.room.nowMs }));
    vouch(desk, attach('change', { madeAt: desk.room.nowMs - 59_000 }));
    expect([stands('junit'), stands('change')]).toEqual([
      'pass: It is fine; accepted by A (commander)',
      'pass: It is fine; accepted by A (commander)',
    ]);
    // Tests that are attached late and were run before it do not.
    desk.do({ role: 'sre', name: 'C' }, attach('junit', { madeAt: desk.room.nowMs - 3_600_000 }));
    expect(stands('junit')).toMatch(/^unknown: ledger was deployed at T-.*, and the test report names no commit/);
  });

  /** The second of the last deploy, as sentences tell it. */
  const at = (desk: RoomDesk): string => momentWords(desk.room.nowMs - 500, launched.launch.t0);
});
