/** As much of a message port as Node's and the desktop's have in common. */
export interface Port {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** A port as Electron has it outside of pages: what it hears comes wrapped in an event. */
export interface EventPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

export function toPort(port: EventPort): Port {
  return {
    postMessage: (message) => port.postMessage(message),
    on: (event: 'message' | 'close', listener: (message?: unknown) => void) =>
      event === 'message' ? port.on(event, ({ data }) => listener(data)) : port.on(event, () => listener()),
    start: () => port.start(),
    close: () => port.close(),
  };
}
