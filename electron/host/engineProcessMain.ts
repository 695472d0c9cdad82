import type { EventEmitter } from 'node:events';
import { runEngineProcess } from './engineProcess.ts';
import { type EventPort, toPort } from './serve/port.ts';

interface ParentEvent {
  readonly data: unknown;
  readonly ports: readonly EventPort[];
}

const parent = (process as { parentPort?: EventEmitter & Pick<EventPort, 'postMessage'> }).parentPort;

if (parent === undefined) {
  process.stderr.write('This is the engine of the desktop app, which starts it: call holdpoint instead.\n');
  process.exitCode = 3;
} else {
  await runEngineProcess(
    {
      say: (message) => parent.postMessage(message),
      hear: (listener) => parent.on('message', ({ data, ports }: ParentEvent) => listener(data, ports.map(toPort))),
    },
    { err: (text) => void process.stderr.write(text) },
  );
  process.exit(0);
}
