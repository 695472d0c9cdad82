import type { EventEmitter } from 'node:events';
import { runEngineProcess } from './engineProcess.ts';
import type { Port } from './serve/portTransport.ts';

/** A port as a utility process has it: what it hears comes wrapped in an event. */
interface EventPort extends EventEmitter {
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}

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

function toPort(port: EventPort): Port {
  return {
    postMessage: (message) => port.postMessage(message),
    on: (event: 'message' | 'close', listener: (message?: unknown) => void) =>
      port.on(event, (told?: { readonly data: unknown }) => listener(told?.data)),
    start: () => port.start(),
    close: () => port.close(),
  };
}
