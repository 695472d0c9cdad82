import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openNatsLedger } from '../../electron/engine/desks/nats/natsLedger.ts';
import { LedgerReader } from '../help/ledgerReader.ts';
import { hastyTools } from '../help/natsDesk.ts';
import { hasNatsServer, type NatsServer, startNatsServer } from '../help/natsServer.ts';

const api = '$JS.API';
/** What reading needs, of a user who may do no more in this launch. */
const reading = [
  ...[`${api}.STREAM.NAMES`, `${api}.STREAM.INFO.HOLDPOINT_LEDGER`, `${api}.STREAM.MSG.GET.HOLDPOINT_LEDGER`],
  ...[`${api}.CONSUMER.CREATE.HOLDPOINT_LEDGER`, `${api}.CONSUMER.CREATE.HOLDPOINT_LEDGER.>`],
  `${api}.CONSUMER.MSG.NEXT.HOLDPOINT_LEDGER.*`,
];
const meeting = 'holdpoint.checkout.desks';
const writing = 'holdpoint.checkout.ledger';
const may = (publish: readonly string[], subscribe: readonly string[] = ['_INBOX.>', meeting]): string =>
  `permissions: ${JSON.stringify({ publish, subscribe })}`;
const users = `authorization { users: [
  { user: keeper, password: secret },
  { user: desk, password: secret, ${may([...reading, meeting, writing])} },
  { user: reader, password: secret, ${may([...reading, meeting])} },
  { user: mute, password: secret, ${may([...reading, writing])} },
  { user: deaf, password: secret, ${may([...reading, meeting, writing], ['_INBOX.>'])} }
] }`;

describe.skipIf(!hasNatsServer)('who may come to the ledger that desks share', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-ledger-'));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));
  let server: NatsServer;
  let readers: LedgerReader[] = [];
  let folders = 0;
  beforeEach(async () => {
    folders += 1;
    server = await startNatsServer(join(scratch, String(folders)), users);
  });
  afterEach(async () => {
    for (const reader of readers) await reader.close();
    readers = [];
    await server.kill();
  });

  /** Resolves when it has joined or was sent away. */
  const comeIn = async (credentials: string): Promise<LedgerReader> => {
    const before = credentials === '' ? '' : 'env:NATS_DESK@';
    const tools = { ...hastyTools, env: { NATS_DESK: credentials }, launch: 'checkout' };
    const reader = new LedgerReader(openNatsLedger(`nats://${before}127.0.0.1:${server.port}`, tools));
    readers.push(reader);
    await reader.until(() => reader.isJoined || reader.ended !== undefined);
    return reader;
  };

  test('a user who may do what a desk needs, and nothing else', async () => {
    const keeper = await comeIn('keeper:secret');
    const desk = await comeIn('desk:secret');
    expect(await desk.say('decided')).toEqual(['kept']);
    keeper.link.greet(Buffer.from('here'));
    await desk.until(() => desk.greetings.length > 0);
    desk.link.greet(Buffer.from('here too'));
    await keeper.until(() => keeper.greetings.length > 0);
    expect(desk.link.address).toBe(`nats://127.0.0.1:${server.port}/checkout`);
    expect(desk.states).toEqual(['joined']);
  });

  test('who is not let in is told so, and is not tried again', async () => {
    expect((await comeIn('keeper:wrong')).ended).toBe(
      'The server does not let us in: look at the credentials in the environment variable NATS_DESK.',
    );
    expect((await comeIn('')).ended).toBe(
      'The server asks who we are: name a variable with the credentials, as nats://env:NAME@host:4222.',
    );
  });

  test('who may not make the stream is told how it is made', async () => {
    expect((await comeIn('desk:secret')).ended).toMatch(
      /^No stream keeps holdpoint\.checkout\.ledger, and one cannot be made \(.+\): have it made with `nats stream add HOLDPOINT_LEDGER /,
    );
  });

  test('who may read and not write is told when writing, and reads on', async () => {
    const keeper = await comeIn('keeper:secret');
    const reader = await comeIn('reader:secret');
    expect(await reader.link.append(Buffer.from('mine'), 'mine', 0)).toEqual({
      kind: 'refused',
      text: 'This user may not publish to holdpoint.checkout.ledger: ask whoever keeps the server to allow it.',
    });
    await keeper.say('decided');
    await reader.until(() => reader.has('decided'));
    expect(reader.states).toEqual(['joined']);
  });

  test('who may not greet, or not hear the others, is told at once', async () => {
    await comeIn('keeper:secret');
    const mute = await comeIn('mute:secret');
    expect(mute.ended).toBe(
      'This user may not publish to holdpoint.checkout.desks: ask whoever keeps the server to allow it.',
    );
    const deaf = await comeIn('deaf:secret');
    expect(deaf.ended).toBe(
      'This user may not subscribe to holdpoint.checkout.desks: ask whoever keeps the server to allow it.',
    );
    expect([...mute.states, ...deaf.states]).toEqual([]);
  });

  test('an address without a launch needs one from the plan', () => {
    const open = (address: string): string => openNatsLedger(address, hastyTools).address;
    expect(() => open('nats://127.0.0.1:4222')).toThrow(
      'Name the launch behind the address, in letters, digits, - and _: nats://host:4222/<launch>.',
    );
    expect(open('nats://user:secret@127.0.0.1:4222/checkout')).toBe('nats://127.0.0.1:4222/checkout');
  });
});
