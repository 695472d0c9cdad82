import type { z } from 'zod';
import type { RefusalCode } from '../model/room/refusal.ts';
import type { WireGiven, WireOutcome } from './commands.ts';
import {
  contract,
  ContractError,
  type ControlAnswer,
  type ControlArgs,
  type ControlName,
  type FailureCode,
  type QueryAnswer,
  type QueryArgs,
  type QueryName,
} from './contract.ts';
import {
  type ClientMessage,
  countBytes,
  type HostMessage,
  hostMessage,
  mostInboundBytes,
  toFault,
  type Transport,
} from './messages.ts';
import type { WireSnapshot } from './wireRoom.ts';

/** What somebody may do who is let in. */
export interface Greeting {
  readonly mayCommand: boolean;
  /** The only role in which he may act; null where it may be any. */
  readonly role: string | null;
}

/** The engine, from the other side of a process. */
export interface Client {
  /** Resolves when the engine has greeted; rejects when it speaks another version, or is gone. */
  readonly ready: Promise<Greeting>;
  /** Never rejects: what could not be given is refused, and what is not known to be done is `engine_lost`. */
  command(given: WireGiven): Promise<WireOutcome>;
  /** Rejects with a `ContractError`. */
  query<Name extends QueryName>(name: Name, args: QueryArgs<Name>): Promise<QueryAnswer<Name>>;
  control<Name extends ControlName>(name: Name, args: ControlArgs<Name>): Promise<ControlAnswer<Name>>;
  /** The latest snapshot at once and whenever there is a later one. Returns how to stop. */
  watch(listener: (snapshot: WireSnapshot) => void): () => void;
  /** Resolves, with why, when the connection is gone. */
  readonly ended: Promise<string>;
  /** Whether it is gone because the engine and this side speak different versions: connecting again would not help. */
  readonly isOtherVersion: boolean;
  close(): void;
}

export const createClient = (transport: Transport): Client => new ContractClient(transport);

interface Call {
  /** Parses what came; throws where it is not what the contract says. */
  readonly done: (value: unknown) => void;
  readonly failed: (error: ContractError) => void;
}

class ContractClient implements Client {
  readonly ready: Promise<Greeting>;
  readonly ended: Promise<string>;
  isOtherVersion = false;
  private readonly transport: Transport;
  private readonly calls = new Map<number, Call>();
  private readonly listeners = new Set<(snapshot: WireSnapshot) => void>();
  private readonly greeting = Promise.withResolvers<Greeting>();
  private readonly ending = Promise.withResolvers<string>();
  private latest: WireSnapshot | undefined;
  private lastCall = 0;
  private endedBecause: string | undefined;

  constructor(transport: Transport) {
    this.transport = transport;
    this.ready = this.greeting.promise;
    // Whoever does not wait for it hears of it from his calls.
    this.ready.catch(() => undefined);
    this.ended = this.ending.promise;
    transport.onMessage(
      (text) => this.take(text),
      () => this.end('The connection to the engine is gone: connect again.'),
    );
    this.say({ kind: 'hello', version: contract.version });
  }

  async command(given: WireGiven): Promise<WireOutcome> {
    try {
      return await this.call((call) => ({ kind: 'command', call, given }), contract.commandOutcome);
    } catch (error) {
      if (!(error instanceof ContractError)) throw error;
      return { kind: 'refused', refusal: { code: toRefusal(error.code), text: error.message } };
    }
  }

  query<Name extends QueryName>(name: Name, args: QueryArgs<Name>): Promise<QueryAnswer<Name>> {
    const schema: z.ZodType = contract.queries[name].answer;
    return this.call((call) => ({ kind: 'query', call, name, args }), schema) as Promise<QueryAnswer<Name>>;
  }

  control<Name extends ControlName>(name: Name, args: ControlArgs<Name>): Promise<ControlAnswer<Name>> {
    const schema: z.ZodType = contract.controls[name].answer;
    return this.call((call) => ({ kind: 'control', call, name, args }), schema) as Promise<ControlAnswer<Name>>;
  }

  watch(listener: (snapshot: WireSnapshot) => void): () => void {
    this.listeners.add(listener);
    if (this.listeners.size === 1) this.say({ kind: 'watch' });
    else if (this.latest !== undefined) listener(this.latest);
    return () => {
      if (!this.listeners.delete(listener) || this.listeners.size > 0) return;
      this.latest = undefined;
      this.say({ kind: 'unwatch' });
    };
  }

  close(): void {
    this.transport.close();
    this.end('The connection was closed here.');
  }

  private call<Schema extends z.ZodType>(
    toMessage: (call: number) => ClientMessage,
    schema: Schema,
  ): Promise<z.output<Schema>> {
    return new Promise((resolve, reject) => {
      if (this.endedBecause !== undefined) {
        reject(new ContractError('engine_lost', this.endedBecause));
        return;
      }
      this.lastCall += 1;
      const text = JSON.stringify(toMessage(this.lastCall));
      if (countBytes(text) > mostInboundBytes) {
        reject(new ContractError('too_large', `A message may have ${mostInboundBytes} bytes: say it shorter.`));
        return;
      }
      const done = (value: unknown): void => resolve(parseOrThrow(schema, value));
      this.calls.set(this.lastCall, { done, failed: reject });
      this.transport.send(text);
    });
  }

  private take(text: string): void {
    if (this.endedBecause !== undefined) return;
    try {
      this.hear(parseOrThrow(hostMessage, JSON.parse(text)));
    } catch (error) {
      if (!(error instanceof NotUnderstood || error instanceof SyntaxError)) throw error;
      this.isOtherVersion = true;
      // Nothing that it says later can be trusted to be what this version means by it.
      this.transport.close();
      this.end(`The engine said what this version does not understand: ${error.message}`);
    }
  }

  private hear(message: HostMessage): void {
    switch (message.kind) {
      case 'welcome':
        this.greeting.resolve({ mayCommand: message.mayCommand, role: message.role });
        return;
      case 'outcome':
        this.settle(message.call, (call) => call.done(message.outcome));
        return;
      case 'answer':
        this.settle(message.call, (call) => call.done(message.value));
        return;
      case 'failure': {
        const error = new ContractError(message.code, message.text);
        if (message.call !== null) this.settle(message.call, (call) => call.failed(error));
        else if (message.code === 'bad_version') {
          this.isOtherVersion = true;
          this.greeting.reject(error);
        }
        return;
      }
      case 'snapshot':
        this.show(message.snapshot);
    }
  }

  private show(snapshot: WireSnapshot): void {
    if (this.listeners.size > 0) this.latest = snapshot;
    try {
      for (const listener of this.listeners) listener(snapshot);
    } finally {
      this.say({ kind: 'seen' });
    }
  }

  private settle(number: number, how: (call: Call) => void): void {
    const call = this.calls.get(number);
    if (call === undefined) return;
    how(call);
    this.calls.delete(number);
  }

  private end(because: string): void {
    if (this.endedBecause !== undefined) return;
    this.endedBecause = because;
    const error = new ContractError('engine_lost', because);
    this.greeting.reject(error);
    for (const call of this.calls.values()) call.failed(error);
    this.calls.clear();
    this.ending.resolve(because);
  }

  private say(message: ClientMessage): void {
    this.transport.send(JSON.stringify(message));
  }
}

class NotUnderstood extends Error {}

function parseOrThrow<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new NotUnderstood(toFault(parsed.error));
  return parsed.data;
}

function toRefusal(code: FailureCode): RefusalCode {
  switch (code) {
    case 'engine_lost':
    case 'failed':
      return 'engine_lost';
    case 'not_allowed':
    case 'not_found':
      return code;
    default:
      return 'bad_request';
  }
}
