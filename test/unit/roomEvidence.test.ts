import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildPosture } from '../../shared/judge/room/posture.ts';
import { evidenceReading } from '../../shared/model/room/evidenceReading.ts';
import { postureReading } from '../../shared/model/room/postureReading.ts';
import type { RoomCommand } from '../../shared/model/room/roomFact.ts';
import { accept, attach, deployOf, digest, reject, rowOf, takenUp, vouch } from '../help/papers.ts';
import { planOf, RoomDesk } from '../help/roomDesk.ts';
import { runs } from '../help/runs.ts';

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
function room() {
  const desk = new RoomDesk(plan);
  desk.run(1);
  const [commander, counsel, sre] = [desk.take('commander', 'A'), desk.take('counsel', 'B'), desk.take('sre', 'C')];
  return { desk, commander, counsel, sre, book: desk.room.evidence };
}

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

  test('that somebody rejected does not come back as the same file, unless they think again', () => {
    const { desk, commander, counsel, sre } = room();
    const row = rowOf(desk.do(commander, attach('ledger-tests', {}, '88')));
    desk.do(sre, reject(row));
    for (const actor of [commander, counsel]) {
      expect(desk.refusal(actor, attach('ledger-tests', {}, '88')).text).toBe(
        'C has rejected this very file (Old); attach another one.',
      );
    }
    desk.do(sre, attach('ledger-tests', {}, '88'));
    // Who attached the wrong file and took it back may bring it again.
    const own = rowOf(desk.do(counsel, attach('report', {}, '99')));
    desk.do(counsel, reject(own));
    desk.do(counsel, attach('report', {}, '99'));
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
    expect(takenUp(desk, plan).room.evidence.stateOf('ledger-build').state).toBe('unknown');
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
    expect(takenUp(desk, plan).room.evidence.stateOf('ledger-build').state).toBe('fail');
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
  const board = buildPosture(plan, desk.room);
  expect(postureReading.parse(board)).toEqual(board);
  expect(board.columns.map(({ column }) => column)).toEqual(['build', 'junit', 'provenance', 'drill']);
  expect(board.rows.map(({ service }) => service)).toEqual(['ledger', 'risk']);
  expect(board.rows.map(({ cells }) => cells.map((cell) => cell.map(({ state }) => state).join()))).toEqual([
    ['pass', 'unknown', 'fail', ''],
    ['', '', '', 'unknown'],
  ]);
  expect(board.rows[0]?.cells[2]).toMatchObject([{ evidence: 'ledger-build', owner: 'sre', attachment: row }]);
});

test('where nobody has joined nobody was asked for a paper: none of them fails', () => {
  const { desk } = room();
  const { rows } = buildPosture(plan, { evidence: desk.room.evidence, isStaffed: false });
  const items = rows.flatMap(({ cells }) => cells.flat());
  expect(new Set(items.map(({ state }) => state))).toEqual(new Set(['unknown']));
  expect(items[0]?.why).toBe('nobody has joined, so nobody was asked for it');
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
        if (index === cut) desk = takenUp(desk, plan);
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
    { numRuns: runs(400) },
  );
});

test('what is attached before the first second is as old as T-0', () => {
  const desk = new RoomDesk(plan);
  desk.take('sre', 'C');
  desk.take('commander', 'A');
  vouch(desk, attach('ledger-tests'));
  desk.run(1);
  expect(desk.room.evidence.read()[2]).toMatchObject({ state: 'pass', expiresAt: t0 + 3_600_000 });
});
