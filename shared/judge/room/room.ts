import type { Plan } from '../../model/plan.ts';
import type { PlannedInject } from '../../model/room/injectReading.ts';
import type { RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import type { RoomReading } from '../../model/room/roomReading.ts';
import type { Labels } from '../../model/series.ts';
import type { Call, CallWord, PeopleBasis } from '../call.ts';
import type { LiveCriterion } from '../criterion.ts';
import type { ExperimentBook } from '../experimentBook.ts';
import type { EventLog } from '../eventLog.ts';
import type { IndicatorBook } from '../indicatorBook.ts';
import { cellKey } from '../selector.ts';
import type { SloBook } from '../sloBook.ts';
import type { SourceBook } from '../sourceBook.ts';
import type { LiveTrigger } from '../trigger.ts';
import { ArmShareBook } from './armShareBook.ts';
import { AttentionBook } from './attentionBook.ts';
import type { Book, PollDesk, World } from './book.ts';
import { ClockBook } from './clockBook.ts';
import { DeskBook } from './deskBook.ts';
import { EvidenceBook } from './evidenceBook.ts';
import { InjectBook } from './injectBook.ts';
import { LinkBook } from './linkBook.ts';
import { MarkBook } from './markBook.ts';
import { MilestoneBook } from './milestoneBook.ts';
import { NoteBook } from './noteBook.ts';
import { PlanBook } from './planBook.ts';
import { PollBook } from './pollBook.ts';
import { RampBook } from './rampBook.ts';
import { RoleBook } from './roleBook.ts';
import { RunbookBook } from './runbookBook.ts';
import { UpdateBook } from './updateBook.ts';
import { WaiverBook } from './waiverBook.ts';

/** More than anybody reads, and a picture keeps to its size. */
const mostReasons = 40;

/** What the room is told of the judge that it stands on. */
export interface RoomBasis {
  readonly plan: Plan;
  readonly tick: number | undefined;
  readonly callWord: CallWord;
  readonly call: Call;
  readonly indicators: IndicatorBook;
  readonly slos: SloBook;
  readonly experiments: ExperimentBook;
  readonly events: EventLog;
  readonly sources: SourceBook;
  /** Newest value of the ramp's gauge in the cell. */
  observedPercentOf(cell: Labels): number | undefined;
  readonly rules: { readonly triggers: readonly LiveTrigger[]; readonly criteria: readonly LiveCriterion[] };
}

/** How a room begins. */
export interface RoomStart {
  /** People are there from the start. */
  readonly isStaffed: boolean;
  /** Of a rehearsal: what the world will tell. Undefined for everything else. */
  readonly injects?: readonly PlannedInject[] | undefined;
}

/** The room between two seconds, as plain JSON. */
export interface SavedRoom {
  readonly seq: number;
  readonly isStaffed: boolean;
  readonly books: Readonly<Record<string, unknown>>;
}

/**
 * What people have done, and what follows from it: roles, votes, waivers, orders, holds. The ledger makes it, row by row,
 * between the seconds that the judge judges.
 *
 * A replay that nobody has joined is judged as `holdpoint judge` does, by telemetry alone: polls, evidence and built-in
 * holds wait for people, and a call that could never be GO would tell nobody anything. With the first row of a person it
 * is a room for good.
 */
export class Room implements World {
  readonly roles: RoleBook;
  readonly attention: AttentionBook;
  readonly waivers: WaiverBook;
  readonly evidence: EvidenceBook;
  readonly polls: PollBook;
  readonly ramp: RampBook;
  readonly clock: ClockBook;
  readonly runbook: RunbookBook;
  readonly milestones: MilestoneBook;
  readonly notes: NoteBook;
  readonly updates: UpdateBook;
  readonly plans: PlanBook;
  readonly marks: MarkBook;
  readonly injects: InjectBook;
  readonly links: LinkBook;
  readonly desks = new DeskBook();
  isStaffed: boolean;
  /** The last row that was applied. */
  seq = 0;
  private readonly judge: RoomBasis;
  private readonly books: Readonly<Record<string, Book>>;

  constructor(judge: RoomBasis, { isStaffed, injects: planned }: RoomStart) {
    this.judge = judge;
    this.isStaffed = isStaffed;
    this.roles = new RoleBook(judge.plan, planned !== undefined);
    this.evidence = new EvidenceBook(this);
    this.waivers = new WaiverBook(this);
    this.polls = new PollBook(this);
    this.ramp = new RampBook(this);
    this.clock = new ClockBook(this);
    this.attention = new AttentionBook(this);
    this.runbook = new RunbookBook(this);
    this.milestones = new MilestoneBook(this);
    this.notes = new NoteBook(this);
    this.updates = new UpdateBook(this);
    this.plans = new PlanBook(this);
    this.marks = new MarkBook(this);
    this.injects = new InjectBook(this, planned);
    this.links = new LinkBook(this);
    const armShares = new ArmShareBook(judge.plan, judge.experiments, () => this.ramp.sharesInForce());
    // Before the first second, so that no exposure is held against the plan's shares.
    if (isStaffed) armShares.advance();
    // In the order in which they look at each other within a second.
    this.books = {
      roles: this.roles,
      clock: this.clock,
      evidence: this.evidence,
      waivers: this.waivers,
      ramp: this.ramp,
      armShares,
      attention: this.attention,
      polls: this.polls,
      runbook: this.runbook,
      milestones: this.milestones,
      notes: this.notes,
      updates: this.updates,
      plans: this.plans,
      marks: this.marks,
      injects: this.injects,
      links: this.links,
      desks: this.desks,
    };
  }

  get plan(): Plan {
    return this.judge.plan;
  }

  get tick(): number | undefined {
    return this.judge.tick;
  }

  get nowMs(): number {
    return this.judge.tick === undefined ? this.plan.launch.t0 : this.judge.tick * 1000;
  }

  get triggers(): readonly LiveTrigger[] {
    return this.judge.rules.triggers;
  }

  get criteria(): readonly LiveCriterion[] {
    return this.judge.rules.criteria;
  }

  get indicators(): IndicatorBook {
    return this.judge.indicators;
  }

  get slos(): SloBook {
    return this.judge.slos;
  }

  get events(): EventLog {
    return this.judge.events;
  }

  get callWord(): CallWord {
    return this.judge.callWord;
  }

  get callScopes(): readonly string[] {
    return this.judge.call.scopes;
  }

  findTrigger(id: string, cell: Labels): LiveTrigger | undefined {
    const key = cellKey(cell);
    return this.triggers.find((one) => one.id === id && cellKey(one.cell) === key);
  }

  findCriterion(id: string, cell: Labels): LiveCriterion | undefined {
    const key = cellKey(cell);
    return this.criteria.find((one) => one.id === id && cellKey(one.cell) === key);
  }

  waive(criterion: string, cell: Labels, untilMs: number | undefined): void {
    this.findCriterion(criterion, cell)?.waive(untilMs);
  }

  handleTrigger(id: string, cell: Labels): void {
    this.findTrigger(id, cell)?.handle();
  }

  releaseTrigger(id: string, cell: Labels): void {
    this.findTrigger(id, cell)?.release();
  }

  sourceState(name: string): 'unknown' | 'known' | 'retired' {
    const source = this.judge.sources.find(name);
    if (source === undefined) return 'unknown';
    return source.retired ? 'retired' : 'known';
  }

  retireSource(name: string): void {
    this.judge.sources.retire(name);
  }

  observedPercentOf(cell: Labels): number | undefined {
    return this.judge.observedPercentOf(cell);
  }

  /** Takes a row that is in the ledger. Rows come in their order, each once. */
  apply(row: RoomRow): void {
    // Nobody's doing: its number would only tell how often the session had been closed before.
    if (row.kind === 'plan.adopted') return;
    this.seq = row.seq;
    if (row.actor.role !== 'system') this.isStaffed = true;
    for (const book of Object.values(this.books)) book.apply(row);
  }

  advance(tick: number): void {
    if (this.isStaffed) for (const book of Object.values(this.books)) book.advance(tick);
  }

  /** What the room does by itself after the last second; to be written, applied, and asked again until there is none. */
  due(): readonly RoomFact[] {
    const { tick } = this;
    if (!this.isStaffed || tick === undefined) return [];
    for (const book of Object.values(this.books)) {
      const facts = book.due(tick);
      if (facts.length > 0) return facts;
    }
    return [];
  }

  /** What the call rests on besides telemetry. */
  basis(): PeopleBasis {
    const { clock, ramp, attention } = this;
    const polls: PollDesk = this.polls;
    const poll = polls.current();
    return {
      armOf: (trigger) => attention.armOf(trigger),
      isOptionOpen: (option) => polls.isOptionOpen(option),
      poll: poll === undefined ? undefined : { id: poll.poll, result: poll.result, text: poll.text },
      holds: [...clock.holds().map((text) => ({ cell: {}, text })), ...ramp.holds()],
    };
  }

  read(): RoomReading {
    return {
      isStaffed: this.isStaffed,
      seq: this.seq,
      because: this.judge.call.reasons.slice(0, mostReasons).map(({ word, rule, cell }) => ({ word, rule, cell })),
      plan: this.plans.read(),
      roles: this.roles.read(),
      attention: this.attention.read(),
      waivers: this.waivers.read(),
      evidence: this.evidence.read(),
      polls: this.polls.read(),
      ramp: this.ramp.read(),
      clock: this.clock.read(),
      runbook: this.runbook.read(),
      milestones: this.milestones.read(),
      notes: this.notes.read(),
      updates: this.updates.read(),
      injects: this.injects.read(),
      desks: this.desks.read(),
    };
  }

  save(): SavedRoom {
    const { seq, isStaffed } = this;
    const books = Object.fromEntries(Object.entries(this.books).map(([name, book]) => [name, book.save()]));
    return { seq, isStaffed, books };
  }

  load({ seq, isStaffed, books }: SavedRoom): void {
    this.seq = seq;
    this.isStaffed = isStaffed;
    for (const [name, book] of Object.entries(this.books)) book.load(books[name]);
  }
}
