import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { momentWords } from '../../shared/judge/room/momentWords.ts';
import { buildPosture } from '../../shared/judge/room/posture.ts';
import type { FileReading } from '../../shared/model/room/criterionFacts.ts';
import { evidenceReading } from '../../shared/model/room/evidenceReading.ts';
import { postureReading } from '../../shared/model/room/postureReading.ts';
import type { RoomCommand } from '../../shared/model/room/roomFact.ts';
import { planOf, RoomDesk } from '../help/roomDesk.ts';

const plan = planOf(`
format: holdpoint/plan@1
launch: { id: evidence, t0: 2026-03-30T14:00:00Z }
roles:
  commander: { may: [call, waive] }
  counsel: { name: General Counsel }
  sre: {}
criteria:
  E: { says: Papers, evidence: [report] }
  D: { says: What runs is attested, evidence: [ledger-build], required: false }
evidence:
  report: { says: A report, owner: counsel, kind: file, due: T-30m, expires: 2h }
  loose: { says: Anything, kind: file }
  ledger-tests: { says: Green, owner: sre, kind: junit, service: ledger, expires: 1h }
  ledger-build: { says: Attested, owner: sre, kind: provenance, service: ledger }
  risk-drill: { says: Drilled, owner: sre, kind: drill, service: risk, due: T-0 }
`);
const t0 = plan.launch.t0;
const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;

let files = 0;
function attach(evidence: string, reading: Partial<FileReading> = {}, sha = `${(files += 1)}`): RoomCommand {
  const file = { name: 'paper', bytes: 9, sha256: sha.padStart(64, '0') };
  return {
    kind: 'evidence.attach',
    args: { evidence, file, reading: { verdict: 'pass', says: 'It is fine.', madeAt: null, facts: {}, ...reading } },
  };
}
const accept = (attachment: number): RoomCommand => ({ kind: 'evidence.accept', args: { attachment } });
const reject = (attachment: number): RoomCommand => ({ kind: 'evidence.reject', args: { attachment, reason: 'Old' } });
const deployOf = (labels: Record<string, string>) => ({
  events: [{ type: 'deploy.finished', labels: { service: 'ledger', ...labels }, text: 'deployed' }],
});

function room() {
  const desk = new RoomDesk(plan);
  desk.run(1);
  const [commander, counsel, sre] = [desk.take('commander', 'A'), desk.take('counsel', 'B'), desk.take('sre', 'C')];
  return { desk, commander, counsel, sre, book: desk.room.evidence };
}
/** Attached by one person and accepted by another, which returns its row. */
function vouch(desk: RoomDesk, command: RoomCommand): number {
  const row = rowOf(desk.do({ role: 'sre', name: 'C' }, command));
  desk.do({ role: 'commander', name: 'A' }, accept(row));
  return row;
}
const rowOf = (rows: readonly { readonly seq: number }[]): number => rows[0]?.seq ?? 0;

describe('a piece of evidence', () => {
  test('is unknown before it is due and missing after', () => {
    const { desk, book } = room();
    expect(book.stateOf('report')).toEqual({ state: 'unknown', why: 'not attached yet, due T-30m' });
    expect(book.stateOf('loose')).toEqual({ state: 'unknown', why: 'not attached yet' });
    desk.run(1799);
    expect(book.stateOf('report').state).toBe('unknown');
    desk.run(1);
    expect(book.stateOf('report')).toEqual({ state: 'fail', why: 'missing, was due T-30m' });
    expect(desk.judge.callWord).toBe('NO-GO');
  });

  test('that is a file waits for its owner, who is another person', () => {
    const { desk, book, commander, counsel, sre } = room();
    const row = rowOf(desk.do(counsel, attach('report')));
    expect(book.stateOf('report').why).toBe('awaits acceptance by General Counsel, other than B');
    expect(book.read()[0]).toMatchObject({ evidence: 'report', awaits: row });
    expect(desk.refusal(counsel, accept(row)).code).toBe('same_person');
    desk.do(counsel, { kind: 'role.handOver', args: { role: 'counsel', to: 'X', note: 'Short.' } });
    desk.do(
      { role: 'counsel', name: 'X' },
      { kind: 'role.handOver', args: { role: 'counsel', to: 'b', note: 'Back.' } },
    );
    expect(desk.refusal({ role: 'counsel', name: 'b' }, accept(row)).code).toBe('same_person');
    desk.do({ role: 'counsel', name: 'b' }, { kind: 'role.handOver', args: { role: 'counsel', to: 'Y', note: 'Y.' } });
    desk.do({ role: 'counsel', name: 'Y' }, { kind: 'role.handOver', args: { role: 'counsel', to: 'B', note: 'B.' } });
    expect(desk.refusal(sre, accept(row)).text).toBe('sre may not accept report; ask its owner, General Counsel.');
    expect(desk.refusal(commander, accept(row)).code).toBe('not_allowed');
    desk.do(counsel, { kind: 'role.handOver', args: { role: 'counsel', to: 'D', note: 'Yours.' } });
    desk.do({ role: 'counsel', name: 'D' }, accept(row));
    expect(book.stateOf('report').state).toBe('pass');
    expect(desk.refusal({ role: 'counsel', name: 'D' }, accept(row)).code).toBe('already_done');
    expect(desk.run(1).map(({ id, to }) => [id, to])).toContainEqual(['E', 'pass']);
  });

  test('without an owner is accepted by who may waive', () => {
    const { desk, book, commander, sre } = room();
    const row = rowOf(desk.do(commander, attach('loose')));
    expect(desk.refusal(sre, accept(row)).code).toBe('not_allowed');
    expect(desk.refusal(commander, accept(row)).code).toBe('same_person');
    const other = rowOf(desk.do(sre, attach('loose')));
    desk.do(commander, accept(other));
    expect(book.stateOf('loose').state).toBe('pass');
  });

  test.each<[string, RoomCommand, string]>([
    ['what the plan does not ask for', attach('nothing'), 'not_found'],
    ['what cannot be read', attach('ledger-tests', { verdict: 'unreadable', says: 'It is empty.' }), 'bad_request'],
    ['the acceptance of nothing', accept(999), 'not_found'],
    ['the rejection of nothing', reject(1), 'not_found'],
  ])('is refused: %s', (_, command, code) => {
    const { desk, sre } = room();
    const before = desk.rows.length;
    expect(desk.refusal(sre, command).code).toBe(code);
    expect(desk.rows).toHaveLength(before);
  });

  test('counts by the newest reading that was not rejected', () => {
    const { desk, book, commander, sre } = room();
    const good = vouch(desk, attach('ledger-tests', {}, '77'));
    expect(desk.refusal(commander, attach('ledger-tests', {}, '77')).code).toBe('already_done');
    expect(book.stateOf('ledger-tests').state).toBe('pass');
    const bad = rowOf(desk.do(commander, attach('ledger-tests', { verdict: 'fail', says: 'Two tests fail.' })));
    expect(book.stateOf('ledger-tests')).toEqual({ state: 'fail', why: 'Two tests fail.' });
    expect(desk.refusal(sre, accept(bad)).code).toBe('bad_request');
    desk.do(sre, reject(bad));
    expect(desk.refusal(sre, reject(bad)).code).toBe('already_done');
    expect(book.stateOf('ledger-tests').state).toBe('pass');
    expect(desk.refusal(commander, reject(good)).code).toBe('not_allowed');
    desk.do(sre, reject(good));
    expect(book.stateOf('ledger-tests').why).toBe('not attached yet; the last was rejected by C: Old');
  });

  test('expires after its time, counted from when it was made', () => {
    const { desk, book } = room();
    vouch(desk, attach('ledger-tests', { madeAt: t0 - 7190_000 }));
    expect(book.read()[2]).toMatchObject({ state: 'pass', expiresAt: t0 - 3590_000 });
    const seconds = (t0 - 3590_000 - desk.room.nowMs) / 1000;
    desk.run(seconds - 1);
    expect(book.stateOf('ledger-tests').state).toBe('pass');
    desk.run(1);
    expect(book.stateOf('ledger-tests')).toEqual({
      state: 'fail',
      why: 'expired at T-59m50s; attach a newer one',
    });
    vouch(desk, attach('ledger-tests', { madeAt: t0 + 86_400_000 }));
    expect(book.read()[2]?.expiresAt).toBe(desk.room.nowMs + 3_600_000);
  });
});

describe('provenance', () => {
  test('fails at the second in which something else is deployed, until one that matches is attached', () => {
    const { desk, book } = room();
    vouch(desk, attach('ledger-build', { facts: { digest: digest('a'), commit: 'abcdef0' } }));
    desk.run(1, deployOf({ digest: digest('a') }));
    expect(desk.room.findCriterion('D', {})?.state).toBe('pass');
    const [change] = desk.run(1, deployOf({ digest: digest('b') }));
    expect(change).toMatchObject({ id: 'D', to: 'fail', at: desk.room.nowMs });
    expect(book.stateOf('ledger-build').why).toMatch(/^ledger was deployed at T-/);
    expect(book.factsOf('provenance', 'ledger')).toMatchObject({ digest: digest('a') });
    desk.run(7200);
    expect(book.stateOf('ledger-build').state).toBe('fail');
    vouch(desk, attach('ledger-build', { facts: { digest: digest('b') } }));
    expect(book.stateOf('ledger-build').state).toBe('pass');
    expect(book.factsOf('provenance', 'ledger')).toEqual({ digest: digest('b') });
    expect(book.factsOf('provenance', 'risk')).toBeUndefined();
  });

  test('what a criterion says of it is one sentence, with one full stop', () => {
    const { desk } = room();
    const says = (): string => desk.judge.snapshot()?.criteria.find(({ id }) => id === 'D')?.why ?? '';
    vouch(desk, attach('ledger-build', { facts: { digest: digest('a') } }));
    desk.run(1);
    expect(says()).toBe('ledger-build: It is fine; accepted by A (commander).');
    desk.run(1, deployOf({ digest: digest('b') }));
    expect(says()).toMatch(/The deploy is of sha256:b{12}… and the accepted provenance of sha256:a{12}…\.$/);
  });

  test('does not care for other services, nor for an older deploy that is heard of later', () => {
    const { desk, book } = room();
    vouch(desk, attach('ledger-build', { facts: { commit: 'abcdef0123' } }));
    desk.run(1, deployOf({ commit: 'abcdef0' }));
    desk.run(1, deployOf({ service: 'risk', commit: '1234567' }));
    expect(book.stateOf('ledger-build').state).toBe('pass');
    const older = { ...deployOf({ commit: '7654321' }).events[0], t: desk.room.nowMs - 60_000 };
    desk.run(1, { events: [{ type: 'deploy.finished', labels: {}, text: '', ...older }] });
    expect(book.stateOf('ledger-build').state).toBe('pass');
    desk.run(1, deployOf({ commit: '7654321' }));
    expect(book.stateOf('ledger-build').state).toBe('fail');
  });
});

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
  const at = (desk: RoomDesk): string => momentWords(desk.room.nowMs - 500, t0);
});

describe('a deploy that does not say of what', () => {
  test('makes the provenance unknown, until one says that it is the same', () => {
    const { desk, book } = room();
    vouch(desk, attach('ledger-build', { facts: { commit: 'abcdef0123' } }));
    desk.run(1, deployOf({}));
    expect(book.stateOf('ledger-build').state).toBe('unknown');
    expect(book.stateOf('ledger-build').why).toMatch(
      /^ledger was deployed at T-.*, and the event does not say what; awaits acceptance by commander, other than C$/,
    );
    expect(desk.room.findCriterion('D', {})?.state).toBe('unknown');
    expect(takenUp(desk).room.evidence.stateOf('ledger-build').state).toBe('unknown');
    // What was deployed before it says nothing of it, however late it is heard of.
    const older = { ...deployOf({ commit: 'abcdef0' }).events[0], t: desk.room.nowMs - 60_000 };
    desk.run(1, { events: [{ type: 'deploy.finished', labels: {}, text: '', ...older }] });
    expect(book.stateOf('ledger-build').state).toBe('unknown');
    desk.run(7200);
    expect(book.stateOf('ledger-build').state).toBe('unknown');
    desk.run(1, deployOf({ commit: 'abcdef0' }));
    expect(book.stateOf('ledger-build').state).toBe('pass');
    desk.run(1, deployOf({ image: 'latest' }));
    expect(book.stateOf('ledger-build').state).toBe('unknown');
  });

  test('takes no mismatch back; a deploy that matches does', () => {
    const { desk, book } = room();
    vouch(desk, attach('ledger-build', { facts: { commit: 'abcdef0123' } }));
    desk.run(1, deployOf({ commit: '7654321' }));
    desk.run(1, deployOf({}));
    expect(book.stateOf('ledger-build').state).toBe('fail');
    expect(book.stateOf('ledger-build').why).toContain('The deploy is of commit 7654321');
    expect(takenUp(desk).room.evidence.stateOf('ledger-build').state).toBe('fail');
    desk.run(1, deployOf({ commit: 'abcdef0' }));
    expect(book.stateOf('ledger-build').state).toBe('pass');
  });

  test('stays unnamed when a provenance of the deploy before it is attached', () => {
    const { desk, book, sre } = room();
    desk.do(sre, attach('ledger-build', { facts: { commit: 'abcdef0123' } }));
    desk.run(1, deployOf({ commit: '7654321' }));
    vouch(desk, attach('ledger-build', { facts: { commit: '7654321aaa' } }));
    expect(book.stateOf('ledger-build').state).toBe('pass');
    desk.run(1, deployOf({}));
    desk.do(sre, attach('ledger-build', { facts: { commit: '7654321' } }));
    expect(book.stateOf('ledger-build').state).toBe('unknown');
  });
});

test('the posture board: services against kinds, each cell with what stands behind it', () => {
  const { desk } = room();
  const row = vouch(desk, attach('ledger-build', { facts: { digest: digest('a') } }));
  desk.run(1, deployOf({ digest: digest('b') }));
  const board = buildPosture(plan, desk.room.evidence);
  expect(postureReading.parse(board)).toEqual(board);
  expect(board.columns.map(({ column }) => column)).toEqual(['build', 'junit', 'provenance', 'drill']);
  expect(board.rows.map(({ service }) => service)).toEqual(['ledger', 'risk']);
  expect(board.rows.map(({ cells }) => cells.map((cell) => cell.map(({ state }) => state).join()))).toEqual([
    ['pass', 'unknown', 'fail', ''],
    ['', '', '', 'unknown'],
  ]);
  expect(board.rows[0]?.cells[2]).toMatchObject([{ evidence: 'ledger-build', owner: 'sre', attachment: row }]);
});

test('what the book reads is what its schema says, and stays small', () => {
  const { desk, sre, book } = room();
  desk.do(sre, attach('ledger-tests', { verdict: 'fail', says: 'x'.repeat(1000) }));
  const reading = book.read();
  expect(evidenceReading.parse(reading)).toEqual(reading);
  expect(JSON.stringify(reading).length).toBeLessThan(1000);
});

type Step =
  | { readonly does: 'attach'; readonly who: number; readonly isGood: boolean; readonly digit: string }
  | { readonly does: 'accept' | 'reject'; readonly who: number; readonly which: number }
  | { readonly does: 'deploy'; readonly digit: string }
  | { readonly does: 'wait' };
const digit = fc.constantFrom('a', 'b');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ does: fc.constant('attach' as const), who: fc.nat(2), isGood: fc.boolean(), digit }),
  fc.record({ does: fc.constantFrom('accept', 'reject'), who: fc.nat(2), which: fc.nat(3) }),
  fc.record({ does: fc.constant('deploy' as const), digit }),
  fc.record({ does: fc.constant('wait' as const) }),
);

/** For a file that its owner must accept, and for a provenance that must be of what runs. */
test.each(['report', 'ledger-build'] as const)('%s stands as a plain model says, also when taken up again', (id) => {
  const names = ['A', 'B', 'C'];
  const roles = ['commander', 'counsel', 'sre'];
  const owner = id === 'report' ? 'counsel' : 'sre';
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), fc.nat(20), (steps, cut) => {
      let { desk } = room();
      const told: { row: number; by: string; isGood: boolean; digit: string; accepted: boolean; rejected: boolean }[] =
        [];
      let deployed: string | undefined;
      for (const [index, one] of steps.entries()) {
        if (index === cut) desk = takenUp(desk);
        if (one.does === 'wait') desk.run(1);
        else if (one.does === 'deploy') {
          desk.run(1, deployOf({ digest: digest(one.digit) }));
          deployed = one.digit;
        } else {
          const actor = { role: roles[one.who] ?? '', name: names[one.who] ?? '' };
          if (one.does === 'attach') {
            const verdict = one.isGood ? 'pass' : 'fail';
            const row = rowOf(desk.do(actor, attach(id, { verdict, facts: { digest: digest(one.digit) } })));
            told.push({ row, by: actor.name, isGood: one.isGood, digit: one.digit, accepted: false, rejected: false });
          } else {
            const target = told[one.which];
            const isDone = Array.isArray(
              desk.give(actor, (one.does === 'accept' ? accept : reject)(target?.row ?? 9999)),
            );
            const isOwn = target?.by === actor.name;
            // What was read by itself whoever has the call may vouch for too.
            const mayVouch = one.does === 'accept' && id === 'ledger-build' && actor.role === 'commander';
            const isAble = actor.role === owner || (one.does === 'reject' && isOwn) || mayVouch;
            const may = target !== undefined && !target.rejected && isAble;
            const isSeen = one.does === 'reject' ? may : may && !isOwn && target.isGood && !target.accepted;
            expect(isDone).toBe(isSeen);
            if (isSeen && target !== undefined) target[one.does === 'accept' ? 'accepted' : 'rejected'] = true;
          }
        }
        const decides = told.findLast(({ rejected }) => !rejected);
        const isOther = id === 'ledger-build' && deployed !== undefined && deployed !== decides?.digit;
        const isOpen = decides?.accepted === false;
        const good = isOther ? 'fail' : isOpen ? 'unknown' : 'pass';
        const state = decides === undefined ? 'unknown' : decides.isGood ? good : 'fail';
        expect(desk.room.evidence.stateOf(id).state).toBe(state);
      }
    }),
    { numRuns: 400 },
  );
});

function takenUp(desk: RoomDesk, ofPlan = plan): RoomDesk {
  const again = new RoomDesk(ofPlan, desk.tick);
  again.run(1);
  again.rows.push(...desk.rows);
  again.room.load(JSON.parse(JSON.stringify(desk.room.save())) as ReturnType<typeof desk.room.save>);
  expect(again.room.evidence.read()).toEqual(desk.room.evidence.read());
  return again;
}

test('what is attached before the first second is as old as T-0', () => {
  const desk = new RoomDesk(plan);
  desk.take('sre', 'C');
  desk.take('commander', 'A');
  vouch(desk, attach('ledger-tests'));
  desk.run(1);
  expect(desk.room.evidence.read()[2]).toMatchObject({ state: 'pass', expiresAt: t0 + 3_600_000 });
});
