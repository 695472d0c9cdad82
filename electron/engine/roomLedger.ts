import type { Judge } from '../../shared/judge/judge.ts';
import type { JsonValue } from '../../shared/model/arrival.ts';
import type { LedgerActor, LedgerFact } from '../../shared/model/ledgerRow.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { CommandRefusal } from '../../shared/model/room/refusal.ts';
import { type RoomFact, type RoomRow, toRoomRow } from '../../shared/model/room/roomFact.ts';
import type { CommandMark, DoneCommand } from './command/commandDesk.ts';
import type { Session } from './store/session.ts';

const system: LedgerActor = { role: 'system', name: 'holdpoint' };
/** More facts than this in one second are a fault of ours, not a busy room. */
const mostRounds = 10_000;

/**
 * Rows of the ledger that a judge has not been told yet, in order. A row belongs to the second in which it was written,
 * after that second was judged: so the same room comes out whenever the second is judged again.
 */
export class UntoldRows {
  /** Each with when it was written here: what another desk did may have been done before. */
  private readonly rows: { readonly heardAt: number; readonly row: RoomRow }[];
  private next = 0;

  constructor(session: Session, range: { readonly fromSeq: number; readonly toSeq?: number; readonly toAt?: number }) {
    this.rows = session.readLedger(range).flatMap((written) => {
      const row = toRoomRow(written);
      return row === undefined ? [] : [{ heardAt: written.at, row }];
    });
  }

  /** When the last of them was written, ms; undefined when there is none left. */
  get lastAt(): number | undefined {
    return this.next < this.rows.length ? this.rows.at(-1)?.heardAt : undefined;
  }

  /** Tells what was written in `tick` and before. */
  tell(judge: Pick<Judge, 'apply'>, tick: number): void {
    for (
      let next = this.rows[this.next];
      next !== undefined && next.heardAt <= tick * 1000;
      next = this.rows[this.next]
    ) {
      this.next += 1;
      judge.apply(next.row);
    }
  }
}

/** Who is judged by: after a row that changes the plan it is another judge. */
export interface JudgedHead {
  readonly judge: Judge;
  apply(row: RoomRow): void;
}

/** How a row came that several desks have. */
export interface CameBy {
  readonly desk: string;
  readonly number: number;
  /** When it was said, by that desk's time. */
  readonly at: number;
  readonly isOurs: boolean;
}

/** Told of every row that was written; `isOurs`: what it orders is this desk's to do. */
export type OnRow = (row: RoomRow, isOurs: boolean) => void;

/** Writes what people and the room itself do, and tells the judge: what it is told is on the disk. */
export class RoomLedger {
  private readonly session: Session;
  private readonly head: JudgedHead;
  private readonly adopted: { readonly id: string; readonly digest: string };
  private readonly onRow: OnRow;
  /** What stands in it is decided with other desks: nothing is written by itself. */
  private readonly isShared: boolean;
  /** What an earlier run wrote, later than the seconds that it sealed. */
  private readonly untold: UntoldRows;
  private hasRows: boolean;

  constructor(
    session: Session,
    head: JudgedHead,
    plan: { readonly plan: Plan; readonly digest: string },
    { onRow, isShared }: { readonly onRow: OnRow; readonly isShared: boolean },
  ) {
    this.session = session;
    this.head = head;
    this.adopted = { id: plan.plan.launch.id, digest: plan.digest };
    this.onRow = onRow;
    this.isShared = isShared;
    const toldSeq = head.judge.room?.seq ?? 0;
    this.untold = new UntoldRows(session, { fromSeq: toldSeq + 1 });
    // Rows about the session's own closings say nothing of the launch.
    this.hasRows = toldSeq > 0 || this.untold.lastAt !== undefined;
  }

  /** What was written in the second in which the session was sealed, after it was. */
  takeUp(): void {
    const { tick } = this.head.judge;
    if (tick !== undefined) this.untold.tell(this.head, tick);
  }

  /** Seconds up to here, in ms, have been lived through before; nobody can act until they are judged again. */
  get livedUntilMs(): number | undefined {
    return this.untold.lastAt;
  }

  /** After a second was judged: what was written in it before, then what the room does by itself. */
  settle(tick: number): void {
    this.untold.tell(this.head, tick);
    if (!this.session.writable || this.untold.lastAt !== undefined || this.isShared) return;
    if (!this.hasRows) this.write([{ kind: 'plan.adopted', body: this.adopted }], system);
    this.follow();
  }

  /** Writes what the room does by itself, now that things stand as they do, until there is nothing left to do. */
  follow(): void {
    if (this.isShared) return;
    for (let rounds = 0; ; rounds += 1) {
      const facts = this.head.judge.room?.due() ?? [];
      if (facts.length === 0) return;
      if (rounds > mostRounds) throw new Error(`The room does not come to rest: ${JSON.stringify(facts[0])}`);
      this.write(facts, system);
    }
  }

  /** Writes facts of one actor, all or none, and tells the judge. `command` marks them as what that command became. */
  write(facts: readonly RoomFact[], actor: LedgerActor = system, command?: CommandMark, came?: CameBy): RoomRow[] {
    const { tick } = this.head.judge;
    if (tick === undefined) throw new Error('A row belongs to a second, and none has been judged yet.');
    const at = tick * 1000;
    const marks = {
      ...(command === undefined ? {} : { command: command.id, given: command.given }),
      ...(came === undefined ? {} : { entry: { desk: came.desk, number: came.number, at: came.at } }),
      ...rehearsalMark(this.session),
    };
    const ledgerFacts = facts.map(({ kind, body }): LedgerFact => {
      const plain = JSON.parse(JSON.stringify(body)) as { readonly [key: string]: JsonValue };
      return { at, actor, kind, body: { ...plain, ...marks } };
    });
    const rows = this.session.appendFacts(ledgerFacts).flatMap((row) => toRoomRow(row) ?? []);
    this.hasRows = true;
    for (const row of rows) {
      this.head.apply(row);
      this.onRow(row, came?.isOurs ?? true);
    }
    return rows;
  }
}

/** What every row of a rehearsal says of itself. */
export function rehearsalMark({ identity }: Session): { readonly rehearsal?: true } {
  return identity.kind === 'rehearsal' ? { rehearsal: true } : {};
}

/** Why nothing can be written into the session now; undefined when it can. */
export function closedBecause(
  session: Session,
  head: { readonly tick: number | undefined; readonly ledger: RoomLedger },
  trouble: string | undefined,
): CommandRefusal | undefined {
  if (trouble !== undefined) return { code: 'engine_lost', text: `The engine has stopped: ${trouble}` };
  if (!session.writable) {
    return { code: 'read_only', text: session.notice ?? 'The session is open for reading only: nobody can act in it.' };
  }
  if (head.tick === undefined) {
    return { code: 'not_started', text: 'Nothing has been judged yet: wait for the first second.' };
  }
  if (head.ledger.livedUntilMs === undefined) return undefined;
  return { code: 'not_started', text: 'The session is being taken up where it stood: wait until it is there.' };
}

/** The commands that are in the ledger, by id, with their rows. */
export function readCommands(session: Session): Map<string, DoneCommand> {
  const done = new Map<string, DoneCommand>();
  for (const { seq, body } of session.readLedger()) {
    const { command, given } = body;
    if (typeof command !== 'string' || typeof given !== 'string') continue;
    done.set(command, { given, rows: [...(done.get(command)?.rows ?? []), seq] });
  }
  return done;
}
