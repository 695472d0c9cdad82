import type { QueryAnswer, QueryArgs } from '../../shared/contract/contract.ts';
import type { RoomState } from './room.svelte.ts';

/** A hand that slides has come to rest after so long. */
const restMs = 100;
const askAgainMs = 200;

type LongName = 'plan.whatIf' | 'plan.sweep';
type Done<Name extends LongName> = Exclude<QueryAnswer<Name>, { readonly state: 'working' }>;

/**
 * A question whose answer takes seconds: the same is asked again until it is done. What was asked last counts; the answer of
 * before stands until the next one comes. `ask` returns undefined for nothing now.
 */
export class LongQuery<Name extends LongName> {
  answer = $state.raw<Done<Name> | undefined>();
  /** What `answer` answers. */
  answered = $state.raw<QueryArgs<Name> | undefined>();
  /** How much of it is done, 0 to 1; undefined while nothing is worked at. */
  share = $state<number | undefined>();
  trouble = $state<string | undefined>();
  private readonly room: RoomState;
  private readonly name: Name;
  private wanted = '';
  private waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(room: RoomState, name: Name, ask: () => QueryArgs<Name> | undefined) {
    this.room = room;
    this.name = name;
    $effect(() => {
      const args = ask();
      const { client } = this.room.connection;
      const text = args === undefined || client === undefined ? '' : JSON.stringify(args);
      clearTimeout(this.waiting);
      this.wanted = text;
      this.trouble = undefined;
      if (args === undefined || client === undefined) {
        this.share = undefined;
        if (args === undefined) this.answer = undefined;
        return;
      }
      this.share = 0;
      this.waiting = setTimeout(() => void this.run(args, text), restMs);
    });
    $effect(() => () => {
      this.wanted = '';
      clearTimeout(this.waiting);
    });
  }

  private async run(args: QueryArgs<Name>, text: string): Promise<void> {
    const { client } = this.room.connection;
    if (client === undefined) return;
    try {
      const answer = await client.query(this.name, args);
      if (this.wanted !== text) return;
      if (answer.state === 'working') {
        this.share = answer.of === 0 ? 0 : answer.done / answer.of;
        this.waiting = setTimeout(() => void this.run(args, text), askAgainMs);
        return;
      }
      this.answer = answer as Done<Name>;
      this.answered = args;
    } catch (error) {
      if (this.wanted !== text) return;
      this.trouble = error instanceof Error ? error.message : String(error);
    }
    this.share = undefined;
  }
}
