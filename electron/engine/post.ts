import type { JsonValue } from '../../shared/model/arrival.ts';
import type { LedgerRow } from '../../shared/model/ledgerRow.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { type RoomFact, type RoomRow, toRoomRow } from '../../shared/model/room/roomFact.ts';
import type { Clock } from './clock.ts';
import { entryOf } from './desks/deskLedger.ts';
import { Outbox, type ReportAttempt } from './outbox.ts';
import type { Courier, OutboxMessage } from './outboxDoor.ts';
import type { Session } from './store/session.ts';

interface PostOptions {
  readonly session: Session;
  readonly clock: Clock;
  readonly courier?: Courier;
  readonly desk?: { readonly name: string };
}

/** What the post needs of the engine: where reports are written, once the room knows all that was done before. */
interface PostInside {
  door(): { readonly isCurrent: boolean; write(facts: readonly RoomFact[]): void };
  /** The plan in force. */
  plan(): Plan;
}

/**
 * What leaves the room: orders to a webhook that turns traffic up and down, and status updates. Each is in the ledger
 * before it is sent, and every attempt after; what an earlier run left unsent is sent again under the same id.
 *
 * Without a courier nothing is sent, and the ledger says so: a replay or a rehearsal moves nothing.
 */
export class Post {
  private readonly options: PostOptions;
  private readonly inside: PostInside;
  private hasResumed = false;
  private readonly outbox: Outbox | undefined;

  constructor(options: PostOptions, inside: PostInside) {
    const { courier, clock } = options;
    this.options = options;
    this.inside = inside;
    if (courier !== undefined) this.outbox = new Outbox({ courier, clock, report: this.report });
  }

  /** A row that was just written. */
  take(row: RoomRow, isOurs: boolean): void {
    if (row.kind === 'order.cancelled' || row.kind === 'order.confirmed') {
      this.outbox?.cancel(messageId(row.body.order));
      return;
    }
    const message = isOurs ? this.toMessage(row) : undefined;
    if (message === undefined) return;
    if (this.outbox !== undefined) {
      // What this desk ordered before it was away may have been called off by others since: once that is known, it is resumed.
      if (this.inside.door().isCurrent) this.outbox.send(message);
      else this.begin();
    } else {
      const { kind } = this.options.session.identity;
      const text = `Not sent: nothing leaves a ${kind}.`;
      // After the rows that were written with this one.
      const { id } = subjectOf(message.body);
      const facts = [attempted(id, row.kind, 1, 'refused', text), failed(id, row.kind, text)];
      void Promise.resolve().then(() => this.inside.door().write(facts));
    }
  }

  /** What is in the ledger is to be looked through. */
  begin(): void {
    this.hasResumed = false;
  }

  /** Once the room knows all that was done before: sends what an earlier run wrote down and did not see delivered. */
  resume(): void {
    if (this.outbox === undefined || this.hasResumed || !this.inside.door().isCurrent) return;
    this.hasResumed = true;
    const open = new Map<string, OutboxMessage>();
    for (const ledgerRow of this.options.session.readLedger()) {
      const row = toRoomRow(ledgerRow);
      if (row === undefined) continue;
      const message = this.isOurs(ledgerRow) ? this.toMessage(row) : undefined;
      if (message !== undefined) open.set(message.id, message);
      const ended = endedBy(row);
      if (ended !== undefined) open.delete(messageId(ended));
    }
    for (const message of open.values()) this.outbox.send(message);
  }

  async close(): Promise<void> {
    await this.outbox?.close();
  }

  private readonly report: ReportAttempt = ({ body }, attempt, delivery, next) => {
    const { kind, id } = subjectOf(body);
    const text =
      delivery.kind === 'delivered' ? `Answered ${delivery.status} after ${delivery.ms.toFixed(0)} ms.` : delivery.text;
    const facts: RoomFact[] = [attempted(id, kind, attempt, delivery.kind, text)];
    if (next === 'given_up') {
      const why = `Given up after ${attempt === 1 ? 'one attempt' : `${attempt} attempts`}: ${text}`.slice(0, 500);
      facts.push(failed(id, kind, why));
    }
    this.inside.door().write(facts);
  };

  /** What another desk ordered is sent by that desk. */
  private isOurs(row: LedgerRow): boolean {
    const entry = entryOf(row);
    return entry === undefined || entry.desk === this.options.desk?.name;
  }

  private toMessage(row: RoomRow): OutboxMessage | undefined {
    const plan = this.inside.plan();
    const launch = plan.launch.id;
    if (row.kind === 'order.placed' && row.body.actuator === 'webhook' && plan.ramp?.actuator.kind === 'webhook') {
      const { order, does, cells, eligible, reason } = row.body;
      const { url, secret } = plan.ramp.actuator;
      const body = JSON.parse(
        JSON.stringify({ launch, order, does, cells, eligible, reason, at: row.at }),
      ) as JsonValue;
      return { id: messageId(order), address: url, secret, body };
    }
    if (row.kind === 'update.written' && row.body.to === 'webhook' && plan.updates?.url !== undefined) {
      const { update, text } = row.body;
      return {
        id: messageId(update),
        address: plan.updates.url,
        secret: undefined,
        body: { launch, update, text, at: row.at },
      };
    }
    return undefined;
  }
}

/** What a message is about, as its body says. */
function subjectOf(body: JsonValue): { readonly kind: 'order.placed' | 'update.written'; readonly id: string } {
  const said = body as { readonly order?: string; readonly update?: string };
  return said.update === undefined
    ? { kind: 'order.placed', id: said.order ?? '' }
    : { kind: 'update.written', id: said.update };
}

/** Receivers tell messages apart by it, in a header. */
function messageId(id: string): string {
  return encodeURIComponent(id).slice(0, 200);
}

function attempted(
  id: string,
  kind: RoomRow['kind'],
  attempt: number,
  outcome: 'delivered' | 'refused' | 'failed',
  text: string,
): RoomFact {
  const said = { attempt, outcome, text: text.slice(0, 500) };
  return kind === 'order.placed'
    ? { kind: 'order.attempted', body: { order: id, ...said } }
    : { kind: 'update.attempted', body: { update: id, ...said } };
}

function failed(id: string, kind: RoomRow['kind'], text: string): RoomFact {
  return kind === 'order.placed'
    ? { kind: 'order.failed', body: { order: id, text } }
    : { kind: 'update.failed', body: { update: id, text } };
}

/** The message that needs no further attempt after this row. */
function endedBy({ kind, body }: RoomRow): string | undefined {
  switch (kind) {
    case 'order.attempted':
      return body.outcome === 'delivered' ? body.order : undefined;
    case 'update.attempted':
      return body.outcome === 'delivered' ? body.update : undefined;
    case 'order.confirmed':
    case 'order.cancelled':
    case 'order.failed':
      return body.order;
    case 'update.failed':
      return body.update;
    default:
      return undefined;
  }
}
