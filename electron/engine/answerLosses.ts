import type { ParsedQueryArgs, QueryAnswer } from '../../shared/contract/contract.ts';
import type { GapRow } from '../../shared/model/session.ts';
import type { Engine } from './engineDoor.ts';

/** Lines that were set aside, those since the last seal last. */
export function answerQuarantine(
  { session, past }: Engine,
  { source, limit, offset }: ParsedQueryArgs<'quarantine.read'>,
): QueryAnswer<'quarantine.read'> {
  const unsealed = past.openChunk().quarantine.filter((row) => source === undefined || (row.source ?? null) === source);
  const sealed = session.readQuarantineCount(source);
  const rows = session.readQuarantine(limit, offset, source);
  const from = Math.max(0, offset - sealed);
  rows.push(...unsealed.slice(from, from + limit - rows.length));
  return {
    total: sealed + unsealed.length,
    rows: rows.map((row) => ({ ...row, at: row.at ?? null, source: row.source ?? null })),
  };
}

export function answerGaps(
  engine: Engine,
  { source, isOpen, limit, offset }: ParsedQueryArgs<'gaps.read'>,
): QueryAnswer<'gaps.read'> {
  const gaps = listGaps(engine).filter(
    (gap) =>
      (source === undefined || gap.source === source) &&
      (isOpen === undefined || (gap.closedAt === undefined) === isOpen),
  );
  const some = gaps.slice(offset, offset + limit);
  return { total: gaps.length, gaps: some.map((gap) => ({ ...gap, closedAt: gap.closedAt ?? null })) };
}

/** Every gap as it stands now, by source, epoch and number. */
export function listGaps({ session, past }: Engine): GapRow[] {
  const known = session.readGaps();
  const { gaps: changed } = past.openChunk();
  if (changed.length === 0) return known;
  const byKey = new Map(known.map((gap) => [keyOf(gap), gap]));
  for (const gap of changed) {
    if (gap.toSeq === gap.fromSeq) byKey.delete(keyOf(gap));
    else byKey.set(keyOf(gap), gap);
  }
  return [...byKey.values()].sort(
    (a, b) => compare(a.source, b.source) || compare(a.epoch, b.epoch) || a.fromSeq - b.fromSeq,
  );
}

function keyOf({ source, epoch, fromSeq }: GapRow): string {
  return JSON.stringify([source, epoch, fromSeq]);
}

/** As the session sorts: by code, not by language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
