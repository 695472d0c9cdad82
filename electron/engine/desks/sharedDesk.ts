import { refuse } from '../../../shared/judge/room/book.ts';
import type { Room } from '../../../shared/judge/room/room.ts';
import type { DeskState } from '../../../shared/model/deskState.ts';
import type { LedgerActor } from '../../../shared/model/ledgerRow.ts';
import { mayPropose } from '../../../shared/model/room/deskFacts.ts';
import type { CommandOutcome, GivenCommand } from '../../../shared/model/room/givenCommand.ts';
import type { RoomFact } from '../../../shared/model/room/roomFact.ts';
import type { CommandMark, Considered } from '../command/commandDesk.ts';
import { type DeskEntry, readDeskEntry } from './deskEntry.ts';
import { Greetings } from './greetings.ts';
import type { EntryNumber, LedgerLink } from './ledgerDoor.ts';
import type { ProposalFile } from './proposalFile.ts';
import { type DeskClock, SharedOrder } from './sharedOrder.ts';

/** A keeper that was not heard for so long is taken to be away. */
const awayAfterMs = 10_000;
/** How long a desk that closes tries to say so. */
const farewellMs = 2_000;
const system: LedgerActor = { role: 'system', name: 'holdpoint' };

/** Where the desks of a launch meet, and what this one is called there. */
export interface DeskOptions {
  readonly name: string;
  readonly link: LedgerLink;
  readonly proposals: ProposalFile;
  readonly random: () => number;
}

/** What the desk needs of the engine. */
export interface DeskInside {
  room(): Room | undefined;
  /** The session's time, ms. */
  nowMs(): number;
  /** The last entry of the order that is in the session; 0 before the first. */
  lastEntry(): EntryNumber;
  /** Writes it into the ledger and tells the room. Resolves with its rows when they are on the disk; rejects when aborted before. */
  adopt(entry: DeskEntry, number: EntryNumber, signal: AbortSignal): Promise<readonly number[]>;
  /** The row that the next fact becomes. */
  nextRow(): number;
  /** What the ledger begins with, whatever is said first; nothing once it has begun. */
  opening(): readonly RoomFact[];
  /** The plans that the facts name. */
  plansOf(facts: readonly RoomFact[]): DeskEntry['plans'];
  /** The files of evidence that the facts name. */
  filesOf(facts: readonly RoomFact[]): DeskEntry['files'];
  /** That a command was proposed is in the ledger. */
  wasProposed(asked: string): boolean;
  stir(): void;
}

/**
 * One of several desks that decide a launch. Telemetry is its own, judged by itself whatever happens; the ledger is one
 * for all. Cut off from the others it judges on and may propose, not decide.
 *
 * What the room does by itself is done by one desk, its keeper: so two desks that see different telemetry do not undo each
 * other's doings. Another desk takes that over when the keeper is no longer heard.
 */
export class SharedDesk {
  readonly name: string;
  private readonly options: DeskOptions;
  private readonly clock: DeskClock;
  private readonly inside: DeskInside;
  private readonly order: SharedOrder;
  private readonly greetings: Greetings;
  private readonly closing = new AbortController();
  private readonly running: Promise<void>;
  private stands: DeskState['state'] = 'joining';
  private text = '';
  private sinceMs = 0;
  /** When the link broke; undefined while it has not, in this run. */
  private cutOffMs: number | undefined;
  /** Something that this desk says by itself is under way. */
  private isBusy = false;

  constructor(options: DeskOptions, clock: DeskClock, inside: DeskInside) {
    this.options = options;
    this.name = options.name;
    this.clock = clock;
    this.inside = inside;
    this.greetings = new Greetings(options, clock);
    this.order = new SharedOrder({ link: options.link, clock, random: options.random }, inside.lastEntry(), {
      adopt: (entry) => this.adopt(readDeskEntry(entry.body), entry.number),
      isReady: () => inside.nowMs() > 0,
      turn: (isJoined, text) => this.turn(isJoined, text),
      greeted: (body) => this.greetings.hear(body),
    });
    this.running = this.order.run(this.closing.signal).catch((error: unknown) => this.stop(error));
  }

  state(): DeskState {
    const { name, stands, sinceMs, text, order, options } = this;
    const waiting = order.waiting + (stands === 'in' ? 0 : options.proposals.all.length);
    const others = this.greetings.heard(this.inside.nowMs());
    return { name, address: options.link.address, state: stands, sinceMs, text, waiting, others };
  }

  /** Says what the world reports to this desk, now or when it is back. */
  report(facts: readonly RoomFact[]): void {
    void this.order.say(() => this.entry(facts), true);
  }

  /**
   * Does a command with the other desks. `consider` holds it against the room as it stands: again whenever another desk was
   * first. Resolves when it is in this desk's own ledger too, or with why it is not.
   */
  async command(given: GivenCommand, consider: () => Considered | CommandOutcome): Promise<CommandOutcome> {
    const first = consider();
    if ('kind' in first) return first;
    if (this.stands !== 'in') return { kind: 'refused', refusal: this.away(given) };
    let outcome: CommandOutcome | undefined;
    const said = await this.order.say(() => {
      const now = consider();
      outcome = 'kind' in now ? now : undefined;
      return 'kind' in now ? undefined : this.entry(now.facts, given.actor, now.mark);
    }, false);
    if (said.kind === 'kept') return { kind: 'done', rows: said.rows, at: this.inside.nowMs() };
    if (said.kind === 'dropped' && outcome !== undefined) return outcome;
    const why = said.kind === 'unsaid' ? said.text : '';
    const text = `The link to the other desks broke while this was on its way (${why}): the log shows whether it stands when this desk is back.`;
    return { kind: 'refused', refusal: refuse('engine_lost', text) };
  }

  /** After each judged second: lets the others know, and does what the room does by itself if that is this desk's. */
  settle(): void {
    const nowMs = this.inside.nowMs();
    // Before the first second there was no time to tell.
    if (this.sinceMs === 0) this.sinceMs = nowMs;
    if (this.cutOffMs === 0) this.cutOffMs = nowMs;
    this.greetings.greet();
    const elder = this.greetings.elder;
    if (elder)
      this.stop(new Error(`Another desk of this launch is called ${this.name}: begin again with another --desk.`));
    if (this.stands === 'in' && !this.isBusy) void this.act();
  }

  async close(): Promise<void> {
    const { signal } = this.closing;
    if (this.stands === 'in') {
      const leave: RoomFact = { kind: 'desk.left', body: { desk: this.name } };
      await Promise.race([this.order.say(() => this.entry([leave]), false), this.clock.sleep(farewellMs, signal)]);
    }
    this.closing.abort();
    await this.running;
    await this.options.link.close();
  }

  private async act(): Promise<void> {
    this.isBusy = true;
    try {
      while ((await this.order.say(() => this.due(), false)).kind === 'kept');
    } finally {
      this.isBusy = false;
    }
  }

  /** What this desk has to say by itself, as things stand. */
  private due(): DeskEntry | undefined {
    const { name, inside } = this;
    if (inside.opening().length > 0) return this.entry([]);
    const room = inside.room();
    if (room === undefined) return undefined;
    if (!room.desks.isHere(name)) return this.entry([{ kind: 'desk.joined', body: { desk: name } }]);
    const { keeper } = room.desks;
    if (keeper !== name) return this.takeOver(keeper);
    const facts = room.due();
    return facts.length === 0 ? undefined : this.entry(facts);
  }

  private takeOver(keeper: string | null): DeskEntry | undefined {
    const silentMs = keeper === null ? Infinity : this.greetings.silentMs(keeper);
    if (silentMs < awayAfterMs) return undefined;
    const reason =
      keeper === null ? 'Nobody did.' : `The desk ${keeper} was not heard for ${Math.round(silentMs / 1000)} s.`;
    return this.entry([{ kind: 'desk.keeps', body: { desk: this.name, reason } }]);
  }

  private entry(facts: readonly RoomFact[], actor = system, command?: CommandMark): DeskEntry {
    const { name, inside } = this;
    const all = actor === system ? [...inside.opening(), ...facts] : facts;
    const [plans, files] = [inside.plansOf(all), inside.filesOf(all)];
    return { desk: name, at: inside.nowMs(), actor, facts: all, row: inside.nextRow(), command, plans, files };
  }

  private async adopt(entry: DeskEntry, number: EntryNumber): Promise<readonly number[]> {
    const rows = await this.inside.adopt(entry, number, this.closing.signal);
    // Whoever takes something over is there.
    if (entry.facts.some(({ kind }) => kind === 'desk.keeps')) this.greetings.saw(entry.desk);
    return rows;
  }

  /** Keeps what was wanted, for the others to be told. */
  private away({ id, actor, command }: GivenCommand): ReturnType<typeof refuse> {
    const { stands, text } = this;
    if (stands === 'joining') {
      return refuse('not_started', 'This desk still reads what the others have done: wait until it has caught up.');
    }
    if (!mayPropose(command.kind)) {
      return refuse(
        'cut_off',
        `This desk is cut off from the others, and roles are theirs too: wait until it is back. ${text}`,
      );
    }
    const args = JSON.stringify(command.args).slice(0, 4000);
    const proposal = { desk: this.name, asked: id, by: actor, does: command.kind, args, atMs: this.inside.nowMs() };
    this.options.proposals.add(proposal);
    this.inside.stir();
    return refuse(
      'cut_off',
      `This desk is cut off from the others and cannot decide for them: it is kept as a proposal and told to them when the desk is back. If it cannot wait, call a desk that is connected. ${text}`,
    );
  }

  private turn(isJoined: boolean, text: string): void {
    const { inside, name } = this;
    const wasCutOffMs = this.cutOffMs;
    const why = this.text;
    this.cutOffMs = isJoined ? undefined : (wasCutOffMs ?? inside.nowMs());
    this.become(isJoined ? 'in' : 'cutOff', text);
    if (!isJoined) return;
    this.greetings.begin();
    if (wasCutOffMs !== undefined && wasCutOffMs > 0) {
      const toMs = inside.nowMs();
      this.report([
        { kind: 'desk.returned', body: { desk: name, fromMs: wasCutOffMs, toMs, text: why.slice(0, 500) } },
      ]);
    }
    for (const proposal of this.options.proposals.all) void this.propose(proposal);
  }

  private async propose(proposal: ProposalFile['all'][number]): Promise<void> {
    const fact: RoomFact = { kind: 'desk.proposed', body: proposal };
    const isNew = (): boolean => !this.inside.wasProposed(proposal.asked);
    const said = await this.order.say(() => (isNew() ? this.entry([fact]) : undefined), true);
    if (said.kind !== 'unsaid') this.options.proposals.remove(proposal.asked);
  }

  private stop(error: unknown): void {
    if (this.stands === 'stopped' || this.closing.signal.aborted) return;
    this.become('stopped', error instanceof Error ? error.message : String(error));
    this.closing.abort();
  }

  private become(state: DeskState['state'], text: string): void {
    if (this.stands !== state) this.sinceMs = this.inside.nowMs();
    this.stands = state;
    this.text = text;
    this.inside.stir();
  }
}
