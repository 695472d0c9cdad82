import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { createClient } from '../../shared/contract/createClient.ts';
import { ContractDesk } from './contractDesk.ts';
import { done, give, refused } from './giveCommands.ts';
import { transports } from './transports.ts';

const desk = new ContractDesk();
afterEach(() => desk.tidy());
afterAll(() => desk.end());

describe.each(transports)('over %s', (_kind, serve) => {
  test('whoever was invited for a role is told so, and acts in that role and in no other', async () => {
    const opened = await desk.open(serve);
    await opened.engine.seek(desk.first + 10);
    const boss = await desk.connect(opened);
    await done(boss, 'commander', { kind: 'role.take', args: { role: 'commander' } });
    const invited = createClient(await opened.served.connect('sre'));
    expect(await invited.ready).toEqual({ mayCommand: true, role: 'sre' });

    for (const [as, command] of [
      // Under another role, under that and its holder's name, and from his own role on another one.
      ['pilot', { kind: 'note.write', args: { text: 'I am the pilot.' } }],
      ['commander', { kind: 'note.write', args: { text: 'I am the commander.' } }],
      ['commander', { kind: 'role.leave', args: { role: 'commander' } }],
      ['sre', { kind: 'role.take', args: { role: 'commander' } }],
      ['sre', { kind: 'role.handOver', args: { role: 'commander', to: 'me', note: 'Mine now.' } }],
      ['sre', { kind: 'role.leave', args: { role: 'commander' } }],
    ] as const) {
      const outcome = await give(invited, as, command);
      expect(outcome).toMatchObject(refused('not_allowed'));
      expect(outcome.kind === 'refused' ? outcome.refusal.text : '').toContain('You came in as sre');
    }
    await done(invited, 'sre', { kind: 'role.take', args: { role: 'sre' } });
    const [row = 0] = await done(invited, 'sre', { kind: 'note.write', args: { text: 'I am the sre.' } });
    expect(opened.engine.session.readLedger({ fromSeq: row })[0]).toMatchObject({ actor: { role: 'sre' } });
    expect(opened.engine.snapshot().room?.roles.find(({ role }) => role === 'commander')).toMatchObject({
      holder: 'commander',
    });
    // He looks at everything, and so do others beside him, who keep their rights.
    expect(await invited.query('room.now', {})).toMatchObject({ room: {} });
    await done(boss, 'commander', { kind: 'role.leave', args: { role: 'commander' } });
  });
});
