import type { Plan } from '../../shared/model/plan.ts';
import type { RoomFact } from '../../shared/model/room/roomFact.ts';
import type { EngineOptions } from './engineDoor.ts';
import { LiveDesk } from './liveDesk.ts';
import { Post } from './post.ts';
import type { OnRow } from './roomLedger.ts';

/** Where the world reports, and where other desks come in. */
interface WayIn {
  readonly isReady: boolean;
  readonly isCurrent: boolean;
  write(facts: readonly RoomFact[]): void;
  settle(): void;
  close(): Promise<void>;
}

/** What the ways out need of the engine. */
interface Inside {
  door(): WayIn;
  plan(): Plan;
  durableLine(): number;
}

/** What reaches the world beyond the session: orders and updates on their way out, the links of a live session, and other desks. */
export class Outside {
  private readonly inside: Inside;
  private readonly post: Post;
  private readonly desk: LiveDesk;

  constructor(options: EngineOptions, inside: Inside) {
    this.inside = inside;
    this.post = new Post(options, inside);
    this.desk = new LiveDesk(options.live, inside);
  }

  /** A row that was just written. */
  readonly take: OnRow = (row, isOurs) => {
    this.post.take(row, isOurs);
    this.desk.take(row);
  };

  /** The session was opened, or opened again after the disk left a write uncertain. */
  begin(): void {
    this.post.begin();
  }

  /** After each judged second. */
  settle(): void {
    this.inside.door().settle();
    this.post.resume();
    this.desk.settle();
  }

  async close(): Promise<void> {
    await this.post.close();
    await this.desk.close();
    await this.inside.door().close();
  }
}
