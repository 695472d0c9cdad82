import { excerptOf } from '../../model/excerpt.ts';
import type { LedgerActor } from '../../model/ledgerRow.ts';
import type { NoteReading } from '../../model/room/noteReading.ts';
import type { CommandArgs, RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import { type Asker, type Book, type Decided, refuse, type World } from './book.ts';
import { missingRight, missingRole } from './missingRight.ts';

interface Note {
  readonly row: number;
  readonly at: number;
  readonly by: LedgerActor;
  readonly text: string;
  readonly aboutAt: number | null;
  readonly corrects: number | null;
  readonly correctedBy: number | null;
}

interface Retired {
  readonly source: string;
  readonly at: number;
  readonly by: LedgerActor;
  readonly reason: string;
}

interface SavedNotes {
  readonly lastRow: number;
  readonly notes: readonly Note[];
  readonly retired: readonly Retired[];
}

/** The ledger keeps every note; the room shows the last ones, each as far as it fits. */
const mostNotes = 20;
const longestText = 160;

/** What people write down, and which sources they have given up. A correction is a note that names the row it corrects. */
export class NoteBook implements Book {
  readonly world: World;
  /** Oldest first. */
  private notes: readonly Note[] = [];
  private retired: readonly Retired[] = [];
  private lastRow = 0;

  constructor(world: World) {
    this.world = world;
  }

  apply({ kind, body, seq, at, actor }: RoomRow): void {
    this.lastRow = seq;
    if (kind === 'note.written') {
      const { text, aboutAt = null, corrects = null } = body;
      const corrected = this.notes.map((note) => (note.row === corrects ? { ...note, correctedBy: seq } : note));
      const note: Note = { row: seq, at, by: actor, text, aboutAt, corrects, correctedBy: null };
      this.notes = [...corrected, note].slice(-mostNotes);
    } else if (kind === 'source.retired') {
      this.world.retireSource(body.source);
      this.retired = [...this.retired, { source: body.source, at, by: actor, reason: body.reason }];
    }
  }

  advance(): void {
    // Time alone writes no notes.
  }

  due(): readonly RoomFact[] {
    return [];
  }

  write({ text, aboutAt, corrects }: CommandArgs<'note.write'>, { actor }: Asker): Decided {
    const missing = missingRole(this.world, actor.role, 'write notes');
    if (missing !== undefined) return missing;
    if (aboutAt !== undefined && aboutAt > this.world.nowMs) {
      return refuse('bad_request', 'That second is still to come; a note speaks of what has happened.');
    }
    if (corrects !== undefined && corrects > this.lastRow) {
      return refuse('not_found', `The ledger has no row ${corrects}; name the row that the note corrects.`);
    }
    return [{ kind: 'note.written', body: { text, aboutAt, corrects } }];
  }

  retireSource({ source, reason }: CommandArgs<'source.retire'>, { actor }: Asker): Decided {
    const missing = missingRight(this.world, actor.role, 'call', `retire the source ${source}`);
    if (missing !== undefined) return missing;
    const state = this.world.sourceState(source);
    if (state === 'unknown') return refuse('not_found', `No source ${source} has ever been heard.`);
    if (state === 'retired') return refuse('already_done', `The source ${source} is retired already.`);
    return [{ kind: 'source.retired', body: { source, reason } }];
  }

  read(): NoteReading {
    return {
      notes: this.notes
        .map(({ text, ...note }) => ({ ...note, text: excerptOf(text, longestText), isCut: text.length > longestText }))
        .reverse(),
      retired: this.retired.map(({ reason, ...one }) => ({ ...one, reason: excerptOf(reason, longestText) })),
    };
  }

  save(): SavedNotes {
    const { lastRow, notes, retired } = this;
    return { lastRow, notes, retired };
  }

  load(saved: unknown): void {
    ({ lastRow: this.lastRow, notes: this.notes, retired: this.retired } = saved as SavedNotes);
  }
}
