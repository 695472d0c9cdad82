import { toRoomRow } from '../../shared/model/room/roomFact.ts';
import type { StoredLine } from '../../shared/model/session.ts';
import type { LiveMemory } from './source/live/liveStream.ts';
import type { LivePosition } from './source/live/liveSource.ts';
import { ownSources } from './source/live/stampLines.ts';
import type { Session } from './store/session.ts';

/** As the head seals it with every chunk. */
interface SealedLinks {
  readonly ingest: { readonly arrivedAt: number | null };
  readonly links?: readonly (readonly [mark: string, position: LivePosition])[];
}

/** What a live session knows of its links: from what was sealed, what was kept after that, and what people did. */
export function readLiveMemory(session: Session): LiveMemory {
  const { sealedLine, position } = session.readDurable();
  const sealed = position as unknown as SealedLinks | undefined;
  const positions = new Map<string, LivePosition>();
  for (const [mark, read] of sealed?.links ?? []) positions.set(mark.slice(ownSources.length), read);
  let lastArrivalMs = sealed?.ingest.arrivedAt ?? undefined;
  for (const { bytes } of session.readTailLines()) {
    const { source, pos, arrived } = readMark(bytes);
    if (arrived !== undefined) lastArrivalMs = Math.max(lastArrivalMs ?? 0, arrived);
    if (pos !== undefined) positions.set(source.slice(ownSources.length), pos);
  }
  return {
    ...{ positions, lastArrivalMs, cut: readCut(session) },
    readTail: (fromLine) => linesFrom(session, Math.max(fromLine, sealedLine + 1)),
  };
}

/** Links that were cut and not joined since. */
function readCut(session: Session): Set<string> {
  const cut = new Set<string>();
  for (const ledgerRow of session.readLedger()) {
    const row = toRoomRow(ledgerRow);
    if (row?.kind === 'link.cut') cut.add(row.body.link);
    if (row?.kind === 'link.joined') cut.delete(row.body.link);
  }
  return cut;
}

function* linesFrom(session: Session, fromLine: number): Generator<StoredLine> {
  for (const stored of session.readTailLines()) if (stored.line >= fromLine) yield stored;
}

interface OwnMark {
  readonly source: string;
  /** Of the session's own marks alone. */
  readonly pos: LivePosition | undefined;
  readonly arrived: number | undefined;
}

/** Lines of a live session end with their stamp; its own marks are JSON that we wrote. */
function readMark(bytes: Uint8Array): OwnMark {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const stamp = /,"arrived":(\d{1,15})\}$/.exec(text)?.[1];
  const arrived = stamp === undefined ? undefined : Number(stamp);
  if (!text.startsWith(`{"kind":"mark","source":"${ownSources}`)) return { source: '', pos: undefined, arrived };
  const mark = JSON.parse(Buffer.from(bytes).toString('utf8')) as { source: string; pos?: LivePosition };
  return { source: mark.source, pos: mark.pos, arrived };
}
