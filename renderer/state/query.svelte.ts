import type { QueryAnswer, QueryArgs, QueryName } from '../../shared/contract/contract.ts';
import type { RoomState } from './room.svelte.ts';

const waitMs = 1000;

/**
 * A question that is asked again whenever what it depends on changes, at most once a second; the newest answer stands. In
 * another epoch it is asked anew at once, and what was answered before stands until then, or for a second at most: whoever
 * scrubs sees one picture follow the other. `ask` returns what to ask, or undefined for nothing now.
 */
export class Query<Name extends QueryName> {
  answer = $state.raw<QueryAnswer<Name> | undefined>();
  trouble = $state<string | undefined>();
  isAsking = $state(false);
  private epoch = -1;
  private lastText = '';
  private isWaiting = false;
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private forgetting: ReturnType<typeof setTimeout> | undefined;
  /** Whoever asked is gone. */
  private isOver = false;

  private readonly room: RoomState;
  private readonly name: Name;
  private readonly ask: () => QueryArgs<Name> | undefined;
  /**
   * For what is of the whole session, from whichever second it is looked at: its answer stands until a newer one comes, and
   * the same is asked again when this changes.
   */
  private readonly asOf: (() => number) | undefined;

  constructor(room: RoomState, name: Name, ask: () => QueryArgs<Name> | undefined, asOf?: () => number) {
    this.room = room;
    this.name = name;
    this.ask = ask;
    this.asOf = asOf;
    $effect(() => () => {
      this.isOver = true;
      clearTimeout(this.waiting);
      clearTimeout(this.forgetting);
    });
    $effect(() => {
      const args = this.ask();
      this.asOf?.();
      const { client } = this.room.connection;
      const { epoch } = this.room;
      if (args === undefined || client === undefined) return;
      if (epoch !== this.epoch) {
        this.epoch = epoch;
        this.lastText = '';
        this.isWaiting = false;
        clearTimeout(this.waiting);
        this.forgetting ??= this.asOf === undefined ? setTimeout(() => this.forget(), waitMs) : undefined;
      }
      if (!this.isWaiting && !this.isAsking) void this.run();
    });
  }

  private async run(): Promise<void> {
    if (this.isOver) return;
    const { client } = this.room.connection;
    const args = this.ask();
    if (client === undefined || args === undefined) return;
    const text = `${JSON.stringify(args)}${this.asOf?.() ?? ''}`;
    if (text === this.lastText) return;
    this.lastText = text;
    const { epoch } = this.room;
    this.isAsking = true;
    try {
      this.answer = await client.query(this.name, args);
      this.trouble = undefined;
      clearTimeout(this.forgetting);
      // The room has moved on meanwhile: this is of where it was a moment ago.
      const isOld = epoch !== this.epoch && this.asOf === undefined;
      this.forgetting = isOld ? setTimeout(() => this.forget(), waitMs) : undefined;
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : String(error);
    } finally {
      this.isAsking = false;
    }
    if (epoch !== this.epoch) return;
    this.isWaiting = true;
    this.waiting = setTimeout(() => {
      this.isWaiting = false;
      void this.run();
    }, waitMs);
  }

  private forget(): void {
    this.forgetting = undefined;
    this.answer = undefined;
  }
}
