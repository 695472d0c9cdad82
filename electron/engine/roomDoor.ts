import type { LedgerActor } from '../../shared/model/ledgerRow.ts';
import type { CommandOutcome, GivenCommand } from '../../shared/model/room/givenCommand.ts';
import type { RoomFact } from '../../shared/model/room/roomFact.ts';
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
}

/** Where commands come in. */
export class RoomDoor {
  readonly shown = new PictureBook();
  private readonly inside: Inside;
  private readonly desk: CommandDesk;

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
  }

  /** Somebody can act, and the room knows everything that was done before. */
  get isReady(): boolean {
    const { tick, ledger } = this.inside.head();
    return tick !== undefined && ledger.livedUntilMs === undefined;
  }

  /** Writes what the world reports. A disk that fails stops the engine in words, or the session is opened again. */
  write(facts: readonly RoomFact[]): void {
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
    try {
      return this.desk.run(given);
    } catch (error) {
      this.inside.reopenAfter(error);
      return this.desk.recover(given, readCommands(this.inside.session));
    }
  }
}
