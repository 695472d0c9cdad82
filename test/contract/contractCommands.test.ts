import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { WireCommand } from '../../shared/contract/commands.ts';
import { ContractDesk } from './contractDesk.ts';
import { done, give, refused, toGiven } from './giveCommands.ts';
import { transports } from './transports.ts';

const desk = new ContractDesk();
afterEach(() => desk.tidy());
afterAll(() => desk.end());

describe.each(transports)('over %s', (_kind, serve) => {
  test('a command that is done is in the ledger; one that is not is refused in words', async () => {
    const opened = await desk.open(serve);
    const client = await desk.connect(opened);
    const { engine } = opened;
    expect(await give(client, 'sre', { kind: 'role.take', args: { role: 'sre' } })).toMatchObject(
      refused('not_started'),
    );
    await engine.seek(desk.first + 10);
    const [row = 0] = await done(client, 'sre', { kind: 'role.take', args: { role: 'sre' } });
    expect(engine.session.readLedger({ fromSeq: row })[0]).toMatchObject({
      kind: 'role.taken',
      actor: { role: 'sre' },
    });
    expect(await give(client, 'sre', { kind: 'note.write', args: { text: '  ' } })).toMatchObject(
      refused('bad_request'),
    );
    expect(await give(client, 'pilot', { kind: 'note.write', args: { text: 'Me too.' } })).toMatchObject(
      refused('not_allowed'),
    );
    expect(await give(client, 'system', { kind: 'role.take', args: { role: 'sre' } })).toMatchObject(
      refused('bad_request'),
    );
    const nothing = { kind: 'evidence.attach', args: { evidence: 'drill', file: 'f'.repeat(64) } } as const;
    expect(await give(client, 'sre', nothing)).toMatchObject(refused('not_found'));
    const long = { kind: 'note.write', args: { text: 'é'.repeat(2000) } } as const;
    expect(await give(client, 'sre', long)).toMatchObject(refused('bad_request'));
  });

  test('a command that is given again under its id is the same command, also to the next engine', async () => {
    const opened = await desk.open(serve);
    const client = await desk.connect(opened);
    const { path, engine, served } = opened;
    await engine.seek(desk.first + 10);
    await done(client, 'sre', { kind: 'role.take', args: { role: 'sre' } });
    const given = await toGiven(client, 'sre', { kind: 'note.write', args: { text: 'Once.' } });
    const [one, other] = await Promise.all([client.command(given), client.command(given)]);
    expect(one).toMatchObject({ kind: 'done' });
    expect(other).toEqual(one);
    client.close();
    await served.cut();
    await engine.close();
    const next = await desk.open(serve, 'acts', path);
    await next.engine.seek(desk.first + 20);
    const again = await (await desk.connect(next)).command(given);
    expect(again).toMatchObject({ kind: 'done', rows: one.kind === 'done' ? one.rows : [] });
    expect(next.engine.session.readLedger().filter(({ kind }) => kind === 'note.written')).toHaveLength(1);
  });

  test('a picture from before a seek, or of another call, cannot decide', async () => {
    const opened = await desk.open(serve);
    const client = await desk.connect(opened);
    const { engine } = opened;
    expect(await client.control('replay.seek', { tick: desk.first + 60 })).toEqual({ epoch: 1, tick: desk.first + 60 });
    await done(client, 'sre', { kind: 'role.take', args: { role: 'sre' } });
    const note: WireCommand = { kind: 'note.write', args: { text: 'Then.' } };
    const old = await toGiven(client, 'sre', note);
    expect(await client.control('replay.seek', { tick: desk.first + 30 })).toEqual({ epoch: 2, tick: desk.first + 30 });
    expect(await give(client, 'sre', note)).toMatchObject(refused('stale_view'));
    await client.control('replay.seek', { tick: desk.first + 60 });
    expect(await client.command(old)).toMatchObject(refused('stale_view'));
    await done(client, 'commander', { kind: 'role.take', args: { role: 'commander' } });
    const seen = await toGiven(client, 'commander', { kind: 'clock.resume', args: {} });
    expect((await client.query('room.now', {})).judged?.call).toBe('GO');
    await done(client, 'commander', { kind: 'clock.hold', args: { reason: 'Something is odd.' } });
    expect(await client.control('replay.play', { speed: 'fastest' })).toEqual({});
    await engine.ended;
    expect(await client.query('room.now', {})).toMatchObject({ state: { speed: 'fastest' }, judged: { call: 'HOLD' } });
    expect(await client.command(seen)).toMatchObject(refused('stale_view'));
  });

  test('whoever may look cannot act, by no name', async () => {
    const opened = await desk.open(serve, 'looks');
    const client = await desk.connect(opened);
    const { engine } = opened;
    await engine.seek(desk.first + 10);
    expect(await give(client, 'sre', { kind: 'role.take', args: { role: 'sre' } })).toMatchObject(
      refused('not_allowed'),
    );
    await expect(client.control('replay.play', { speed: 1 })).rejects.toMatchObject({ code: 'not_allowed' });
    await expect(client.control('replay.seek', { tick: desk.first })).rejects.toMatchObject({ code: 'not_allowed' });
    expect(engine.state()).toMatchObject({ speed: 0, tick: desk.first + 10 });
    expect((await client.query('room.now', {})).state.tick).toBe(desk.first + 10);
  });
});
