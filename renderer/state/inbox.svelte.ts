import { createContext } from 'svelte';
import type { WireSnapshot } from '../../shared/contract/wireRoom.ts';
import { facilitatorRole } from '../../shared/model/room/injectFacts.ts';
import type { RoomState } from './room.svelte.ts';

export const [getInbox, setInbox] = createContext<Inbox>();

type Injects = NonNullable<NonNullable<WireSnapshot['room']>['injects']>;
export type Message = Injects['told'][number] & { readonly isRead: boolean };

const storageKey = 'holdpoint.read';
/** So many are remembered as read. */
const mostKept = 200;

/** What the world of a rehearsal has told whoever sits at this screen. It stays until it is read, here. */
export class Inbox {
  private readonly room: RoomState;
  private read = $state.raw<readonly string[]>(readKept());
  /** The newest row that was there before: what comes later is news. */
  private heardRow: number | undefined;

  constructor(room: RoomState, onNews: (message: Message) => void) {
    this.room = room;
    $effect(() => {
      const { injects } = this;
      if (injects === undefined) return;
      const { heardRow } = this;
      this.heardRow = injects.told[0]?.row ?? 0;
      if (heardRow === undefined) return;
      const news = this.unread.filter(({ row }) => row > heardRow);
      for (const message of news.toReversed()) onNews(message);
    });
  }

  /** Newest first; what is told now, whatever second is looked at. Whoever leads sees what the others are told as well. */
  get messages(): readonly Message[] {
    const { role = this.room.connection.role } = this.room;
    const isMine = (to: readonly string[]): boolean => role !== null && to.includes(role);
    return (this.injects?.told ?? [])
      .filter(({ to }) => isMine(to) || this.isLeader(role))
      .map((message) => ({ ...message, isRead: !isMine(message.to) || this.read.includes(keyOf(message)) }));
  }

  get unread(): readonly Message[] {
    return this.messages.filter(({ isRead }) => !isRead);
  }

  markRead(message: Message): void {
    this.read = [...this.read, keyOf(message)].slice(-mostKept);
    keep(this.read);
  }

  /** The one that waits longest. */
  readNext(): void {
    const oldest = this.unread.at(-1);
    if (oldest !== undefined) this.markRead(oldest);
  }

  private get injects(): Injects | undefined {
    return this.room.now?.room?.injects ?? undefined;
  }

  private isLeader(role: string | null): boolean {
    return this.room.mayLead && (role === null || role === facilitatorRole);
  }
}

const keyOf = ({ row, at, inject }: Injects['told'][number]): string => `${row} ${at} ${inject}`;

function readKept(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : [];
  } catch {
    // A browser that keeps nothing shows again what was read: that is the safe side.
    return [];
  }
}

function keep(read: readonly string[]): void {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(read));
  } catch {
    // As above.
  }
}
