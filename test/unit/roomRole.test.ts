import { expect, test } from 'vitest';
import type { RoomCommand } from '../../shared/model/room/roomFact.ts';
import { personName } from '../../shared/model/room/roomScalars.ts';
import { planOf, RoomDesk } from '../help/roomDesk.ts';

const plan = planOf(`
format: holdpoint/plan@1
launch: { id: roles, t0: 2026-03-30T14:00:00Z }
roles:
  commander: { name: Incident commander, may: [call, waive] }
  counsel: { name: General Counsel, veto: true }
  sre: {}
indicators: { orders: { kind: speed, count: { metric: orders } } }
`);

test('a role has one holder, who hands it over with a note', () => {
  const desk = new RoomDesk(plan);
  desk.run(1);
  const first = desk.take('commander', 'A');
  expect(desk.refusal({ role: 'commander', name: 'B' }, { kind: 'role.take', args: { role: 'commander' } })).toEqual({
    code: 'role_taken',
    text: 'Incident commander is held by A, who can hand it over.',
  });
  desk.do(first, { kind: 'role.handOver', args: { role: 'commander', to: 'B', note: 'All quiet.' } });
  expect(desk.room.roles.holderOf('commander')).toBe('B');
  expect(desk.room.roles.read()[0]).toMatchObject({ holder: 'B', note: 'All quiet.' });
  expect(desk.refusal(first, { kind: 'role.leave', args: { role: 'commander' } }).code).toBe('not_allowed');
});

test('a holder who is written differently is no second person, and is told how to write the name', () => {
  const desk = new RoomDesk(plan);
  desk.run(1);
  const first = desk.take('commander', 'Lead A');
  const again = { role: 'commander', name: 'lead  a' };
  expect(desk.refusal(again, { kind: 'role.take', args: { role: 'commander' } })).toEqual({
    code: 'role_taken',
    text: 'Incident commander is held by Lead A, and you write that name as lead  a; write it as Lead A.',
  });
  const toSelf: RoomCommand = { kind: 'role.handOver', args: { role: 'commander', to: 'LEAD A', note: 'Me.' } };
  expect(desk.refusal(first, toSelf).code).toBe('already_done');
});

test.each([
  ['a line feed', 'A\nB'],
  ['a mark of direction', 'A\u202eB'],
  ['a space without width', 'A\u200bB'],
])('no name holds %s', (_, name) => {
  const says = 'write a name without control characters and characters that nobody sees';
  expect(personName.safeParse(name).error?.issues.map(({ message }) => message)).toEqual([says]);
  expect(personName.safeParse(' A B ').data).toBe('A B');
});

test('a role may be left and taken again, and only roles of the plan exist', () => {
  const desk = new RoomDesk(plan);
  desk.run(1);
  const sre = desk.take('sre', 'C');
  expect(desk.refusal(sre, { kind: 'role.take', args: { role: 'sre' } }).code).toBe('already_done');
  desk.do(sre, { kind: 'role.leave', args: { role: 'sre' } });
  expect(desk.room.roles.holderOf('sre')).toBeUndefined();
  expect(desk.refusal(sre, { kind: 'role.take', args: { role: 'pilot' } }).text).toBe('The plan has no role pilot.');
});

test('rights come from the plan: call brings the veto with it', () => {
  const { roles } = new RoomDesk(plan).room;
  expect(['call', 'override', 'waive', 'veto'].map((right) => roles.may('commander', right as 'call'))).toEqual([
    true,
    false,
    true,
    true,
  ]);
  expect(roles.may('counsel', 'veto')).toBe(true);
  expect(roles.may('sre', 'veto')).toBe(false);
});

test('roles survive being saved', () => {
  const desk = new RoomDesk(plan);
  desk.run(1);
  desk.take('counsel', 'D');
  const again = new RoomDesk(plan);
  again.room.load(JSON.parse(JSON.stringify(desk.room.save())) as ReturnType<typeof desk.room.save>);
  expect(again.room.roles.read()).toEqual(desk.room.roles.read());
});
