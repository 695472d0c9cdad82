import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';

const source = readFileSync(join(import.meta.dirname, '../../electron/shell/preload.cjs'), 'utf8');

/** The preload between a page and a shell that write down what they are told. */
function preload() {
  const invoked: unknown[][] = [];
  const posted: unknown[][] = [];
  const fromShell = new Map<string, (event: unknown, ...rest: unknown[]) => void>();
  const fromPage = new Map<string, (event: unknown) => void>();
  const window = {
    addEventListener: (name: string, listener: (event: unknown) => void) => fromPage.set(name, listener),
    postMessage: (...told: unknown[]) => posted.push(told),
  };
  const electron = {
    ipcRenderer: {
      invoke: (...told: unknown[]) => invoked.push(told),
      on: (name: string, listener: (event: unknown) => void) => fromShell.set(name, listener),
    },
    webUtils: { getPathForFile: ({ path }: { path: string }) => path },
  };
  const location = { origin: 'holdpoint://room' };
  runInNewContext(source, {
    window,
    location,
    require: (name: string) => (name === 'electron' ? electron : undefined),
  });
  return { window, invoked, posted, fromShell, fromPage };
}

test('the page asks for a port by one word, and what others say goes nowhere', () => {
  const { window, invoked, fromPage } = preload();
  const hear = fromPage.get('message');
  hear?.({ source: {}, data: 'holdpoint.port.wanted' });
  hear?.({ source: window, data: 'holdpoint.file.dropped' });
  hear?.({ source: window, data: { kind: 'holdpoint.port.wanted' } });
  expect(invoked).toEqual([]);
  hear?.({ source: window, data: 'holdpoint.port.wanted' });
  expect(invoked).toEqual([['holdpoint.port.wanted']]);
});

test('ports and commands go to the page alone', () => {
  const { posted, fromShell } = preload();
  fromShell.get('holdpoint.port')?.({ ports: ['a port'] });
  fromShell.get('holdpoint.command')?.({}, 'play');
  expect(posted).toEqual([
    ['holdpoint.port', 'holdpoint://room', ['a port']],
    [{ kind: 'holdpoint.command', id: 'play' }, 'holdpoint://room'],
  ]);
});

test('what is dropped is told by its path, and the page does not turn into it', () => {
  const { invoked, fromPage } = preload();
  let prevented = 0;
  const preventDefault = (): number => (prevented += 1);
  fromPage.get('dragover')?.({ preventDefault });
  fromPage.get('drop')?.({ preventDefault, dataTransfer: { files: [{ path: '/launches/day.holdpoint' }] } });
  expect(prevented).toBe(2);
  expect(invoked).toEqual([['holdpoint.file.dropped', '/launches/day.holdpoint']]);
});
