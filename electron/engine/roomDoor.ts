import type { LedgerActor } from '../../shared/model/ledgerRow.ts';
import type { CommandOutcome, GivenCommand } from '../../shared/model/room/givenCommand.ts';
import type { RoomFact } from '../../shared/model/room/roomFact.ts';
import type { DeskState } from '../../shared/model/deskState.ts';
import type { Clock } from './clock.ts';
import { openDeskLedger } from './desks/deskLedger.ts';
import { type DeskInside, type DeskOptions, SharedDesk } from './desks/sharedDesk.ts';
import { CommandDesk, type CommandMark } from './command/commandDesk.ts';
import type { HeadPipeline } from './headPipeline.ts';
import { type ChangeInside, prepareChange } from './planChange.ts';
import { closedBecause, readCommands } from './roomLedger.ts';
import { PictureBook } from './shownPictures.ts';

/** What the door needs of the engine. */
interface Inside extends ChangeInside {
  /** The head as it stands: it is made anew when the session is opened again. */
  head(): HeadPipeline;
  /** What is shown: commands are given on it. */
  standing(): { readonly epoch: number; readonly isNow: boolean };
  trouble(): string | undefined;
  /** Opens the session again where the disk left a write uncertain, or throws. */
  reopenAfter(error: unknown): void;
  /** Something has changed that a snapshot shows. */
  stir(): void;
  /** Where other desks decide too. */
  readonly options: { readonly desk?: DeskOptions; readonly clock: Clock };
}

/** Where commands come in. */
export class RoomDoor {
  readonly shown = new PictureBook();
  private readonly inside: Inside;
  private readonly desk: CommandDesk;
  /** Undefined where this desk decides alone. */
  private readonly shared: SharedDesk | undefined;

  constructor(inside: Inside) {
    this.inside = inside;
    const port = {
      room: () => inside.head().judge.room,
      closedBecause: () => closedBecause(inside.session, inside.head(), inside.trouble()),
      shown: this.shown,
      write: (facts: readonly RoomFact[], actor: LedgerActor, command: CommandMark) => {
        const { ledger } = inside.head();
        const rows = ledger.write(facts, actor, command);
        // A poll that has to be asked anew is open before anything is judged without it.
        ledger.follow();
        inside.stir();
        return rows.map((row) => row.seq);
      },
    };
    this.desk = new CommandDesk(port, readCommands(inside.session));
    const { desk, clock } = inside.options;
    this.shared = desk === undefined ? undefined : new SharedDesk(desk, clock, this.openShared(clock, desk.name));
  }

  /** How this desk stands to the others. */
  get deskState(): DeskState | undefined {
    return this.shared?.state();
  }

  /** Somebody can act, and the room knows everything that was done before. */
  get isReady(): boolean {
    const { tick, ledger } = this.inside.head();
    return tick !== undefined && ledger.livedUntilMs === undefined;
  }

  /** It knows what the others have done, too: what was ordered still stands. */
  get isCurrent(): boolean {
    return this.isReady && (this.shared === undefined || this.shared.state().state === 'in');
  }

  /** Writes what the world reports. A disk that fails stops the engine in words, or the session is opened again. */
  write(facts: readonly RoomFact[]): void {
    if (this.shared !== undefined) return this.shared.report(facts);
    try {
      this.inside.head().ledger.write(facts);
    } catch (error) {
      this.inside.reopenAfter(error);
    }
    this.inside.stir();
  }

  async run(given: GivenCommand): Promise<CommandOutcome> {
    const refused = await prepareChange(given, this.inside);
    if (refused !== undefined) return refused;
    Object.assign(this.shown, this.inside.standing());
    if (this.shared !== undefined) return this.shared.command(given, () => this.desk.consider(given));
    try {
      return this.desk.run(given);
    } catch (error) {
      this.inside.reopenAfter(error);
      return this.desk.recover(given, readCommands(this.inside.session));
    }
  }

  /** After each judged second. */
  settle(): void {
    this.shared?.settle();
  }

  async close(): Promise<void> {
    await this.shared?.close();
  }

  private openShared(clock: Clock, name: string): DeskInside {
    const { inside } = this;
    const nowMs = (): number => (inside.head().tick ?? 0) * 1000;
    const ledger = openDeskLedger({
      ...{ session: inside.session, clock, nowMs },
      plan: () => inside.head().plan,
      isReady: () => this.isReady,
      reopenAfter: (error) => inside.reopenAfter(error),
      write: ({ desk, at, facts, actor, command }, number) => {
        const isOurs = desk === name;
        const rows = inside.head().ledger.write(facts, actor, command, { desk, number, at, isOurs });
        inside.stir();
        return rows;
      },
    });
    return {
      room: () => inside.head().judge.room,
      nowMs,
      stir: () => inside.stir(),
      ...ledger,
      adopt: async (entry, number, signal) => {
        const rows = await ledger.adopt(entry, number, signal);
        if (entry.command !== undefined) this.desk.learn(entry.command, rows);
        return rows;
      },
    };
  }
}
