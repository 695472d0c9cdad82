import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LedgerNews } from '../../electron/engine/desks/ledgerDoor.ts';
import { openNatsLedger } from '../../electron/engine/desks/nats/natsLedger.ts';
import type { LedgerReader } from '../help/ledgerReader.ts';
import { ledgerLaunch, LedgerServer } from '../help/ledgerServer.ts';
import { hastyTools } from '../help/natsDesk.ts';
import { hasNatsServer } from '../help/natsServer.ts';

/** One order for both, in which each of them finds all of its own, once and in turn. */
const expectOneOrder = (one: LedgerReader, other: LedgerReader, count: number): void => {
  expect(one.kept).toEqual(other.kept);
  expect(one.kept).toHaveLength(2 * count);
  for (const name of ['one', 'other']) {
    const ids = one.kept.map(({ id }) => id).filter((id) => id.startsWith(`${name}-`));
    expect(ids).toEqual(Array.from({ length: count }, (_none, index) => `${name}-${index + 1}`));
  }
  const numbers = one.kept.map(({ number }) => number);
  expect(numbers).toEqual([...numbers].sort((low, high) => low - high));
};
const readBoth = async (one: LedgerReader, other: LedgerReader, count: number): Promise<void> => {
  for (const reader of [one, other]) await reader.until(() => reader.kept.length >= 2 * count);
};

/** Needs nats-server (Debian: apt-get install nats-server). */
describe.skipIf(!hasNatsServer)('the ledger that desks share, on a real NATS server', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-ledger-'));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));
  let desks: LedgerServer;
  let folders = 0;
  beforeEach(async () => {
    folders += 1;
    desks = await LedgerServer.open(join(scratch, String(folders)));
  });
  afterEach(() => desks.close());

  test('two desks that both say two hundred things come to one order, with each of them once', async () => {
    const [one, other] = [await desks.meet(), await desks.meet()];
    const answers = await Promise.all([one.sayAll('one', 200), other.sayAll('other', 200)]);
    await readBoth(one, other, 200);
    expectOneOrder(one, other, 200);
    // They were in each other's way.
    expect(answers.flat()).toContain('behind');
  });

  test('so they do when the server is killed in the middle, again and again', async () => {
    const [one, other] = [await desks.meet(), await desks.meet()];
    const saying = Promise.all([one.sayAll('one', 200), other.sayAll('other', 200)]);
    for (const kill of [40, 150, 300]) {
      await one.until(() => one.kept.length >= kill);
      await desks.server.kill();
      await one.until(() => !one.isJoined);
      await desks.server.restart();
    }
    await saying;
    await readBoth(one, other, 200);
    expectOneOrder(one, other, 200);
    expect(one.states.filter((state) => state === 'joined').length).toBeGreaterThanOrEqual(4);
  });

  test('so they do when the link of one is cut in the middle, again and again', async () => {
    const [one, other] = [await desks.meet({ port: desks.proxy.port }), await desks.meet()];
    const saying = Promise.all([one.sayAll('one', 200), other.sayAll('other', 200)]);
    for (let cut = 20; cut <= 300; cut += 20) {
      await other.until(() => other.kept.length >= cut);
      if (cut % 40 === 0) desks.proxy.muffle();
      await other.until(() => other.kept.length >= Math.min(200, cut + 5));
      desks.proxy.cut();
      await one.until(() => !one.isJoined);
      desks.proxy.mend();
      await one.until(() => one.isJoined);
    }
    await saying;
    await readBoth(one, other, 200);
    expectOneOrder(one, other, 200);
  });

  test('an entry whose acknowledgement is lost is kept once, however often it is appended again', async () => {
    const [one, other] = [await desks.meet({ port: desks.proxy.port }), await desks.meet()];
    await one.say('first');
    desks.proxy.muffle();
    const lost = await one.link.append(Buffer.from('second'), 'second', 1);
    expect(lost).toEqual({ kind: 'unknown', text: 'The server does not answer: it is tried again.' });
    await other.until(() => other.has('second'));
    desks.proxy.mend();
    await one.until(() => one.has('second') && one.isJoined);
    expect(await one.link.append(Buffer.from('second'), 'second', 1)).toEqual({ kind: 'kept', number: 2 });
    expect(await one.link.append(Buffer.from('late'), 'late', 1)).toEqual({ kind: 'behind' });
    expect(await desks.readAll()).toEqual(['first', 'second']);
    expect(one.kept).toEqual(other.kept);
  });

  test('even when the server is killed before anybody knows', async () => {
    const one = await desks.meet({ port: desks.proxy.port });
    await one.say('first');
    desks.proxy.muffle();
    const lost = one.link.append(Buffer.from('second'), 'second', 1);
    const other = await desks.meet();
    await other.until(() => other.has('second'));
    await desks.server.kill();
    expect((await lost).kind).toBe('unknown');
    await desks.server.restart();
    desks.proxy.mend();
    await one.until(() => one.has('second') && one.isJoined);
    expect(await one.link.append(Buffer.from('second'), 'second', 1)).toEqual({ kind: 'kept', number: 2 });
    expect(await desks.readAll()).toEqual(['first', 'second']);
  });

  test('a desk that was cut off gets what the others did meanwhile, once, and then it has joined', async () => {
    const [one, other] = [await desks.meet({ port: desks.proxy.port }), await desks.meet()];
    await other.say('before');
    await one.until(() => one.has('before'));
    desks.proxy.cut();
    await one.until(() => !one.isJoined);
    expect(one.states.at(-1)).toBe('cutOff: The server closed the connection: it is tried again.');
    expect((await one.link.append(Buffer.from('mine'), 'mine', 1)).kind).toBe('unknown');
    one.link.greet(Buffer.from('lost'));
    for (const id of ['a', 'b', 'c']) await other.say(id);
    desks.proxy.mend();
    await one.until(() => one.isJoined);
    expect(one.kept.map(({ id }) => id)).toEqual(['before', 'a', 'b', 'c']);
    await one.say('after');
    await other.until(() => other.has('after'));
    expect(other.kept).toEqual(one.kept);
    expect(other.greetings).toEqual([]);
  });

  test('a link that goes silent without a word is noticed', async () => {
    const [one, other] = [await desks.meet({ port: desks.proxy.port }), await desks.meet()];
    desks.proxy.swallow();
    await other.say('unheard');
    await one.until(() => !one.isJoined);
    expect(one.states.at(-1)).toBe('cutOff: The server does not answer: it is tried again.');
    desks.proxy.mend();
    await one.until(() => one.isJoined);
    expect(one.kept).toEqual(other.kept);
  });

  test('a desk that takes its time is not taken for one that is cut off, and holds nobody back', async () => {
    const other = await desks.meet();
    await other.sayAll('one', 300);
    const link = openNatsLedger(`nats://127.0.0.1:${desks.server.port}/${ledgerLaunch}`, hastyTools);
    const stop = new AbortController();
    const kinds: LedgerNews['kind'][] = [];
    for await (const { kind } of link.read(0, stop.signal)) {
      kinds.push(kind);
      // Longer than a server that says nothing is borne.
      if (kinds.length === 5) await new Promise((resolve) => setTimeout(resolve, 7000));
      if (kinds.length === 301) stop.abort();
    }
    await link.close();
    expect(kinds).toEqual([...Array.from({ length: 300 }, () => 'entries'), 'joined']);
  });

  test('what is there is read from the entry after which it is wanted', async () => {
    const one = await desks.meet();
    await one.sayAll('one', 10);
    const late = await desks.meet({ after: 7 });
    expect(late.kept.map(({ number }) => number)).toEqual([8, 9, 10]);
    const latest = await desks.meet({ after: 10 });
    expect(latest.kept).toEqual([]);
  });

  test('desks hear each other and not themselves, in their own launch', async () => {
    const [one, other, elsewhere] = [await desks.meet(), await desks.meet(), await desks.meet({ launch: 'billing' })];
    one.link.greet(Buffer.from('one is here'));
    other.link.greet(Buffer.from('other is here'));
    await one.until(() => one.greetings.length > 0);
    await other.until(() => other.greetings.length > 0);
    elsewhere.link.greet(Buffer.from('elsewhere'));
    await one.say('later');
    await other.until(() => other.has('later'));
    expect([one.greetings, other.greetings, elsewhere.greetings]).toEqual([['other is here'], ['one is here'], []]);
  });

  test('two launches on one server have a ledger each, whatever their desks call an entry', async () => {
    const [one, other] = [await desks.meet(), await desks.meet({ launch: 'billing' })];
    for (const reader of [one, other, one]) await reader.say(`same-${reader.kept.length}`);
    expect(one.kept.map(({ number, id }) => `${number} ${id}`)).toEqual(['1 same-0', '3 same-1']);
    expect(other.kept.map(({ number, id }) => `${number} ${id}`)).toEqual(['2 same-0']);
  });

  test('a link that is closed ends without an error', async () => {
    const one = await desks.meet();
    await one.link.close();
    await one.close();
    expect(one.ended).toBeUndefined();
    expect((await one.link.append(Buffer.from('x'), 'x', 0)).kind).toBe('unknown');
  });

  test('a server that is not there is waited for', async () => {
    await desks.server.kill();
    const one = desks.read();
    await one.until(() => one.states.length > 0);
    expect(one.states).toEqual(['cutOff: Nobody listens there: start the NATS server (nats-server --jetstream).']);
    await desks.server.restart();
    await one.until(() => one.isJoined);
  });
});
