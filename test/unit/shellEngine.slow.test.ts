import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { createClient } from '../../shared/contract/createClient.ts';
import { runEngineProcess } from '../../electron/host/engineProcess.ts';
import type { FromEngineProcess, ToEngineProcess } from '../../electron/host/engineProcessMessages.ts';
import type { Port } from '../../electron/host/serve/port.ts';
import { toPortTransport } from '../../electron/host/serve/portTransport.ts';

/** T-0 of the launch. */
const launchTick = Date.parse('2026-03-30T14:00:00Z') / 1000;
const folder = mkdtempSync(join(tmpdir(), 'holdpoint-shell-'));

/** The process as its parent has it, without the process. */
function beginProcess() {
  const said: FromEngineProcess[] = [];
  let tell: (message: unknown, ports: readonly Port[]) => void = () => undefined;
  let heard = (): void => undefined;
  const over = runEngineProcess(
    {
      say: (message) => {
        said.push(message);
        heard();
      },
      hear: (listener) => (tell = listener),
    },
    { err: () => undefined },
  );
  return {
    said,
    over,
    tell: (message: ToEngineProcess, ports: readonly Port[] = []) => tell(message, ports),
    first: async (kind: FromEngineProcess['kind']): Promise<FromEngineProcess | undefined> => {
      while (!said.some((message) => message.kind === kind)) {
        await new Promise<void>((resolve) => (heard = () => resolve()));
      }
      return said.find((message) => message.kind === kind);
    },
    connect: () => {
      const { port1, port2 } = new MessageChannel();
      tell({ kind: 'port' }, [port1]);
      return createClient(toPortTransport(port2));
    },
  };
}

test('a launch is served over each port, is kept where it was told, and goes on from there in the next process', async () => {
  const session = join(folder, 'new/launch.holdpoint');
  const open = { kind: 'open', session, launch: 'shopnow-one-click' } as const;
  const before = beginProcess();
  before.tell(open);
  const [one, other] = [before.connect(), before.connect()];
  expect(await one.ready).toMatchObject({ mayCommand: true });
  expect(await other.ready).toMatchObject({ mayCommand: true });
  expect(await before.first('opened')).toEqual({ kind: 'opened', name: 'One-Click Checkout', isLive: false });
  const { tick } = await one.control('replay.seek', { tick: launchTick - 240 });
  await one.control('replay.play', { speed: 25 });
  expect(await before.first('speed')).toEqual({ kind: 'speed', speed: 25 });
  await one.control('replay.play', { speed: 0 });
  before.tell({ kind: 'close' });
  await before.over;
  expect(existsSync(session)).toBe(true);

  const after = beginProcess();
  after.tell({ ...open, speed: 25 });
  const again = after.connect();
  await again.ready;
  const { tick: earliest } = await again.control('replay.seek', { tick: 0 });
  expect(earliest).not.toBeNull();
  // It is on its way there while somebody looks at its beginning.
  await new Promise<void>((resolve) =>
    again.watch(({ state }) => ((state.headTick ?? 0) >= (tick ?? Infinity) ? resolve() : undefined)),
  );
  await new Promise<void>((resolve) => again.watch(({ state }) => (state.speed === 25 ? resolve() : undefined)));
  after.tell({ kind: 'close' });
  await after.over;
  expect(after.said.filter(({ kind }) => kind === 'failed')).toEqual([]);
});

test('a file that is not there is told in a sentence, and the port that waits for it is closed', async () => {
  const begun = beginProcess();
  begun.tell({ kind: 'open', session: join(folder, 'nothing.holdpoint') });
  const client = begun.connect();
  await expect(client.ready).rejects.toThrow();
  expect(begun.said).toEqual([{ kind: 'failed', text: expect.stringContaining('nothing.holdpoint') }]);
  begun.tell({ kind: 'close' });
  await begun.over;
});

test('what is no message opens nothing', async () => {
  const begun = beginProcess();
  begun.tell({ kind: 'open' } as ToEngineProcess);
  begun.tell({ kind: 'close' });
  await begun.over;
  expect(begun.said).toEqual([]);
});
