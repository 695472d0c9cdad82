import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jetstreamManager, RetentionPolicy } from '@nats-io/jetstream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CuttingProxy, startCuttingProxy } from '../help/cuttingProxy.ts';
import { NatsDesk, NatsTeller, numbersTo, testLaunch, testSubject } from '../help/natsDesk.ts';
import { hasNatsServer, type NatsServer, startNatsServer } from '../help/natsServer.ts';

/** Needs nats-server (Debian: apt-get install nats-server). */
describe.skipIf(!hasNatsServer)('samples from a real NATS server', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-nats-'));
  let server: NatsServer;
  let teller: NatsTeller;
  let desks: NatsDesk[] = [];
  let proxy: CuttingProxy | undefined;
  let folders = 0;

  const openDesk = (address: string, isAcknowledging = true): NatsDesk => {
    const desk = new NatsDesk(address, { isAcknowledging });
    desks.push(desk);
    return desk;
  };
  const address = (): string => `nats://127.0.0.1:${server.port}`;
  const readConsumers = async (): Promise<{ name: string; acknowledged: number }[]> => {
    const manager = await jetstreamManager(teller.connection);
    const found = await manager.consumers.list('HOLDPOINT').next();
    return found.map(({ name, ack_floor }) => ({ name, acknowledged: ack_floor.stream_seq }));
  };

  beforeEach(async () => {
    folders += 1;
    server = await startNatsServer(join(scratch, String(folders)));
    teller = await NatsTeller.open(server.port);
  });
  afterEach(async () => {
    for (const desk of desks) await desk.cut();
    desks = [];
    await proxy?.close();
    proxy = undefined;
    await teller.connection.close();
    await server.kill();
    rmSync(join(scratch, String(folders)), { recursive: true, force: true });
  });

  test('what the stream holds and what comes is read in order, and acknowledged once it is kept', async () => {
    await teller.makeStream();
    await teller.tell(300);
    const desk = openDesk(address()).join();
    await desk.until(() => desk.kept.length === 300);
    await teller.tell(50);
    await desk.until(() => desk.kept.length === 350);
    expect(desk.kept).toEqual(numbersTo(350));
    await expect
      .poll(readConsumers)
      .toEqual([{ name: expect.stringMatching(new RegExp(`^holdpoint-${testLaunch}-`)), acknowledged: 350 }]);
    expect(desk.states).toEqual(['connecting', 'open']);
    expect(desk.repeated).toBe(0);
  });

  test('a desk that was killed between commit and acknowledgement loses nothing and counts nothing twice', async () => {
    await teller.makeStream();
    await teller.tell(100);
    const first = openDesk(address(), false).join();
    await first.until(() => first.kept.length >= 40);
    const committed = first.position;
    const kept = [...first.kept];
    await first.cut();
    await teller.tell(100);
    const second = openDesk(address()).join(committed);
    await second.until(() => kept.length + second.kept.length >= 200);
    expect([...kept, ...second.kept]).toEqual(numbersTo(200));
    await expect.poll(async () => (await readConsumers()).map(({ acknowledged }) => acknowledged)).toEqual([200]);
  });

  test('what is on the disk already is acknowledged as soon as it comes again, and waits for no further commit', async () => {
    await teller.makeStream();
    await teller.tell(100);
    const first = openDesk(address(), false).join();
    await first.until(() => first.kept.length === 100);
    await first.cut();
    const second = openDesk(address(), false).join(first.position);
    await expect.poll(async () => (await readConsumers()).map(({ acknowledged }) => acknowledged)).toEqual([100]);
    expect(second.kept).toEqual([]);
  });

  test('a message that comes again is a duplicate and nothing else, and is counted', async () => {
    await teller.makeStream();
    await teller.tell(20);
    const desk = openDesk(address(), false).join();
    await desk.until(() => desk.kept.length === 20);
    const [consumer] = await readConsumers();
    for (const number of [3, 7, 20]) {
      teller.connection.publish(`$JS.ACK.HOLDPOINT.${consumer?.name}.1.${number}.${number}.0.0`, '-NAK');
    }
    await desk.until(() => desk.repeated === 3);
    await teller.tell(10);
    await desk.until(() => desk.kept.length === 30);
    expect(desk.kept).toEqual(numbersTo(30));
    expect(desk.repeated).toBe(3);
    expect(desk.states).toEqual(['connecting', 'open']);
  });

  test('the server is killed and comes back, again and again: nothing is lost, nothing comes twice', async () => {
    await teller.makeStream();
    const desk = openDesk(address()).join();
    for (let round = 1; round <= 3; round += 1) {
      const telling = teller.tell(60);
      await desk.until(() => desk.kept.length >= round * 60 - 40);
      await server.kill();
      await desk.until(() => desk.states.at(-1)?.startsWith('broken') === true);
      await server.restart();
      await telling;
      await desk.until(() => desk.kept.length >= round * 60);
    }
    expect(desk.kept).toEqual(numbersTo(180));
    expect(desk.gaps).toEqual([]);
    expect(await readConsumers()).toHaveLength(1);
  });

  test('the link is cut in the middle, again and again', async () => {
    await teller.makeStream();
    proxy = await startCuttingProxy(server.port);
    const desk = openDesk(`nats://127.0.0.1:${proxy.port}`).join();
    for (let round = 1; round <= 30; round += 1) {
      const telling = teller.tell(40);
      await desk.until(() => desk.kept.length > (round - 1) * 40);
      proxy.cut();
      await telling;
      proxy.mend();
      await desk.until(() => desk.kept.length >= round * 40);
    }
    expect(desk.kept).toEqual(numbersTo(1200));
    expect(desk.states).toContain('broken: The server closed the connection: it is tried again.');
  });

  test('a link that goes silent without a word is noticed, and read on from', async () => {
    await teller.makeStream();
    await teller.tell(10);
    proxy = await startCuttingProxy(server.port);
    const desk = openDesk(`nats://127.0.0.1:${proxy.port}`).join();
    await desk.until(() => desk.kept.length === 10);
    proxy.swallow();
    await teller.tell(10);
    await desk.until(() => desk.states.at(-1)?.startsWith('broken') === true);
    expect(desk.states.at(-1)).toBe('broken: The server does not answer: it is tried again.');
    proxy.mend();
    await desk.until(() => desk.kept.length === 20);
    expect(desk.kept).toEqual(numbersTo(20));
  }, 60_000);

  test('a consumer that is deleted under the desk is made anew', async () => {
    await teller.makeStream();
    await teller.tell(10);
    const desk = openDesk(address()).join();
    await desk.until(() => desk.kept.length === 10);
    const manager = await jetstreamManager(teller.connection);
    for (const { name } of await readConsumers()) await manager.consumers.delete('HOLDPOINT', name);
    await teller.tell(10);
    await desk.until(() => desk.kept.length === 20);
    expect(desk.kept).toEqual(numbersTo(20));
  });

  test('messages that the stream no longer has are a gap with a count', async () => {
    await teller.makeStream({ max_msgs: 50 });
    await teller.tell(20);
    const desk = openDesk(address()).join();
    await desk.until(() => desk.kept.length === 20);
    await desk.cut();
    await teller.tell(100);
    desk.join();
    await desk.until(() => desk.kept.includes(120));
    expect(desk.kept).toEqual([...numbersTo(20), ...numbersTo(120).slice(70)]);
    expect(desk.gaps.map(({ count, of }) => ({ count, of }))).toEqual([{ count: 50, of: 'frames' }]);
  });

  test('a stream that was deleted and made anew is read from its beginning, with a word', async () => {
    await teller.makeStream();
    await teller.tell(30);
    const desk = openDesk(address()).join();
    await desk.until(() => desk.kept.length === 30);
    const manager = await jetstreamManager(teller.connection);
    await manager.streams.delete('HOLDPOINT');
    await desk.until(() => desk.states.some((state) => state.startsWith('broken: No stream keeps')));
    await teller.makeStream();
    await teller.tell(40);
    await desk.until(() => desk.kept.includes(70));
    expect(desk.kept).toEqual(numbersTo(70));
    expect(desk.gaps).toHaveLength(1);
    expect(desk.gaps[0]?.text).toContain('made anew');
    await expect.poll(async () => (await readConsumers()).map(({ acknowledged }) => acknowledged)).toEqual([40]);
  });

  test('other launches in the stream are left alone', async () => {
    await teller.makeStream();
    await teller.tell(5);
    await teller.tellRaw('[{"seq":99}]', 'holdpoint.other.samples');
    await teller.tell(5);
    const desk = openDesk(address()).join();
    await desk.until(() => desk.kept.length === 10);
    await teller.tell(1);
    await desk.until(() => desk.kept.length === 11);
    expect(desk.kept).toEqual(numbersTo(11));
  });

  test('a stream that keeps what somebody waits for keeps it for a desk that is away', async () => {
    await teller.makeStream({ retention: RetentionPolicy.Interest });
    const first = openDesk(address()).join();
    await first.until(() => first.states.includes('open'));
    await teller.tell(20);
    await first.until(() => first.kept.length === 20);
    await first.cut();
    await teller.tell(20);
    const second = openDesk(address()).join(first.position);
    await second.until(() => second.kept.length === 20);
    expect([...first.kept, ...second.kept]).toEqual(numbersTo(40));
    expect(second.gaps).toEqual([]);
  });

  test('what is no array of samples is handed on whole, to be set aside where samples are read', async () => {
    await teller.makeStream();
    await teller.tellRaw('not json');
    await teller.tellRaw(Buffer.from([0xff, 0xfe, 0x00]));
    await teller.tellRaw('');
    await teller.tell(1);
    const { source } = openDesk(address());
    const stop = new AbortController();
    const frames: string[][] = [];
    for await (const event of source.read(undefined, stop.signal)) {
      if (event.kind !== 'frame') continue;
      frames.push(event.samples.map((sample) => Buffer.from(sample).toString('latin1')));
      if (frames.length === 4) stop.abort();
    }
    expect(frames.slice(0, 3)).toEqual([['not json'], ['\xff\xfe\x00'], []]);
  });

  test('a desk that takes nothing holds the server back', async () => {
    await teller.makeStream();
    const large = `["${'x'.repeat(500_000)}"]`;
    for (let count = 0; count < 200; count += 1) await teller.tellRaw(large);
    const { source } = openDesk(address());
    const stop = new AbortController();
    const events = source.read(undefined, stop.signal);
    let frames = 0;
    const takeOne = async (): Promise<void> => {
      const next = await events.next();
      if (next.value !== undefined && next.value.kind === 'frame') frames += 1;
    };
    while (frames === 0) await takeOne();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const [underWay] = await (await jetstreamManager(teller.connection)).consumers.list('HOLDPOINT').next();
    expect(underWay?.num_ack_pending).toBeLessThanOrEqual(40);
    while (frames < 200) await takeOne();
    stop.abort();
    await events.next();
  });

  describe('troubles are told in words', () => {
    const troubleOf = async (to: string): Promise<string | undefined> => {
      const desk = openDesk(to).join();
      await desk.until(() => desk.states.at(-1)?.startsWith('broken') === true);
      return desk.states.at(-1)?.replace(/^broken: /, '');
    };

    test('nobody listens', async () => {
      await server.kill();
      expect(await troubleOf(address())).toBe('Nobody listens there: start the NATS server (nats-server --jetstream).');
    });

    test('there is no such machine', async () => {
      expect(await troubleOf('nats://nowhere.invalid:4222')).toBe(
        'There is no machine of that name: look at the address.',
      );
    });

    test('there is no stream', async () => {
      expect(await troubleOf(address())).toBe(
        `No stream keeps ${testSubject}: make one with \`nats stream add HOLDPOINT --subjects 'holdpoint.*.samples' --defaults\`, ` +
          `or with \`holdpoint gateway <recording> --to ${address()}/${testLaunch} --make-stream\`.`,
      );
    });

    test('the stream is a work queue', async () => {
      await teller.makeStream({ retention: RetentionPolicy.Workqueue });
      expect(await troubleOf(address())).toBe(
        'The stream is a work queue, which gives each message to one reader only: make it with --retention limits.',
      );
    });

    test('TLS is asked for and not spoken', async () => {
      expect(await troubleOf(`nats+tls://127.0.0.1:${server.port}`)).toBe(
        'That server speaks no TLS: have it turned on, or write nats://.',
      );
    });
  });
});
