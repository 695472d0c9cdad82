import { z } from 'zod';
import { commandEnvelope, wireCommands, type ParsedCommand } from './commands.ts';
import { contract, ContractError, type ControlName, type FailureCode, type QueryName } from './contract.ts';
import type { ContractHandlers, Seat } from './handlers.ts';
import {
  type ClientMessage,
  clientMessage,
  countBytes,
  type HostMessage,
  mostInboundBytes,
  toFault,
  type Transport,
} from './messages.ts';
import { mostAnswerBytes, type WireSnapshot } from './wireRoom.ts';

/** So many calls of one connection may wait for their answers. */
const mostWaiting = 32;

const givenShape = z.strictObject({
  ...commandEnvelope,
  command: z.strictObject({ kind: z.string().max(100), args: z.unknown() }),
});

/**
 * Answers one connection until it ends. Whatever comes in is parsed, and what is wrong is answered in words. Whoever is let
 * in for one `role` acts in no other, whatever he says.
 */
export function serveContract(handlers: ContractHandlers, transport: Transport, role?: string): void {
  const connection = new Connection(handlers, transport, role);
  transport.onMessage(
    (text) => connection.take(text),
    () => connection.end(),
  );
}

class Connection {
  private readonly handlers: ContractHandlers;
  private readonly transport: Transport;
  private readonly role: string | undefined;
  private isWelcome = false;
  private hasEnded = false;
  private waiting = 0;
  private unwatch: (() => void) | undefined;
  /** A snapshot was sent and has not been taken in yet. */
  private isInFlight = false;
  /** The latest that has not been sent; an older one is forgotten. */
  private next: (() => WireSnapshot) | undefined;

  constructor(handlers: ContractHandlers, transport: Transport, role: string | undefined) {
    this.handlers = handlers;
    this.transport = transport;
    this.role = role;
  }

  end(): void {
    this.hasEnded = true;
    this.stopWatching();
  }

  take(text: string): void {
    if (this.hasEnded) return;
    if (text.length > mostInboundBytes || countBytes(text) > mostInboundBytes) {
      this.fail(null, 'too_large', `A message may have ${mostInboundBytes} bytes: say it shorter.`);
      return;
    }
    const message = readMessage(text);
    if (typeof message === 'string') this.fail(null, 'bad_message', message);
    else if (message.kind === 'hello') this.greet(message.version);
    else if (!this.isWelcome) this.fail(callOf(message), 'bad_message', 'Say hello with a version first.');
    else this.hear(message);
  }

  private greet(version: number): void {
    if (version !== contract.version) {
      const text = `This engine speaks version ${contract.version} of the contract and not ${version}: use the screens that came with it.`;
      this.fail(null, 'bad_version', text);
      return;
    }
    this.isWelcome = true;
    const mayCommand = this.handlers.acts !== undefined;
    this.say({ kind: 'welcome', version: contract.version, mayCommand, role: this.role ?? null });
  }

  private hear(message: Exclude<ClientMessage, { kind: 'hello' }>): void {
    switch (message.kind) {
      case 'watch':
        this.unwatch ??= this.handlers.subscribe((take) => this.offer(take));
        return;
      case 'unwatch':
        this.stopWatching();
        return;
      case 'seen':
        this.isInFlight = false;
        this.sendNext();
        return;
      case 'query':
        void this.answer(message.call, async () => ({ value: await this.ask(message.name, message.args) }));
        return;
      case 'control':
        void this.answer(message.call, async () => ({ value: await this.steer(message.name, message.args) }));
        return;
      case 'command':
        void this.answer(message.call, async () => ({ outcome: await this.run(message.given) }));
    }
  }

  private async answer(
    call: number,
    work: () => Promise<{ readonly value: unknown } | { readonly outcome: unknown }>,
  ): Promise<void> {
    if (this.waiting >= mostWaiting) {
      this.fail(call, 'too_busy', `${mostWaiting} calls are waiting already: wait for their answers.`);
      return;
    }
    this.waiting += 1;
    try {
      const done = await work();
      const kind = 'outcome' in done ? 'outcome' : 'answer';
      const text = JSON.stringify({ kind, call, ...done });
      if (text.length <= mostAnswerBytes && countBytes(text) <= mostAnswerBytes) this.send(text);
      else this.fail(call, 'too_large', `The answer is larger than ${mostAnswerBytes} bytes: ask for less of it.`);
    } catch (error) {
      if (error instanceof ContractError) this.fail(call, error.code, error.message);
      else this.fail(call, 'failed', error instanceof Error ? error.message : String(error));
    } finally {
      this.waiting -= 1;
    }
  }

  private async ask(name: string, args: unknown): Promise<unknown> {
    if (!isKey(contract.queries, name)) throw unknownName('query', name);
    // The schema and the handler stand under the same name, which the compiler cannot follow through a variable.
    const handler = this.handlers.queries[name] as (args: unknown, seat: Seat) => unknown;
    return handler(parse(contract.queries[name satisfies QueryName].args, args), { role: this.role });
  }

  private async steer(name: string, args: unknown): Promise<unknown> {
    if (!isKey(contract.controls, name)) throw unknownName('control', name);
    const { acts } = this.handlers;
    if (acts === undefined) throw new ContractError('not_allowed', 'This connection may look and not act.');
    const handler = acts.controls[name] as (args: unknown, seat: Seat) => unknown;
    return handler(parse(contract.controls[name satisfies ControlName].args, args), { role: this.role });
  }

  private async run(given: unknown): Promise<unknown> {
    const { acts } = this.handlers;
    if (acts === undefined) throw new ContractError('not_allowed', 'This connection may look and not act.');
    const { command, ...rest } = parse(givenShape, given);
    if (!isKey(wireCommands, command.kind)) throw unknownName('command', command.kind);
    const args = parse(wireCommands[command.kind], command.args);
    this.requireRole(rest.actor.role);
    // Roles are taken and given away by name, whoever says so.
    if ('role' in args) this.requireRole(args.role);
    return acts.command({ ...rest, command: { kind: command.kind, args } as ParsedCommand });
  }

  private requireRole(role: string): void {
    if (this.role === undefined || role === this.role) return;
    throw new ContractError('not_allowed', `You came in as ${this.role} and act in that role alone, not as ${role}.`);
  }

  private offer(take: () => WireSnapshot): void {
    this.next = take;
    this.sendNext();
  }

  private sendNext(): void {
    if (this.isInFlight || this.next === undefined || this.hasEnded) return;
    const take = this.next;
    this.next = undefined;
    this.isInFlight = true;
    this.say({ kind: 'snapshot', snapshot: take() });
  }

  private stopWatching(): void {
    this.unwatch?.();
    this.unwatch = undefined;
    this.next = undefined;
  }

  private fail(call: number | null, code: FailureCode, text: string): void {
    this.say({ kind: 'failure', call, code, text });
  }

  private say(message: Sayable): void {
    this.send(JSON.stringify(message));
  }

  private send(text: string): void {
    if (!this.hasEnded) this.transport.send(text);
  }
}

type Sayable = Exclude<HostMessage, { kind: 'snapshot' }> | { kind: 'snapshot'; snapshot: WireSnapshot };

/** The message, or what is wrong with it. */
function readMessage(text: string): ClientMessage | string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'That was not JSON.';
  }
  const parsed = clientMessage.safeParse(json);
  return parsed.success ? parsed.data : `That was not a message of this contract: ${toFault(parsed.error)}`;
}

function callOf(message: ClientMessage): number | null {
  return 'call' in message ? message.call : null;
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new ContractError('bad_args', toFault(parsed.error));
  return parsed.data;
}

function isKey<Table extends object>(table: Table, name: string): name is Extract<keyof Table, string> {
  return Object.hasOwn(table, name);
}

function unknownName(what: string, name: string): ContractError {
  return new ContractError('unknown_name', `There is no ${what} ${JSON.stringify(name)} in this version.`);
}
