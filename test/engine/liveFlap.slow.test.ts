import { jetstream } from '@nats-io/jetstream';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import type { LiveSource, LiveTools } from '../../electron/engine/source/live/liveSource.ts';
import { openNatsSource } from '../../electron/engine/source/live/nats/natsSource.ts';
import { openWebSocketSource } from '../../electron/engine/source/live/webSocketSource.ts';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import { openRecordedFeed } from '../../electron/host/gateway/recordedFeed.ts';
import { startGateway } from '../../electron/host/gateway/startGateway.ts';
import { HandClock } from '../help/handClock.ts';
import { startCuttingProxy } from '../help/cuttingProxy.ts';
import { daySeconds, expectEveryOutage, FlappingDay, type FlappingLink, keptNumbers } from '../help/flappingDay.ts';
import { liveT0Ms, requests } from '../help/livePlan.ts';
import { NatsTeller, numbersTo, testSubject } from '../help/natsDesk.ts';
import { hasNatsServer, startNatsServer } from '../help/natsServer.ts';

/** A day has as many commits as seconds: where there is a disk in memory they cost no more than they must. */
const scratch = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'holdpoint-flap-'));
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
afterAll(() => rmSync(scratch, { recursive: true }));

const patienceMs = 900_000;

function expectNothingLost(day: FlappingDay): void {
  const { counters } = day.desk.engine.state();
  expect(keptNumbers(day)).toEqual(numbersTo(daySeconds));
  expect(counters).toMatchObject({ duplicates: 0, conflicts: 0, quarantined: 0, tooLate: 0 });
  // What an outage keeps back is late, and counts all the same.
  expect(counters.late).toBeGreaterThan(0);
  expect(day.broken.length).toBeGreaterThan(100);
  expectEveryOutage(day);
}

test(
  'a WebSocket that flaps for a day: nothing is lost, nothing comes twice, every outage is in the ledger',
  async () => {
    const clock = new HandClock(liveT0Ms);
    const recording = join(scratch, 'day.ndjson');
    const lines = numbersTo(daySeconds).map((seq) =>
      JSON.stringify(requests(liveT0Ms + (seq - 1) * 1000, 1, 'ok', seq)),
    );
    writeFileSync(recording, `${lines.join('\n')}\n`);
    const feed = await openRecordedFeed(await openRecording(recording), clock, 1);
    let gateway = await startGateway({ feed, port: 0, clock, tell: () => undefined });
    const { port } = gateway;
    closers.push(() => gateway.close());
    const proxy = await startCuttingProxy(port);
    closers.push(() => proxy.close());
    const link: FlappingLink = {
      behindSeconds: 2,
      second: () => undefined,
      async cut(outage) {
        // Now and then it is the other side that goes, and comes back as another process would.
        proxy.cut();
        if (outage % 5 !== 4) return;
        await gateway.close();
        gateway = await startGateway({ feed, port, clock, tell: () => undefined });
      },
      mend: () => proxy.mend(),
    };
    const open = (tools: LiveTools): LiveSource => openWebSocketSource(`ws://127.0.0.1:${proxy.port}`, tools);
    const day = new FlappingDay(join(scratch, 'ws.holdpoint'), { clock, seed: 1, link, open });
    closers.push(() => day.desk.engine.close());
    await day.live();
    expectNothingLost(day);
  },
  patienceMs,
);

test.skipIf(!hasNatsServer)(
  'a JetStream that flaps for a day: nothing is lost, nothing comes twice, every outage is in the ledger',
  async () => {
    const clock = new HandClock(liveT0Ms);
    const server = await startNatsServer(join(scratch, 'nats'));
    closers.push(() => server.kill());
    const teller = await NatsTeller.open(server.port);
    closers.push(() => teller.connection.close());
    await teller.makeStream();
    const client = jetstream(teller.connection);
    const proxy = await startCuttingProxy(server.port);
    closers.push(() => proxy.close());
    const messageSeconds = 10;
    const counts: object[] = [];
    const link: FlappingLink = {
      behindSeconds: messageSeconds + 1,
      async second(place) {
        counts.push(requests(clock.nowMs(), 1, 'ok', place + 1));
        if (counts.length < messageSeconds) return;
        const said = JSON.stringify(counts.splice(0));
        await client.publish(testSubject, said, { msgID: String(place), timeout: 1000, retries: 100 });
      },
      async cut(outage) {
        // The server itself is killed, or the link swallows everything without a word: seldom, for they take real seconds.
        if (outage % 60 === 20) await server.kill();
        if (outage % 60 === 20) await server.restart();
        if (outage % 60 === 40) proxy.swallow();
        else proxy.cut();
      },
      mend: () => proxy.mend(),
    };
    const open = (tools: LiveTools): LiveSource => openNatsSource(`nats://127.0.0.1:${proxy.port}`, tools);
    const day = new FlappingDay(join(scratch, 'nats.holdpoint'), { clock, seed: 2, link, open });
    closers.push(() => day.desk.engine.close());
    await day.live();
    expectNothingLost(day);
    expect(day.desk.stream.readings()).toMatchObject([{ lost: 0 }]);
  },
  patienceMs,
);
