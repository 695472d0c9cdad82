import type { CommandArgs, RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import { type Asker, type Book, type Decided, refuse, type World } from './book.ts';
import { missingRight } from './missingRight.ts';

interface SavedLinks {
  readonly known: readonly string[];
  readonly cut: readonly string[];
}

/** The links of a live session that were ever heard of, and those that somebody has cut. */
export class LinkBook implements Book {
  readonly world: World;
  private known: ReadonlySet<string> = new Set();
  private severed: ReadonlySet<string> = new Set();

  constructor(world: World) {
    this.world = world;
  }

  apply({ kind, body }: RoomRow): void {
    if (kind === 'link.opened' || kind === 'link.broken') this.known = new Set([...this.known, body.link]);
    else if (kind === 'link.cut') this.severed = new Set([...this.severed, body.link]);
    else if (kind === 'link.joined') this.severed = new Set([...this.severed].filter((one) => one !== body.link));
  }

  advance(): void {
    // Time alone neither cuts nor joins.
  }

  due(): readonly RoomFact[] {
    return [];
  }

  cut({ link, reason }: CommandArgs<'link.cut'>, { actor }: Asker): Decided {
    const missing = missingRight(this.world, actor.role, 'call', `cut the link ${link}`) ?? this.missing(link);
    if (missing !== undefined) return missing;
    if (this.severed.has(link)) return refuse('already_done', `The link ${link} is cut already.`);
    return [{ kind: 'link.cut', body: { link, reason } }];
  }

  join({ link, reason }: CommandArgs<'link.join'>, { actor }: Asker): Decided {
    const missing = missingRight(this.world, actor.role, 'call', `join the link ${link}`) ?? this.missing(link);
    if (missing !== undefined) return missing;
    if (!this.severed.has(link)) return refuse('already_done', `The link ${link} is not cut.`);
    return [{ kind: 'link.joined', body: { link, reason } }];
  }

  save(): SavedLinks {
    return { known: [...this.known], cut: [...this.severed] };
  }

  load(saved: unknown): void {
    // A session that was begun before there were links has nothing to say here.
    const { known, cut } = (saved as SavedLinks | undefined) ?? { known: [], cut: [] };
    this.known = new Set(known);
    this.severed = new Set(cut);
  }

  private missing(link: string): ReturnType<typeof refuse> | undefined {
    if (this.known.has(link)) return undefined;
    const names = [...this.known].join(', ');
    return refuse(
      'not_found',
      names === '' ? 'This session has no live links.' : `There is no link ${link}; there are ${names}.`,
    );
  }
}
