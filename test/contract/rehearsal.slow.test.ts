import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createInProcessPair } from '../../electron/host/inProcess.ts';
import { createHandlers } from '../../electron/host/serve/createHandlers.ts';
import { type Client, createClient } from '../../shared/contract/createClient.ts';
import { serveContract } from '../../shared/contract/serveContract.ts';
import { wireSnapshot } from '../../shared/contract/wireRoom.ts';
import { Rehearsed } from '../help/rehearsed.ts';

const folder = join(import.meta.dirname, '../golden/rehearsed-cell');

async function open(): Promise<{ rehearsed: Rehearsed; seat: (role?: string) => Client }> {
  const rehearsed = new Rehearsed(folder, join(mkdtempSync(join(tmpdir(), 'rehearsal-')), 'r.holdpoint'), 'create');
  const handlers = createHandlers(rehearsed.engine, 'acts');
  const seat = (role?: string): Client => {
    const [here, there] = createInProcessPair();
    serveContract(handlers, there, role);
    return createClient(here);
  };
  await rehearsed.goTo('T-58s');
  return { rehearsed, seat };
}

async function give(
  client: Client,
  role: string,
  command: Parameters<Client['command']>[0]['command'],
): Promise<string> {
  const { number, state } = await client.query('room.now', {});
  const on = { epoch: state.epoch, snapshot: number };
  const id = `given-${role}-${command.kind.replace('.', '-')}-${state.headTick ?? 0}`;
  const outcome = await client.command({ id, actor: { role, name: role }, on, command });
  return outcome.kind === 'done' ? 'done' : outcome.refusal.code;
}

test('what is still to come is told to whoever may lead alone, whatever the others ask', async () => {
  const { rehearsed, seat } = await open();
  const [lead, sre] = [seat('facilitator'), seat('sre')];
  const { rehearsal } = await lead.query('rehearsal.read', {});
  expect(rehearsal?.pending?.map(({ inject }) => inject)).toEqual(['hello', 'thefts', 'late']);
  expect((await sre.query('rehearsal.read', {})).rehearsal).toMatchObject({ mayLead: false, pending: null });
  const told = [
    await sre.query('room.now', {}),
    await sre.query('ledger.read', {}),
    await sre.query('session.read', {}),
    await sre.query('plan.read', {}),
    await sre.query('transitions.read', {}),
  ];
  expect(JSON.stringify(told)).not.toMatch(/takes accounts over|us-burns|All is well on our side/);
  await expect(sre.query('rehearsal.score', {})).rejects.toMatchObject({ code: 'not_allowed' });
  await expect(sre.query('rehearsal.compare', {})).resolves.toEqual({ comparison: null });
  expect((await lead.query('rehearsal.score', {})).score?.complications).toHaveLength(2);
  await rehearsed.engine.close();
});

test('time is the facilitator’s: nobody else pauses it, moves it on or opens another room', async () => {
  const { rehearsed, seat } = await open();
  const sre = seat('sre');
  for (const act of [
    sre.control('replay.play', { speed: 1 }),
    sre.control('replay.seek', { tick: 1774879500 }),
    sre.control('rehearsal.skip', {}),
    sre.control('rehearsal.start', { launch: 'shopnow-one-click', file: 'scenario' }),
  ]) {
    await expect(act).rejects.toMatchObject({ code: 'not_allowed' });
  }
  const lead = seat('facilitator');
  expect(await lead.control('rehearsal.skip', {})).toMatchObject({ inject: 'hello', tick: 1774879170 });
  const whole = await sre.query('room.now', {});
  expect(whole.room?.injects?.told).toMatchObject([{ inject: 'hello', to: ['sre'], isCut: false }]);
  expect(wireSnapshot.safeParse({ ...whole, leftOut: [] }).success).toBe(true);
  await rehearsed.engine.close();
});

test('messages are let go, left out and typed in by the facilitator, and the rehearsal is ended by nobody else', async () => {
  const { rehearsed, seat } = await open();
  const [lead, sre] = [seat('facilitator'), seat('sre')];
  expect(await give(lead, 'facilitator', { kind: 'role.take', args: { role: 'facilitator' } })).toBe('done');
  expect(await give(sre, 'sre', { kind: 'role.take', args: { role: 'sre' } })).toBe('done');
  expect(await give(sre, 'sre', { kind: 'inject.release', args: { inject: 'thefts' } })).toBe('not_allowed');
  expect(await give(sre, 'sre', { kind: 'rehearsal.end', args: {} })).toBe('not_allowed');
  expect(await give(lead, 'facilitator', { kind: 'inject.release', args: { inject: 'thefts' } })).toBe('done');
  expect(await give(lead, 'facilitator', { kind: 'inject.skip', args: { inject: 'late' } })).toBe('done');
  const added = { from: 'The board', to: ['sre'], says: 'Well?' };
  expect(await give(lead, 'facilitator', { kind: 'inject.add', args: added })).toBe('done');
  const stranger = { ...added, to: ['pilot'] };
  await rehearsed.goTo('T-57s');
  expect(await give(lead, 'facilitator', { kind: 'inject.add', args: stranger })).toBe('not_found');
  await rehearsed.goTo('T-56s');
  expect(await give(lead, 'facilitator', { kind: 'inject.skip', args: { inject: 'late' } })).toBe('already_done');
  const { room } = await sre.query('room.now', {});
  expect(room?.injects?.told.map(({ inject }) => inject)).toEqual(['added-1', 'thefts']);
  expect((await lead.query('rehearsal.read', {})).rehearsal?.pending?.map(({ inject }) => inject)).toEqual(['hello']);

  expect(await give(lead, 'facilitator', { kind: 'rehearsal.end', args: {} })).toBe('done');
  await rehearsed.engine.ended;
  expect((await sre.query('rehearsal.read', {})).rehearsal).toMatchObject({ isOver: true });
  expect((await sre.query('rehearsal.score', {})).score?.scenario.id).toBe('rehearsed-cell');
  await rehearsed.engine.close();
});

test('what there is to rehearse is listed with what it teaches; a host without rooms says where to go', async () => {
  const { rehearsed, seat } = await open();
  const { scenarios, canStart, why } = await seat().query('scenarios.read', {});
  expect(scenarios.map(({ launch }) => launch)).toContain('shopnow-one-click');
  expect(canStart).toBe(false);
  expect(why).toContain('holdpoint rehearse');
  await rehearsed.engine.close();
});
