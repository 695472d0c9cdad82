import type { Plan } from '../../shared/model/plan.ts';
import type { RoomFact, RoomRow } from '../../shared/model/room/roomFact.ts';
import type { EngineOptions } from './engineDoor.ts';
import { LiveDesk } from './liveDesk.ts';
import { Post } from './post.ts';

/** What the ways out need of the engine. */
interface Inside {
  door(): { readonly isReady: boolean; write(facts: readonly RoomFact[]): void };
  plan(): Plan;
  durableLine(): number;
}

/** What reaches the world beyond the session: orders and updates on their way out, and the links of a live session. */
export class Outside {
  private readonly post: Post;
  private readonly desk: LiveDesk;

  constructor(options: EngineOptions, inside: Inside) {
    this.post = new Post(options, inside);
    this.desk = new LiveDesk(options.live, inside);
  }

  /** A row that was just written. */
  take(row: RoomRow): void {
    this.post.take(row);
    this.desk.take(row);
  }

  /** After each judged second. */
  settle(): void {
    this.post.resume();
    this.desk.settle();
  }

  async close(): Promise<void> {
    await this.post.close();
    await this.desk.close();
  }
}
