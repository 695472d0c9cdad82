import { instantAt } from '../../base/instant.ts';
import type { UpdateReading } from '../../model/room/updateReading.ts';
import type { CommandArgs, RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import { type Asker, type Book, type Decided, refuse, type World } from './book.ts';
import { missingRight } from './missingRight.ts';
import { buildUpdateDraft } from './updateDraft.ts';

interface Written extends Omit<UpdateReading['written'][number], 'by'> {
  readonly by: { readonly role: string; readonly name: string };
  readonly to: 'webhook' | 'copy';
  readonly text: string;
}

/** What has been decided and noted since the last update, as the next one tells it. */
export interface SinceUpdate {
  readonly decisions: readonly { readonly question: string; readonly choice: string }[];
  readonly notes: readonly string[];
}

interface SavedUpdates {
  readonly startedAt: number | null;
  readonly count: number;
  readonly written: readonly Written[];
  readonly since: SinceUpdate;
}

const mostWritten = 3;
const mostSince = 10;
/** The same words sent again as soon as this are one update given twice. */
const twiceMs = 60_000;

/** Status updates: drafted by the room, edited and sent by a person, at the pace that the plan names. */
export class UpdateBook implements Book {
  readonly world: World;
  /** The first second that the room has seen; undefined before any. */
  private startedAt: number | undefined;
  private count = 0;
  /** Newest first. */
  private written: readonly Written[] = [];
  private since: SinceUpdate = { decisions: [], notes: [] };
  private draft: { readonly tick: number | undefined; readonly row: number; readonly text: string } | undefined;
  private lastRow = 0;

  constructor(world: World) {
    this.world = world;
  }

  apply({ kind, body, seq, at, actor }: RoomRow): void {
    this.lastRow = seq;
    const { decisions, notes } = this.since;
    if (kind === 'decision.recorded') {
      const { question, choice } = body;
      this.since = { notes, decisions: [...decisions, { question, choice }].slice(-mostSince) };
    } else if (kind === 'note.written') {
      this.since = { decisions, notes: [...notes, body.text].slice(-mostSince) };
    } else if (kind === 'update.written') {
      const { update, to, text } = body;
      const delivery = to === 'copy' ? 'copied' : 'waiting';
      const written: Written = { row: seq, update, at, by: actor, to, text, delivery, attempts: 0, says: null };
      this.count += 1;
      this.written = [written, ...this.written].slice(0, mostWritten);
      this.since = { decisions: [], notes: [] };
    } else if (kind === 'update.attempted') {
      const { update, attempt, outcome, text } = body;
      this.change(update, { attempts: attempt, says: text, ...(outcome === 'delivered' ? { delivery: outcome } : {}) });
    } else if (kind === 'update.failed') {
      this.change(body.update, { delivery: 'failed', says: body.text });
    }
  }

  advance(tick: number): void {
    if (this.startedAt !== undefined) return;
    this.startedAt = tick * 1000;
    // What was written before the first second bears the time of T-0, which may be still to come.
    this.written = this.written.map((one) => ({ ...one, at: Math.min(one.at, tick * 1000) }));
  }

  due(): readonly RoomFact[] {
    return [];
  }

  send({ text, to }: CommandArgs<'update.send'>, { actor }: Asker): Decided {
    const missing = missingRight(this.world, actor.role, 'call', 'send status updates');
    if (missing !== undefined) return missing;
    if (to === 'webhook' && !this.hasWebhook) {
      return refuse(
        'bad_request',
        'The plan names no webhook for updates; copy the update, or write updates with to and url in the plan.',
      );
    }
    const last = this.written[0];
    if (last?.text === text && last.to === to && this.world.nowMs - last.at < twiceMs) {
      return refuse('already_done', `This update was written already: it is row ${last.row} of the ledger.`);
    }
    return [{ kind: 'update.written', body: { update: `update-${this.count + 1}`, text, to } }];
  }

  read(): UpdateReading {
    const { nextDueAt } = this;
    return {
      everyMs: this.world.plan.updates?.every ?? null,
      to: this.hasWebhook ? 'webhook' : 'copy',
      nextDueAt: nextDueAt ?? null,
      isLate: nextDueAt !== undefined && this.world.nowMs > nextDueAt,
      draft: this.readDraft(),
      written: this.written.map(({ to: _to, text: _text, ...rest }) => rest),
    };
  }

  save(): SavedUpdates & { readonly lastRow: number } {
    const { startedAt, count, written, since, lastRow } = this;
    return { startedAt: startedAt ?? null, count, written, since, lastRow };
  }

  load(saved: unknown): void {
    const { startedAt, count, written, since, lastRow } = saved as ReturnType<UpdateBook['save']>;
    this.startedAt = startedAt ?? undefined;
    this.count = count;
    this.written = written;
    this.since = since;
    this.lastRow = lastRow;
    this.draft = undefined;
  }

  /** Undefined where none is asked for: by the plan, before the first second, or once the launch is over. */
  private get nextDueAt(): number | undefined {
    const { plan, clock } = this.world;
    if (plan.updates === undefined || this.startedAt === undefined || clock.isOver) return undefined;
    const opens = plan.launch.window?.opens;
    const beginsAt = Math.max(this.startedAt, opens === undefined ? 0 : instantAt(opens, plan.launch.t0));
    const last = this.written[0];
    return (last === undefined ? beginsAt : last.at) + plan.updates.every;
  }

  private get hasWebhook(): boolean {
    const { updates } = this.world.plan;
    return updates?.to === 'webhook' && updates.url !== undefined;
  }

  /** Made once for a second and its rows: a launch may have thousands of cells. */
  private readDraft(): string {
    const { world, lastRow } = this;
    if (this.draft?.tick !== world.tick || this.draft?.row !== lastRow) {
      this.draft = { tick: world.tick, row: lastRow, text: buildUpdateDraft(world, this.since) };
    }
    return this.draft.text;
  }

  private change(update: string, to: Partial<Pick<Written, 'delivery' | 'attempts' | 'says'>>): void {
    this.written = this.written.map((one) => (one.update === update ? { ...one, ...to } : one));
  }
}
