import type { RoomFact, RoomRow } from '../../shared/model/room/roomFact.ts';
import type { Link, LinkNews } from './source/live/link.ts';
import type { LiveStream } from './source/live/liveStream.ts';

/** What the desk needs of the engine. */
interface LiveInside {
  door(): { readonly isReady: boolean; write(facts: readonly RoomFact[]): void };
  /** The last line that is on the disk. */
  durableLine(): number;
}

/** Between the room and the links of a live session: what people order is done, and what the links go through is written down. */
export class LiveDesk {
  private readonly stream: LiveStream | undefined;
  private readonly inside: LiveInside;

  constructor(stream: LiveStream | undefined, inside: LiveInside) {
    this.stream = stream;
    this.inside = inside;
  }

  /** A row that was just written. */
  take({ kind, body }: RoomRow): void {
    if (kind === 'link.cut') this.stream?.find(body.link)?.cut(body.reason);
    else if (kind === 'link.joined') this.stream?.find(body.link)?.join();
  }

  /** After each judged second. */
  settle(): void {
    const { stream, inside } = this;
    if (stream === undefined) return;
    stream.committed(inside.durableLine());
    const door = inside.door();
    if (!door.isReady) return;
    const facts = stream.takeNews().map(({ link, news }) => toFact(link, news));
    if (facts.length > 0) door.write(facts);
  }

  async close(): Promise<void> {
    await this.stream?.close();
    this.stream?.committed(this.inside.durableLine());
  }
}

function toFact({ name, source }: Link, news: LinkNews): RoomFact {
  switch (news.kind) {
    case 'opened':
      return { kind: 'link.opened', body: { link: name, address: source.address.slice(0, 300) } };
    case 'broken':
      return { kind: 'link.broken', body: { link: name, text: news.text.slice(0, 500) } };
    case 'lost': {
      const { count, of, text } = news;
      return { kind: 'link.lost', body: { link: name, count, of, text: text.slice(0, 500) } };
    }
  }
}
