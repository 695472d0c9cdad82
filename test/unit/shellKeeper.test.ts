import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { type EngineChild, EngineKeeper, toWaitMs } from '../../electron/host/engineProcessKeeper.ts';
import type { FromEngineProcess, ToEngineProcess } from '../../electron/host/engineProcessMessages.ts';

const open = { kind: 'open', session: '/launches/day.holdpoint' } as const;

class Port {
  isClosed = false;
  close(): void {
    this.isClosed = true;
  }
}

class Child extends EventEmitter implements EngineChild<Port> {
  readonly told: ToEngineProcess['kind'][] = [];
  opened: ToEngineProcess | undefined;
  readonly ports: Port[] = [];
  postMessage(message: ToEngineProcess, ports: Port[] = []): void {
    this.told.push(message.kind);
    if (message.kind === 'open') this.opened = message;
    this.ports.push(...ports);
  }
}

/** A keeper whose children die by hand, on a clock that jumps over every wait. */
function keep() {
  const children: Child[] = [];
  const heard: FromEngineProcess[] = [];
  const waits: number[] = [];
  let nowMs = 0;
  const keeper = new EngineKeeper<Port>({
    open,
    fork: () => {
      const child = new Child();
      children.push(child);
      return child;
    },
    clock: {
      steadyMs: () => nowMs,
      sleep: (ms) => {
        waits.push(ms);
        nowMs += ms;
        return Promise.resolve();
      },
    },
    hear: (message) => heard.push(message),
  });
  const die = async (): Promise<void> => {
    children.at(-1)?.emit('exit');
    await new Promise(setImmediate);
  };
  return { keeper, children, heard, waits, die };
}

test('an engine that dies is started again with what is on the disk, later each time', async () => {
  const { children, waits, heard, die } = keep();
  for (let death = 0; death < 5; death += 1) await die();
  expect(waits).toEqual([250, 500, 1000, 2000, 4000]);
  expect(children).toHaveLength(6);
  for (const child of children) expect(child.told).toEqual(['open']);
  expect(heard).toEqual([]);
});

test('time runs in the next engine as fast as it ran in the one that died, and stands where it stood', async () => {
  const { children, heard, die } = keep();
  expect(children[0]?.opened).toEqual(open);
  for (const speed of [60, Infinity, 0]) {
    children.at(-1)?.emit('message', { kind: 'speed', speed });
    await die();
    expect(children.at(-1)?.opened).toEqual({ ...open, speed });
  }
  children.at(-1)?.emit('message', { kind: 'speed', speed: 'fast' });
  await die();
  expect(children.at(-1)?.opened).toEqual({ ...open, speed: 0 });
  expect(heard).toEqual([]);
});

test('an engine that dies six times in a minute stays down and says so; who waits is let go', async () => {
  const { keeper, children, heard, die } = keep();
  for (let death = 0; death < 6; death += 1) await die();
  expect(children).toHaveLength(6);
  expect(heard).toEqual([{ kind: 'failed', text: expect.stringContaining('six times in a minute') }]);
  const port = new Port();
  keeper.connect(port);
  expect(port.isClosed).toBe(true);
  await keeper.close();
});

test('a port that is asked for while the engine is down goes to the next one', async () => {
  const { keeper, children, die } = keep();
  const dying = die();
  const port = new Port();
  keeper.connect(port);
  await dying;
  expect(children[1]?.ports).toEqual([port]);
  expect(port.isClosed).toBe(false);
});

test('a file that is handed over while the engine is down goes to the next one', async () => {
  const { keeper, children, die } = keep();
  const dying = die();
  const port = new Port();
  keeper.connect(port, { kind: 'file', name: 'drill.txt', bytes: Buffer.from('drilled') });
  await dying;
  expect(children[1]?.told).toEqual(['open', 'file']);
  expect(children[1]?.ports).toEqual([port]);
});

test('a file that cannot be opened is not tried again', async () => {
  const { children, heard, die } = keep();
  children[0]?.emit('message', { kind: 'failed', text: 'It is not there.' });
  children[0]?.emit('message', { kind: 'critical', trigger: 7 });
  await die();
  expect(children).toHaveLength(1);
  expect(heard).toEqual([{ kind: 'failed', text: 'It is not there.' }]);
});

test('a file that could not be opened is tried again when somebody asks for it again', async () => {
  const { keeper, children, die } = keep();
  keeper.reopen();
  expect(children[0]?.told).toEqual(['open']);
  children[0]?.emit('message', { kind: 'failed', text: 'It is not there.' });
  keeper.reopen();
  expect(children[0]?.told).toEqual(['open', 'close']);
  await die();
  expect(children[1]?.told).toEqual(['open']);
  children[1]?.emit('message', { kind: 'failed', text: 'It is not there.' });
  await die();
  keeper.reopen();
  expect(children[2]?.told).toEqual(['open']);
});

test('closing waits until the process is gone, and starts none', async () => {
  const { keeper, children, die } = keep();
  let isOver = false;
  const closed = keeper.close().then(() => (isOver = true));
  await new Promise(setImmediate);
  expect(isOver).toBe(false);
  expect(children[0]?.told).toEqual(['open', 'close']);
  await die();
  await closed;
  expect(children).toHaveLength(1);
});

test('deaths of more than a minute ago are forgotten', () => {
  expect(toWaitMs([0, 1, 2, 3, 4, 5], 59_000)).toBeUndefined();
  expect(toWaitMs([0, 1, 2, 3, 4, 60_005], 60_005)).toBe(250);
});
