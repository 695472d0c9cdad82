import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LedgerActor } from '../../shared/model/ledgerRow.ts';
import type { RoomCommand } from '../../shared/model/room/roomFact.ts';
import { waiverReading } from '../../shared/model/room/waiverReading.ts';
import { planOf, RoomDesk } from '../help/roomDesk.ts';
import { runs } from '../help/runs.ts';

const plan = planOf(`
format: holdpoint/plan@1
launch: { id: waivers, t0: 2026-03-30T14:00:00Z }
roles:
  commander: { may: [call, waive] }
  sre: {}
  growth: {}
dimensions: { market: [US, UK] }
indicators:
  level: { kind: gauge, gauge: { metric: level } }
  by-market: { kind: gauge, gauge: { metric: level }, by: [market] }
criteria:
  C: { says: High enough, holds: { indicator: level, window: 5m, over: 10 }, waivable: [commander, sre] }
  N: { says: Never waived, holds: { indicator: level, window: 5m, over: 10 }, required: false }
  M: { says: Each market, scope: { each: [market] }, holds: { indicator: by-market, window: 5m, over: 10 }, required: false, waivable: [commander] }
  E: { says: Papers, evidence: [paper], required: false, waivable: [commander] }
evidence: { paper: { says: A paper, kind: file, due: T-1d } }
`);
const low = { gauges: [{ metric: 'level', labels: { market: 'US' }, value: 5 }] };

function room() {
  const desk = new RoomDesk(plan);
  desk.run(1, low);
  return { desk, commander: desk.take('commander', 'A'), sre: desk.take('sre', 'B'), growth: desk.take('growth', 'C') };
}

const inMs = (desk: RoomDesk, ms: number): number => desk.room.nowMs + ms;
const propose = (criterion: string, untilAt: number, cell: Record<string, string> = {}): RoomCommand => ({
  kind: 'waiver.propose',
  args: { criterion, cell, reason: 'Known and small', untilAt },
});
const grant = (proposal: number): RoomCommand => ({ kind: 'waiver.grant', args: { proposal } });
const refuse = (proposal: number): RoomCommand => ({ kind: 'waiver.refuse', args: { proposal, reason: 'Too risky' } });
const end = (proposal: number): RoomCommand => ({ kind: 'waiver.end', args: { proposal, reason: 'Over' } });
const stateOf = (desk: RoomDesk, id: string, cell = {}): string | undefined => desk.room.findCriterion(id, cell)?.state;

describe('a waiver', () => {
  test('is not granted by its proposer under a name that is written differently', () => {
    const desk = new RoomDesk(plan);
    desk.run(1, low);
    const sre = desk.take('sre', 'Lead B');
    const row = desk.do(sre, propose('C', inMs(desk, 5000)))[0]?.seq ?? 0;
    const commander = desk.take('commander', 'lead b');
    expect(desk.refusal(commander, grant(row)).code).toBe('same_person');
    expect(desk.refusal(commander, propose('C', inMs(desk, 5000))).code).toBe('already_done');
  });

  test('is proposed by one, granted by another, and ends by itself', () => {
    const { desk, commander, sre } = room();
    const untilAt = inMs(desk, 5000);
    const row = desk.do(sre, propose('C', untilAt))[0]?.seq ?? 0;
    expect(stateOf(desk, 'C')).toBe('fail');
    expect(desk.room.waivers.read().pending).toMatchObject([{ row, criterion: 'C', grantable: ['commander', 'sre'] }]);
    desk.do(commander, grant(row));
    expect(stateOf(desk, 'C')).toBe('waived');
    expect(desk.judge.callWord).toBe('GO');
    expect(desk.room.waivers.read().inForce).toMatchObject([
      { row, untilAt, proposedBy: { name: 'B' }, grantedBy: { role: 'commander', name: 'A' } },
    ]);
    desk.run(4, low);
    expect(stateOf(desk, 'C')).toBe('waived');
    desk.run(1, low);
    expect(stateOf(desk, 'C')).toBe('fail');
    expect(desk.rows.at(-1)).toMatchObject({ kind: 'waiver.ended', at: untilAt, actor: { role: 'system' } });
    desk.run(5, low);
    expect(desk.rows.filter(({ kind }) => kind === 'waiver.ended')).toHaveLength(1);
    expect(desk.room.waivers.read()).toMatchObject({ pending: [], inForce: [], ended: [{ row, how: 'expired' }] });
    expect(desk.refusal(commander, grant(row)).code).toBe('not_found');
  });

  test('needs another person, whatever roles they hold', () => {
    const { desk, sre, commander } = room();
    const row = desk.do(sre, propose('C', inMs(desk, 5000)))[0]?.seq ?? 0;
    desk.do(commander, { kind: 'role.handOver', args: { role: 'commander', to: 'B', note: 'Yours.' } });
    expect(desk.refusal(sre, grant(row)).code).toBe('same_person');
    expect(desk.refusal({ role: 'commander', name: 'B' }, grant(row)).code).toBe('same_person');
  });

  test.each<[string, RoomCommand | ((desk: RoomDesk) => RoomCommand), string]>([
    ['no such criterion', (desk) => propose('X', inMs(desk, 5000)), 'not_found'],
    ['no such cell', (desk) => propose('M', inMs(desk, 5000)), 'not_found'],
    ['a cell of what has none', (desk) => propose('C', inMs(desk, 5000), { market: 'US' }), 'not_found'],
    ['an end that is now', (desk) => propose('C', inMs(desk, 0)), 'bad_request'],
    ['an end after more than a day', (desk) => propose('C', inMs(desk, 86_400_001)), 'bad_request'],
    ['no such proposal', grant(999), 'not_found'],
    ['nothing to refuse', refuse(999), 'not_found'],
    ['nothing to end', end(1), 'not_found'],
  ])('is refused: %s', (_, command, code) => {
    const { desk, sre } = room();
    expect(desk.refusal(sre, typeof command === 'function' ? command(desk) : command).code).toBe(code);
  });

  test('is granted by the roles that the plan names, and by nobody where it names none', () => {
    const { desk, commander, sre, growth } = room();
    const untilAt = inMs(desk, 86_400_000);
    const row = desk.do(growth, propose('M', untilAt, { market: 'US' }))[0]?.seq ?? 0;
    expect(desk.refusal(sre, grant(row)).text).toBe('sre may not waive M; ask commander.');
    desk.do(commander, grant(row));
    expect(desk.refusal(commander, grant(row)).code).toBe('already_done');
    expect([stateOf(desk, 'M', { market: 'US' }), stateOf(desk, 'M', { market: 'UK' })]).toEqual(['waived', 'unknown']);
    expect(desk.refusal(growth, propose('N', untilAt)).text).toBe('The plan lets nobody waive N; it has to pass.');
    desk.do(growth, propose('M', untilAt, { market: 'UK' }));
    expect(desk.refusal(growth, propose('M', untilAt, { market: 'UK' })).code).toBe('already_done');
  });

  test('of evidence works alike', () => {
    const { desk, commander, sre } = room();
    desk.run(1, low);
    expect(stateOf(desk, 'E')).toBe('fail');
    const row = desk.do(sre, propose('E', inMs(desk, 5000)))[0]?.seq ?? 0;
    desk.do(commander, grant(row));
    expect(stateOf(desk, 'E')).toBe('waived');
  });

  test('is refused or ended by who may, and the end of one does not end another', () => {
    const { desk, commander, sre, growth } = room();
    const [first, second, third] = [5000, 9000, 7000].map(
      (ms) => desk.do(growth, propose('C', inMs(desk, ms)))[0]?.seq ?? 0,
    );
    if (first === undefined || second === undefined || third === undefined) throw new Error();
    desk.do(sre, grant(first));
    desk.do(commander, grant(second));
    expect(desk.refusal(growth, end(second)).code).toBe('not_allowed');
    expect(desk.refusal(sre, end(third)).code).toBe('bad_request');
    expect(desk.refusal(sre, refuse(second)).code).toBe('bad_request');
    desk.do(growth, refuse(third));
    expect(desk.refusal(sre, refuse(third)).code).toBe('already_done');
    desk.do(sre, end(second));
    expect(stateOf(desk, 'C')).toBe('waived');
    desk.do(commander, end(first));
    expect(stateOf(desk, 'C')).toBe('fail');
    expect(desk.refusal(commander, end(first)).code).toBe('already_done');
    const reading = desk.room.waivers.read();
    expect(waiverReading.parse(reading)).toEqual(reading);
    expect(reading.ended.map(({ how }) => how)).toEqual(['ended', 'ended', 'refused']);
  });
});

test('a plan without roles has nobody who may propose', () => {
  const { roles: _, ...bare } = plan;
  const desk = new RoomDesk({ ...bare, roles: {} });
  desk.run(1, low);
  expect(desk.refusal({ role: 'sre', name: 'B' }, propose('C', inMs(desk, 5000))).text).toContain('add roles');
});

type Step =
  | { readonly does: 'propose'; readonly who: number; readonly forS: number }
  | { readonly does: 'grant' | 'refuse' | 'end'; readonly who: number; readonly which: number }
  | { readonly does: 'wait'; readonly seconds: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ does: fc.constant('propose' as const), who: fc.nat(2), forS: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ does: fc.constantFrom('grant', 'grant', 'refuse', 'end'), who: fc.nat(2), which: fc.nat(4) }),
  fc.record({ does: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 4 }) }),
);

interface Told {
  readonly row: number;
  readonly by: string;
  readonly untilAt: number;
  grantedBy: string | undefined;
  isOver: boolean;
}

/** Waived means: granted by one of two roles, by another person than the proposer, neither ended nor over. */
test('a criterion is waived while somebody else has granted it, and a room taken up again says the same', () => {
  const people: LedgerActor[] = [
    { role: 'commander', name: 'A' },
    { role: 'sre', name: 'B' },
    { role: 'growth', name: 'C' },
  ];
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), fc.nat(25), (steps, cut) => {
      let desk = new RoomDesk(plan);
      desk.run(1, low);
      for (const { role, name } of people) desk.take(role, name);
      const told: Told[] = [];
      for (const [index, one] of steps.entries()) {
        if (index === cut) desk = takenUp(desk);
        const nowMs = desk.room.nowMs;
        if (one.does === 'wait') {
          desk.run(one.seconds, low);
        } else {
          const actor = people[one.who] ?? { role: '', name: '' };
          const isListed = actor.role !== 'growth';
          if (one.does === 'propose') {
            const untilAt = nowMs + one.forS * 1000;
            const rows = desk.give(actor, propose('C', untilAt));
            const isTwice = told.some((it) => !it.isOver && it.by === actor.name && it.untilAt === untilAt);
            expect(Array.isArray(rows)).toBe(!isTwice);
            if (Array.isArray(rows)) {
              told.push({ row: rows[0]?.seq ?? 0, by: actor.name, untilAt, grantedBy: undefined, isOver: false });
            }
          } else {
            const target = told[one.which];
            const command = { grant, refuse, end }[one.does](target?.row ?? 9999);
            const isDone = Array.isArray(desk.give(actor, command));
            const isLive = target !== undefined && !target.isOver;
            if (one.does === 'grant') {
              const may = isLive && target.grantedBy === undefined && isListed && target.by !== actor.name;
              expect(isDone).toBe(may);
              if (may) target.grantedBy = actor.name;
            } else if (one.does === 'refuse') {
              const may = isLive && target.grantedBy === undefined && (isListed || target.by === actor.name);
              expect(isDone).toBe(may);
              if (may) target.isOver = true;
            } else {
              const may = isLive && target.grantedBy !== undefined && isListed;
              expect(isDone).toBe(may);
              if (may) target.isOver = true;
            }
          }
        }
        for (const it of told) it.isOver ||= it.untilAt <= desk.room.nowMs;
        const isWaived = told.some(({ grantedBy, isOver }) => grantedBy !== undefined && !isOver);
        expect(stateOf(desk, 'C')).toBe(isWaived ? 'waived' : 'fail');
      }
    }),
    { numRuns: runs(400) },
  );
});

/** The same room from what it saved, on a judge that has judged the same second. */
function takenUp(desk: RoomDesk): RoomDesk {
  const again = new RoomDesk(plan, desk.tick);
  again.run(1, low);
  again.rows.push(...desk.rows);
  again.room.load(JSON.parse(JSON.stringify(desk.room.save())) as ReturnType<typeof desk.room.save>);
  expect(again.room.waivers.read()).toEqual(desk.room.waivers.read());
  return again;
}
