import { deskGreeting } from '../../../shared/model/deskMessages.ts';
import type { DeskState } from '../../../shared/model/deskState.ts';
import type { LedgerLink } from './ledgerDoor.ts';
import type { DeskClock } from './sharedOrder.ts';

/** Who was heard of, and when: desks let each other know once a second that they are there. */
export class Greetings {
  private readonly name: string;
  private readonly link: LedgerLink;
  private readonly clock: DeskClock;
  private readonly run: string;
  private readonly begunMs: number;
  /** From when on silence counts. */
  private listensMs: number;
  private readonly heardMs = new Map<string, number>();
  /** A desk of the same name was there before this one. */
  elder = false;

  constructor({ name, link, random }: { name: string; link: LedgerLink; random: () => number }, clock: DeskClock) {
    this.name = name;
    this.link = link;
    this.clock = clock;
    this.run = Math.floor(random() * 36 ** 10).toString(36);
    this.begunMs = clock.steadyMs();
    this.listensMs = this.begunMs;
  }

  greet(): void {
    const aged = this.clock.steadyMs() - this.begunMs;
    this.link.greet(Buffer.from(JSON.stringify({ desk: this.name, run: this.run, aged })));
  }

  /** The link is there: who is not heard from now on is away. */
  begin(): void {
    this.listensMs = this.clock.steadyMs();
  }

  hear(body: Uint8Array): void {
    const said = deskGreeting.safeParse(parse(body)).data;
    if (said === undefined) return;
    const { desk, run, aged } = said;
    if (desk !== this.name) this.saw(desk);
    else if (run !== this.run && aged > this.clock.steadyMs() - this.begunMs) this.elder = true;
  }

  saw(desk: string): void {
    this.heardMs.set(desk, this.clock.steadyMs());
  }

  /** For how long a desk has said nothing. */
  silentMs(desk: string): number {
    return this.clock.steadyMs() - Math.max(this.listensMs, this.heardMs.get(desk) ?? -Infinity);
  }

  /** The others, by the session's time. */
  heard(nowMs: number): DeskState['others'] {
    const steadyMs = this.clock.steadyMs();
    return [...this.heardMs].map(([desk, heardMs]) => ({ desk, heardAtMs: Math.round(nowMs - (steadyMs - heardMs)) }));
  }
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}
