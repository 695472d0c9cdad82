import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DiscardPolicy, jetstream, jetstreamManager, StorageType } from '@nats-io/jetstream';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LedgerReader } from '../help/ledgerReader.ts';
import { ledgerLaunch, LedgerServer, ledgerStream, ledgerSubject } from '../help/ledgerServer.ts';
import { hasNatsServer } from '../help/natsServer.ts';

const gone = /^What the desks have agreed on is gone from nats:\/\/127\.0\.0\.1:\d+\/checkout/;

/** Needs nats-server (Debian: apt-get install nats-server). */
describe.skipIf(!hasNatsServer)('the stream that keeps the ledger of the desks', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-ledger-'));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));
  let desks: LedgerServer;
  let folders = 0;
  beforeEach(async () => {
    folders += 1;
    desks = await LedgerServer.open(join(scratch, String(folders)));
  });
  afterEach(() => desks.close());

  test('an entry that is too large is refused in words, by the server and by the stream, and the next one is kept', async () => {
    await desks.makeStream({ max_msg_size: 1000 });
    const one = await desks.meet();
    expect(await one.link.append(Buffer.alloc(2 ** 20 + 1), 'huge', 0)).toEqual({
      kind: 'refused',
      text: "1048577 bytes are more than the server lets pass at once: make it smaller, or have the server's max_payload raised.",
    });
    expect(await one.link.append(Buffer.alloc(2000), 'large', 0)).toEqual({
      kind: 'refused',
      text: 'The server does not keep it (message size exceeds maximum allowed): ask whoever keeps the server.',
    });
    await one.say('small');
    expect(one.isJoined).toBe(true);
  });

  test('a stream that is full says so, and forgets nothing', async () => {
    await desks.makeStream({ max_msgs: 2, discard: DiscardPolicy.New });
    const one = await desks.meet();
    await one.sayAll('one', 2);
    expect(await one.link.append(Buffer.from('more'), 'more', 2)).toEqual({
      kind: 'refused',
      text: 'The server does not keep it (maximum messages exceeded): ask whoever keeps the server.',
    });
  });

  describe('a ledger that is no longer what it was is not gone on with', () => {
    const remove = async (): Promise<void> => {
      await (await jetstreamManager(desks.teller.connection)).streams.delete(ledgerStream);
    };
    const expectGone = async (reader: LedgerReader): Promise<void> => {
      await reader.until(() => reader.ended !== undefined);
      expect(reader.ended).toMatch(gone);
    };

    test('the stream is deleted', async () => {
      const one = await desks.meet();
      await one.sayAll('one', 3);
      await remove();
      await expectGone(one);
      const { streams } = await jetstreamManager(desks.teller.connection);
      expect(await streams.names().next()).toEqual([]);
    });

    test('the stream was made anew while the desk was not there', async () => {
      await (await desks.meet()).sayAll('one', 3);
      await remove();
      await desks.makeStream();
      await expectGone(desks.read({ after: 3 }));
    });

    test('the stream was made anew while the desk was cut off, and others have gone on in it', async () => {
      const one = await desks.meet({ port: desks.proxy.port });
      await one.sayAll('one', 3);
      desks.proxy.cut();
      await one.until(() => !one.isJoined);
      await remove();
      await (await desks.meet()).sayAll('another', 5);
      desks.proxy.mend();
      await expectGone(one);
      expect(one.kept.map(({ id }) => id)).toEqual(['one-1', 'one-2', 'one-3']);
    });

    test('its beginning is gone', async () => {
      await desks.makeStream();
      await (await desks.meet()).sayAll('one', 5);
      await (await jetstreamManager(desks.teller.connection)).streams.purge(ledgerStream, { keep: 2 });
      await expectGone(desks.read());
      // Whoever has read on from there misses nothing.
      const late = await desks.meet({ after: 4 });
      expect(late.kept.map(({ id }) => id)).toEqual(['one-5']);
    });

    test('an entry in the middle is gone', async () => {
      await desks.makeStream();
      await (await desks.meet()).sayAll('one', 5);
      await (await jetstreamManager(desks.teller.connection)).streams.deleteMessage(ledgerStream, 3);
      const late = desks.read();
      await expectGone(late);
      expect(late.kept.map(({ id }) => id)).toEqual(['one-1', 'one-2']);
    });

    test('nobody may take anything out of a stream that was made here', async () => {
      await (await desks.meet()).sayAll('one', 2);
      const { streams } = await jetstreamManager(desks.teller.connection);
      await expect(streams.deleteMessage(ledgerStream, 1)).rejects.toThrow();
      await expect(streams.purge(ledgerStream)).rejects.toThrow();
      const { config } = await streams.info(ledgerStream);
      expect(config.storage).toBe(StorageType.File);
      expect(config.max_age).toBe(0);
    });
  });

  test('a stream that catches the ledger and forgets is refused in words', async () => {
    await desks.teller.makeStream({ subjects: ['holdpoint.>'], max_age: 3_600_000_000_000 });
    const one = desks.read();
    await one.until(() => one.ended !== undefined);
    expect(one.ended).toBe(
      `The stream HOLDPOINT keeps ${ledgerSubject} and does not keep it for good: take that subject out of it, and make one for ledgers ` +
        'with `nats stream add HOLDPOINT_LEDGER --subjects "holdpoint.*.ledger" --storage file --deny-delete --deny-purge --defaults`.',
    );
  });

  test('a stream for the samples of a launch stands beside its ledger', async () => {
    await desks.teller.makeStream();
    await (await desks.meet()).say('one');
    await desks.teller.tell(3, `holdpoint.${ledgerLaunch}.samples`);
    expect(await desks.readAll()).toEqual(['one']);
  });

  test('what somebody put there by other means is handed on as it is', async () => {
    const one = await desks.meet();
    await one.say('one');
    await jetstream(desks.teller.connection).publish(ledgerSubject, 'by hand');
    await one.say('two');
    expect(one.kept.map(({ id, text }) => [id, text])).toEqual([
      ['one', 'one'],
      ['', 'by hand'],
      ['two', 'two'],
    ]);
  });
});
