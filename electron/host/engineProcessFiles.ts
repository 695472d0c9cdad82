import type { EngineKeeper } from './engineProcessKeeper.ts';
import { FileDoor } from './serve/fileDoor.ts';
import type { Port } from './serve/port.ts';

/**
 * A door whose files go to the engine's process, each with a port of its own: over it comes the answer, and when the engine
 * dies over a file, the port tells. The bytes are copied there once, because Electron transfers ports and nothing else.
 */
export function openFileDoor<Far extends { close(): void }>(
  keeper: Pick<EngineKeeper<Far>, 'connect'>,
  openChannel: () => readonly [near: Port, far: Far],
): FileDoor {
  return new FileDoor(({ name, bytes }) => {
    const [near, far] = openChannel();
    const answered = awaitDigest(near);
    keeper.connect(far, { kind: 'file', name, bytes });
    return answered;
  });
}

function awaitDigest(port: Port): Promise<string | undefined> {
  return new Promise((resolve) => {
    port.on('message', (said) => {
      resolve(typeof said === 'string' ? said : undefined);
      port.close();
    });
    port.on('close', () => resolve(undefined));
    port.start();
  });
}
