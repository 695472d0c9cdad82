import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { createHandlers } from '../../electron/host/serve/createHandlers.ts';
import { toSocketTransport } from '../../electron/host/serve/socketTransport.ts';
import { serveContract } from '../../shared/contract/serveContract.ts';
import { callHoldpoint } from '../help/runHoldpoint.ts';
import { serveRoom } from '../help/servedRoom.ts';

/** A way into the same room that breaks off when a command comes: `before` it is done, or `after`. */
async function serveBreaking(room: Awaited<ReturnType<typeof serveRoom>>, when: 'before' | 'after'): Promise<string> {
  const server = createServer();
  const sockets = new WebSocketServer({ server, path: '/room' });
  sockets.on('connection', (socket) => {
    const { acts, ...handlers } = createHandlers(room.engine, 'acts');
    if (acts === undefined) throw new Error('This room lets people act.');
    const command: typeof acts.command = async (given) => {
      const outcome = when === 'after' ? await acts.command(given) : undefined;
      socket.terminate();
      return outcome ?? new Promise(() => undefined);
    };
    serveContract({ ...handlers, acts: { ...acts, command } }, toSocketTransport(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => {
    sockets.close();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/#${'k'.repeat(43)}`;
}

test.each(['before', 'after'] as const)(
  'where the connection breaks %s a command is done, giving it again under its id does it once',
  async (when) => {
    const room = await serveRoom();
    await room.run('sre:B', 'take');
    const address = await serveBreaking(room, when);
    const notes = (): number => room.engine.session.readLedger().filter(({ kind }) => kind === 'note.written').length;

    const lost = await callHoldpoint(['note', 'Once.', '--as', 'sre:B', '--room', address]);
    expect([lost.exitCode, lost.stdout]).toEqual([3, '']);
    const [, id = ''] = /Call again with --id (\S+): under its id it is done once\.\n$/.exec(lost.stderr) ?? [];
    expect(id).not.toBe('');
    expect(notes()).toBe(when === 'after' ? 1 : 0);

    const again = await room.run('sre:B', 'note', 'Once.', '--id', id);
    expect([again.exitCode, again.stderr]).toEqual([0, '']);
    expect(notes()).toBe(1);
  },
);
