import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { verifySession } from '../../electron/engine/store/verify.ts';
import type { RoomCommand } from '../../shared/model/room/roomFact.ts';
import { Desks, type LaunchDesk } from '../help/desks.ts';
import { hasNatsServer } from '../help/natsServer.ts';

const take = (role: string): RoomCommand => ({ kind: 'role.take', args: { role } });
const note = (text: string): RoomCommand => ({ kind: 'note.write', args: { text } });

/** What a desk's ledger holds, without when it heard of it. */
function ledgerOf({ engine }: LaunchDesk): unknown[] {
  return engine.session.readLedger().map(({ seq, actor, kind, body }) => ({ seq, actor, kind, body }));
}

/** Needs nats-server (Debian: apt-get install nats-server). */
describe.skipIf(!hasNatsServer)('three desks that decide one launch, on a real NATS server', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-desks-'));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));
  let desks: Desks;
  let folders = 0;
  beforeEach(async () => {
    folders += 1;
    desks = await Desks.open(join(scratch, String(folders)));
  });
  afterEach(() => desks.close());

  test('whoever asks at the same moment, one of them holds the role, and every ledger is the same', async () => {
    const [seattle, dublin, bangalore] = await desks.begin('seattle', 'dublin', 'bangalore');
    for (const role of ['boss', 'sre', 'lead']) {
      const outcomes = await Promise.all([
        seattle.crew.give(role, take(role), { name: 'Ada', id: `${role}-ada` }),
        dublin.crew.give(role, take(role), { name: 'Bea', id: `${role}-bea` }),
        bangalore.crew.give(role, take(role), { name: 'Cem', id: `${role}-cem` }),
      ]);
      expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(1);
      expect(outcomes.flatMap((one) => (one.kind === 'refused' ? [one.refusal.code] : []))).toEqual([
        'role_taken',
        'role_taken',
      ]);
    }
    await desks.until(() => [seattle, dublin, bangalore].every((one) => one.rows('role.taken') === 3));
    await desks.until(() => new Set([seattle, dublin, bangalore].map((one) => ledgerOf(one).length)).size === 1);
    expect(ledgerOf(dublin)).toEqual(ledgerOf(seattle));
    expect(ledgerOf(bangalore)).toEqual(ledgerOf(seattle));
  });

  test('a desk that is cut off judges on and proposes; back again it has everything once, and the others its proposal', async () => {
    const [seattle, dublin, bangalore] = await desks.begin('seattle', 'dublin', 'bangalore');
    await dublin.crew.do('boss', take('boss'), 'Bea');
    await desks.until(() => seattle.rows('role.taken') === 1);
    dublin.proxy.swallow();
    await desks.until(() => dublin.state()?.state === 'cutOff');
    const judgedTo = dublin.engine.state().headTick ?? 0;
    expect(await dublin.crew.refusal('boss', { kind: 'clock.hold', args: { reason: 'Wait.' } }, 'Bea')).toBe('cut_off');
    expect(await dublin.crew.refusal('sre', take('sre'), 'Bea')).toBe('cut_off');
    expect(dublin.state()?.waiting).toBe(1);
    // The others go on, and hold what is theirs: the role is Bea's all the same.
    await seattle.crew.do('sre', take('sre'), 'Ada');
    await seattle.crew.do('sre', note('We go on.'), 'Ada');
    await bangalore.crew.do('lead', take('lead'), 'Cem');
    expect(await bangalore.crew.refusal('boss', take('boss'), 'Cem')).toBe('role_taken');
    await desks.until(() => (dublin.engine.state().headTick ?? 0) > judgedTo + 1);
    expect(dublin.rows('note.written')).toBe(0);
    dublin.proxy.mend();
    await desks.until(() => [seattle, dublin, bangalore].every((one) => one.rows('desk.proposed') === 1));
    await desks.until(() => dublin.state()?.waiting === 0);
    expect(dublin.rows('note.written')).toBe(1);
    expect(dublin.rows('clock.held')).toBe(0);
    const [proposal] = bangalore.engine.snapshot().room?.desks.proposals ?? [];
    expect(proposal).toMatchObject({ desk: 'dublin', by: { role: 'boss', name: 'Bea' }, does: 'clock.hold' });
    await dublin.crew.do('boss', { kind: 'clock.hold', args: { reason: 'Wait.' } }, 'Bea');
    await desks.until(() => [seattle, dublin, bangalore].every((one) => one.rows('clock.held') === 1));
    await desks.until(() => new Set([seattle, dublin, bangalore].map((one) => ledgerOf(one).length)).size === 1);
    expect(dublin.rows('desk.returned')).toBe(1);
    expect(ledgerOf(dublin)).toEqual(ledgerOf(seattle));
    expect(ledgerOf(bangalore)).toEqual(ledgerOf(seattle));
  });

  test('what was done while a desk was away is as old there as anywhere: its T clock is the clock of the others', async () => {
    const [seattle, dublin] = await desks.begin('seattle', 'dublin');
    await seattle.crew.do('boss', take('boss'), 'Ada');
    await desks.until(() => dublin.rows('role.taken') === 1);
    dublin.proxy.cut();
    await desks.until(() => dublin.state()?.state === 'cutOff');
    await seattle.crew.do('boss', { kind: 'clock.hold', args: { reason: 'Wait.' } }, 'Ada');
    const heldAt = seattle.engine.state().headTick ?? 0;
    await desks.until(() => (seattle.engine.state().headTick ?? 0) > heldAt + 3);
    await seattle.crew.do('boss', { kind: 'clock.resume', args: { reason: 'Go on.' } }, 'Ada');
    dublin.proxy.mend();
    await desks.until(() => dublin.rows('clock.resumed') === 1);
    const lagMs = ({ engine }: LaunchDesk): number => {
      const { state, room } = engine.snapshot();
      return (state.headTick ?? 0) * 1000 - (room?.clock.tMs ?? 0);
    };
    await desks.until(() => lagMs(dublin) === lagMs(seattle));
    const [here, there] = [seattle, dublin].map(({ engine }) => engine.snapshot().room?.roles);
    expect(there).toEqual(here);
  });

  test('a poll is one poll: asked once, whoever keeps the room, and voted at every desk', async () => {
    const [seattle, dublin, bangalore] = await desks.begin('seattle', 'dublin', 'bangalore');
    const all = [seattle, dublin, bangalore];
    await seattle.crew.do('boss', take('boss'), 'Ada');
    await dublin.crew.do('sre', take('sre'), 'Bea');
    await bangalore.crew.do('lead', take('lead'), 'Cem');
    await desks.until(() => all.every((one) => one.rows('role.taken') === 3));
    await desks.until(() => all.every((one) => one.rows('poll.opened') === 1));
    await dublin.crew.do('sre', { kind: 'vote.cast', args: { poll: 'go', vote: 'go' } }, 'Bea');
    await bangalore.crew.do('lead', { kind: 'vote.cast', args: { poll: 'go', vote: 'go' } }, 'Cem');
    await desks.until(() => all.every((one) => one.rows('vote.cast') === 2));
    const read = all.map((one) => one.engine.snapshot().room?.polls.polls.find(({ poll }) => poll === 'go'));
    expect(read[0]).toMatchObject({ result: 'go' });
    expect(new Set(read.map((one) => `${one?.row} ${one?.result}`)).size).toBe(1);
  });

  test('what the room does by itself is done by one desk, and by another when that one is gone', async () => {
    const [seattle, dublin] = await desks.begin('seattle', 'dublin');
    await desks.until(() => dublin.engine.snapshot().room?.desks.keeper === 'seattle');
    seattle.proxy.cut();
    await desks.until(() => dublin.engine.snapshot().room?.desks.keeper === 'dublin');
    seattle.proxy.mend();
    await desks.until(() => seattle.engine.snapshot().room?.desks.keeper === 'dublin');
    expect(seattle.rows('desk.keeps')).toBe(2);
  });

  test('a file that is attached at one desk is in the session of each; a large one stays where it was attached, and none is missed', async () => {
    const [seattle, dublin] = await desks.begin('seattle', 'dublin');
    await dublin.crew.do('sre', take('sre'), 'Bea');
    for (const bytes of [Buffer.from('a fact'), Buffer.alloc(300_000, 'a large fact')]) {
      const sha256 = dublin.engine.session.keepFile(bytes);
      const file = { name: 'fact.txt', bytes: bytes.length, sha256 };
      const reading = { verdict: 'pass', says: 'It is there.', madeAt: null, facts: {} } as const;
      const before = seattle.rows('evidence.attached');
      await dublin.crew.do('sre', { kind: 'evidence.attach', args: { evidence: 'report', file, reading } }, 'Bea');
      await desks.until(() => seattle.rows('evidence.attached') > before);
      expect(seattle.engine.session.readFile(sha256)).toEqual(bytes.length < 1000 ? bytes : undefined);
    }
    await seattle.engine.close();
    expect(verifySession(seattle.path).faults).toEqual([]);
  });

  test('a desk that was killed goes on with its session; one of another plan or of the same name is told so', async () => {
    const [seattle, dublin] = await desks.begin('seattle', 'dublin');
    await seattle.crew.do('boss', take('boss'), 'Ada');
    await desks.until(() => dublin.rows('role.taken') === 1);
    await dublin.engine.close();
    await seattle.crew.do('boss', note('Without Dublin.'), 'Ada');
    const again = await desks.join('dublin', { path: dublin.path });
    await desks.until(() => again.rows('note.written') === 1);
    const twin = await desks.join('seattle', {});
    await desks.until(() => twin.state()?.state === 'stopped');
    expect(twin.state()?.text).toContain('Another desk of this launch is called seattle');
    const stranger = await desks.join('lima', { t0: '2026-04-01T14:00:00Z' });
    await desks.until(() => stranger.state()?.state === 'stopped');
    expect(stranger.state()?.text).toContain('The other desks decide by another plan');
  });
});
