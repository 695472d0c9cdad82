import type { DeskReading } from '../../model/room/deskReading.ts';
import type { RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import type { Book } from './book.ts';

type Proposal = DeskReading['proposals'][number];

interface SavedDesks {
  readonly keeper: string | null;
  readonly here: readonly (readonly [desk: string, sinceAt: number])[];
  readonly proposals: readonly Proposal[];
}

/** The ledger keeps every proposal; the room shows the last ones, each as far as it fits. */
const mostProposals = 10;
const longestArgs = 300;

/** The desks that decide one launch together: who is there, who does what the room does by itself, and who wanted what. */
export class DeskBook implements Book {
  private keeperName: string | null = null;
  private readonly here = new Map<string, number>();
  /** Newest first. */
  private proposals: readonly Proposal[] = [];

  get keeper(): string | null {
    return this.keeperName;
  }

  isHere(desk: string): boolean {
    return this.here.has(desk);
  }

  apply({ kind, body, seq, at }: RoomRow): void {
    if (kind === 'desk.joined') this.here.set(body.desk, at);
    else if (kind === 'desk.left') {
      this.here.delete(body.desk);
      if (this.keeperName === body.desk) this.keeperName = null;
    } else if (kind === 'desk.keeps') this.keeperName = body.desk;
    else if (kind === 'desk.proposed') {
      const { desk, by, does, args, atMs } = body;
      const proposal = { row: seq, desk, by, does, args: args.slice(0, longestArgs), atMs, cameAt: at };
      this.proposals = [proposal, ...this.proposals].slice(0, mostProposals);
    }
  }

  advance(): void {
    // Time alone moves no desk.
  }

  due(): readonly RoomFact[] {
    return [];
  }

  read(): DeskReading {
    const here = [...this.here].map(([desk, sinceAt]) => ({ desk, sinceAt }));
    return { keeper: this.keeperName, here, proposals: [...this.proposals] };
  }

  save(): SavedDesks {
    return { keeper: this.keeperName, here: [...this.here], proposals: this.proposals };
  }

  load(saved: unknown): void {
    // A session that was begun before there were several desks has nothing to say here.
    const { keeper, here, proposals } = (saved as SavedDesks | undefined) ?? { keeper: null, here: [], proposals: [] };
    this.keeperName = keeper;
    this.here.clear();
    for (const [desk, sinceAt] of here) this.here.set(desk, sinceAt);
    this.proposals = proposals;
  }
}
