import { isSamePerson } from '../../base/samePerson.ts';
import { cellWords } from '../selector.ts';
import type { CommandArgs, RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import { type Asker, type Book, type Decided, refuse, type World } from './book.ts';
import { missingRight, missingRole } from './missingRight.ts';

interface Mark {
  readonly row: number;
  readonly by: string;
  readonly key: string;
}

/** So many are held against a rule: more than a day has incidents. */
const mostMarks = 200;

/** The incidents that people have marked, as far as whoever marks or withdraws one must know of them. */
export class MarkBook implements Book {
  readonly world: World;
  private marks: readonly Mark[] = [];

  constructor(world: World) {
    this.world = world;
  }

  apply({ kind, body, seq, actor }: RoomRow): void {
    if (kind === 'mark.set') this.marks = [...this.marks, { row: seq, by: actor.name, key: keyOf(body) }];
    else if (kind === 'mark.withdrawn') this.marks = this.marks.filter(({ row }) => row !== body.mark);
  }

  advance(): void {
    // Time alone marks nothing.
  }

  due(): readonly RoomFact[] {
    return [];
  }

  set(args: CommandArgs<'mark.set'>, { actor }: Asker): Decided {
    const { trigger, cell, fromAt, toAt } = args;
    const missing = missingRole(this.world, actor.role, 'mark an incident');
    if (missing !== undefined) return missing;
    if (!Object.hasOwn(this.world.plan.triggers, trigger)) {
      return refuse('not_found', `The plan has no trigger ${trigger}: name the one that should have fired.`);
    }
    if (this.world.findTrigger(trigger, cell) === undefined) {
      const where = Object.keys(cell).length === 0 ? 'for the whole launch' : `in ${cellWords(cell)}`;
      return refuse('not_found', `${trigger} is not judged ${where}: name one of its cells.`);
    }
    if (toAt <= fromAt) return refuse('bad_request', 'The incident ends before it begins: write a later end.');
    if (toAt > this.world.nowMs) {
      return refuse('bad_request', 'The end is still to come; a mark speaks of what has happened.');
    }
    const same = this.marks.find(({ key }) => key === keyOf(args));
    if (same !== undefined) return refuse('already_done', `Row ${same.row} marks the same incident already.`);
    if (this.marks.length >= mostMarks) {
      return refuse('bad_request', `There are ${mostMarks} marks already: withdraw one that no longer counts.`);
    }
    return [{ kind: 'mark.set', body: args }];
  }

  withdraw({ mark, reason }: CommandArgs<'mark.withdraw'>, { actor }: Asker): Decided {
    const found = this.marks.find(({ row }) => row === mark);
    if (found === undefined) return refuse('not_found', `Row ${mark} of the ledger sets no mark that still counts.`);
    const missing = isSamePerson(found.by, actor.name)
      ? missingRole(this.world, actor.role, 'withdraw a mark')
      : missingRight(this.world, actor.role, 'call', 'withdraw somebody else’s mark');
    return missing ?? [{ kind: 'mark.withdrawn', body: { mark, reason } }];
  }

  save(): unknown {
    return this.marks;
  }

  load(saved: unknown): void {
    // A session that was begun before there were marks has nothing to say here.
    this.marks = (saved as readonly Mark[] | undefined) ?? [];
  }
}

function keyOf({ trigger, cell, fromAt, toAt }: CommandArgs<'mark.set'>): string {
  return `${trigger} ${cellWords(cell)} ${fromAt} ${toAt}`;
}
