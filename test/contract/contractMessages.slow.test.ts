import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { toWholeRoom } from '../../electron/engine/snapshot/toWholeRoom.ts';
import { contract } from '../../shared/contract/contract.ts';
import { createClient } from '../../shared/contract/createClient.ts';
import type { WireSnapshot } from '../../shared/contract/wireRoom.ts';
import { ContractDesk } from './contractDesk.ts';
import { aMoment, refused, toGiven } from './giveCommands.ts';
import { RawClient } from './rawClient.ts';
import { transports } from './transports.ts';

const desk = new ContractDesk();
afterEach(() => desk.tidy());
afterAll(() => desk.end());

describe.each(transports)('over %s', (_kind, serve) => {
  test('an engine greets whoever speaks its version, and says whether there is a way to act', async () => {
    const acting = await desk.open(serve);
    expect(await createClient(await acting.served.connect()).ready).toEqual({ mayCommand: true, role: null });
    const looking = await desk.open(serve, 'looks');
    expect(await createClient(await looking.served.connect()).ready).toEqual({ mayCommand: false, role: null });
    const raw = await RawClient.open(acting.served);
    raw.say({ kind: 'hello', version: contract.version + 1 });
    expect(await raw.hear()).toMatchObject({ kind: 'failure', call: null, code: 'bad_version' });
    raw.say({ kind: 'query', call: 1, name: 'room.now', args: {} });
    expect(await raw.hear()).toMatchObject({ kind: 'failure', call: 1, code: 'bad_message' });
  });

  test.each([
    ['no JSON', '{', 'bad_message'],
    ['nothing', '', 'bad_message'],
    ['a number', '7', 'bad_message'],
    ['null', 'null', 'bad_message'],
    ['a list', '[]', 'bad_message'],
    ['deep', '['.repeat(4000), 'bad_message'],
    ['an unknown kind', '{"kind":"shout"}', 'bad_message'],
    ['a member too many', '{"kind":"watch","loud":true}', 'bad_message'],
    ['a call that is none', '{"kind":"query","call":-1,"name":"room.now","args":{}}', 'bad_message'],
    ['a query that is none', '{"kind":"query","call":1,"name":"room.then","args":{}}', 'unknown_name'],
    ['a name of every object', '{"kind":"query","call":1,"name":"constructor","args":{}}', 'unknown_name'],
    ['a name of every prototype', '{"kind":"query","call":1,"name":"__proto__","args":{}}', 'unknown_name'],
    ['a control that is none', '{"kind":"control","call":1,"name":"replay.stop","args":{}}', 'unknown_name'],
    ['a speed that is none', '{"kind":"control","call":1,"name":"replay.play","args":{"speed":-1}}', 'bad_args'],
    ['a speed beyond all', '{"kind":"control","call":1,"name":"replay.play","args":{"speed":1e999}}', 'bad_args'],
    ['arguments that are none', '{"kind":"query","call":1,"name":"room.at","args":{"tick":"now"}}', 'bad_args'],
    ['no arguments', '{"kind":"query","call":1,"name":"room.now"}', 'bad_message'],
    ['a prototype', '{"kind":"query","call":1,"name":"room.now","args":{"__proto__":{"tick":1}}}', 'bad_args'],
    ['a command of nothing', '{"kind":"command","call":1,"given":null}', 'bad_args'],
    ['a long message', JSON.stringify({ kind: 'query', call: 1, name: 'x'.repeat(5000), args: {} }), 'too_large'],
    ['a long one of wide letters', JSON.stringify({ kind: 'hello', version: '€'.repeat(1400) }), 'too_large'],
  ])('%s is answered in words, and the connection goes on', async (_what, text, code) => {
    const { served } = await desk.open(serve);
    const raw = await RawClient.open(served);
    raw.say({ kind: 'hello', version: contract.version });
    expect(await raw.hear()).toMatchObject({ kind: 'welcome' });
    raw.sayText(text);
    const answer = await raw.hear();
    expect(answer).toMatchObject({ kind: 'failure', code });
    raw.say({ kind: 'query', call: 2, name: 'plan.read', args: {} });
    expect(await raw.hear()).toMatchObject({ kind: 'answer', call: 2 });
  });

  test('an unknown command, and one in a hurry, are answered under their call', async () => {
    const { engine, served } = await desk.open(serve);
    await engine.seek(desk.first + 10);
    const raw = await RawClient.open(served);
    raw.say({ kind: 'hello', version: contract.version });
    await raw.hear();
    const given = { id: 'command-1', actor: { role: 'sre', name: 'A' }, on: { epoch: 1, snapshot: 0 } };
    raw.say({ kind: 'command', call: 5, given: { ...given, command: { kind: 'toString', args: {} } } });
    expect(await raw.hear()).toMatchObject({ kind: 'failure', call: 5, code: 'unknown_name' });
    raw.say({ kind: 'command', call: 6, given: { ...given, id: 'short', command: { kind: 'role.take', args: {} } } });
    expect(await raw.hear()).toMatchObject({ kind: 'failure', call: 6, code: 'bad_args' });
    raw.say({
      kind: 'command',
      call: 7,
      given: { ...given, command: { kind: 'role.take', args: { role: 'sre' }, sudo: true } },
    });
    expect(await raw.hear()).toMatchObject({ kind: 'failure', call: 7, code: 'bad_args' });
  });

  test('snapshots come numbered and the latest always; a reader that is slow misses some and has no backlog', async () => {
    const opened = await desk.open(serve);
    const client = await desk.connect(opened);
    const { engine, served } = opened;
    const seen: WireSnapshot[] = [];
    const raw = await RawClient.open(served);
    raw.say({ kind: 'hello', version: contract.version });
    await raw.hear();
    raw.say({ kind: 'watch' });
    expect(await raw.hear()).toMatchObject({ kind: 'snapshot', snapshot: { judged: null } });
    const stop = client.watch((snapshot) => seen.push(snapshot));
    for (let tick = desk.first; tick < desk.first + 40; tick += 1) {
      await engine.seek(tick);
      await aMoment();
    }
    while (seen.at(-1)?.state.tick !== desk.first + 39) await aMoment();
    await client.query('session.read', {});
    const numbers = seen.map(({ number }) => number);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    const { judged, room } = toWholeRoom(engine.snapshot());
    expect(seen.at(-1)).toMatchObject({ judged, room, leftOut: [] });
    expect(seen.length).toBeGreaterThan(3);
    expect(raw.waiting).toBe(0);
    raw.say({ kind: 'seen' });
    expect(await raw.hear()).toMatchObject({ kind: 'snapshot', snapshot: { number: numbers.at(-1) } });
    stop();
    await client.query('session.read', {});
    const before = seen.length;
    await engine.seek(desk.first + 50);
    await aMoment();
    await client.query('session.read', {});
    expect(seen).toHaveLength(before);
  });

  test('what is waiting when the engine goes away ends in words, and so does what comes after', async () => {
    const opened = await desk.open(serve);
    const client = await desk.connect(opened);
    const { served } = opened;
    const given = await toGiven(client, 'sre', { kind: 'role.take', args: { role: 'sre' } });
    const question = client.query('room.now', {});
    const command = client.command(given);
    const asked = expect(question).rejects.toMatchObject({ code: 'engine_lost' });
    await served.cut();
    await asked;
    expect(await command).toMatchObject(refused('engine_lost'));
    await client.ended;
    await expect(client.query('room.now', {})).rejects.toMatchObject({ code: 'engine_lost' });
    expect(await client.command(given)).toMatchObject(refused('engine_lost'));
  });
});
