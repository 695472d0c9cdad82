import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { runEngineProcess } from '../../electron/host/engineProcess.ts';
import { openFileDoor } from '../../electron/host/engineProcessFiles.ts';
import { type EngineChild, EngineKeeper } from '../../electron/host/engineProcessKeeper.ts';
import type { ToEngineProcess } from '../../electron/host/engineProcessMessages.ts';
import { toPortTransport } from '../../electron/host/serve/portTransport.ts';
import { systemClock } from '../../electron/host/systemClock.ts';
import { answerPage, toPageUrl } from '../../electron/shell/pageScheme.ts';
import { createClient } from '../../shared/contract/createClient.ts';
import { done, give, refused } from '../contract/giveCommands.ts';

/** An engine's process, all but the process: what it is told and says goes through real ports, as copies. */
class PortChild extends EventEmitter implements EngineChild<MessagePort> {
  private readonly port: MessagePort;

  constructor() {
    super();
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    port1.on('message', (message) => this.emit('message', message));
    const over = runEngineProcess(
      {
        say: (message) => port2.postMessage(message),
        hear: (listener) =>
          port2.on('message', ({ message, ports }: { message: unknown; ports: MessagePort[] }) =>
            listener(message, ports),
          ),
      },
      { err: () => undefined },
    );
    void over.then(() => {
      port2.close();
      this.emit('exit');
    });
  }

  postMessage(message: ToEngineProcess, ports: MessagePort[] = []): void {
    this.port.postMessage({ message, ports }, ports);
  }
}

function openRoom(session: string) {
  const keeper = new EngineKeeper<MessagePort>({
    open: { kind: 'open', session, launch: 'shopnow-one-click' },
    fork: () => new PortChild(),
    clock: systemClock,
    hear: () => undefined,
  });
  const door = openFileDoor(keeper, () => {
    const { port1, port2 } = new MessageChannel();
    return [port1, port2];
  });
  const handOver = async (name: string, body: string | Uint8Array<ArrayBuffer>): Promise<string> => {
    const headers = { 'X-File-Name': encodeURIComponent(name) };
    const request = new Request(new URL('evidence', toPageUrl('one')), { method: 'POST', headers, body });
    const reply = await answerPage(request, tmpdir(), () => door);
    const said = Buffer.from(reply.body).toString();
    return reply.status === 200 ? (JSON.parse(said) as { file: string }).file : `${reply.status} ${said}`;
  };
  const connect = () => {
    const { port1, port2 } = new MessageChannel();
    keeper.connect(port2);
    return createClient(toPortTransport(port1));
  };
  return { keeper, handOver, connect };
}

test('a file that the page hands over is attached in the engine, whole and under its name', async () => {
  const { keeper, handOver, connect } = openRoom(
    join(mkdtempSync(join(tmpdir(), 'holdpoint-files-')), 'day.holdpoint'),
  );
  // It comes before there is an engine to take it, and waits.
  const bytes = new Uint8Array(3_000_000).map((_, index) => index % 251);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const early = handOver('PCI Bericht ü.pdf', bytes);
  const client = connect();
  await client.ready;
  expect(await early).toBe(sha256);
  await client.control('replay.play', { speed: 0 });
  await done(client, 'compliance', { kind: 'role.take', args: { role: 'compliance' } });
  const attach = (file: string) => ({ kind: 'evidence.attach', args: { evidence: 'pci-report', file } }) as const;
  expect(await give(client, 'compliance', attach('f'.repeat(64)))).toMatchObject(refused('not_found'));
  const [row = 0] = await done(client, 'compliance', attach(sha256));
  expect(await client.query('evidence.read', { row })).toMatchObject({
    row: { body: { file: { name: 'PCI Bericht ü.pdf', bytes: bytes.length, sha256 } } },
  });

  await done(client, 'incident-commander', { kind: 'role.take', args: { role: 'incident-commander' } });
  const file = await handOver('changed.yaml', 'launch: {}\n');
  const change = { kind: 'plan.change', args: { file, reason: 'The plan was wrong.' } } as const;
  expect(await give(client, 'incident-commander', change)).toMatchObject({
    kind: 'refused',
    refusal: { code: 'bad_request', text: expect.stringContaining('changed.yaml cannot be judged by.') },
  });
  await keeper.close();
  expect(await handOver('late.txt', 'x')).toMatch(/^503 .*hand it over again/);
});
