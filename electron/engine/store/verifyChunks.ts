import { canonicalJson } from '../../../shared/base/canonicalJson.ts';
import { linesHash, sha256, zeroHash } from './chainHash.ts';
import type { Connection } from './open.ts';
import { prepared } from './prepared.ts';
import { readSealContents, type SealContents } from './sealContents.ts';
import { readGenesisHash } from './sessionHeads.ts';
import { causeInWords, chunkInWords, fault, inWords, type VerifyFault, type Verifying } from './verifyReport.ts';
import { tailHeader, type ChunkHeader } from './writeLines.ts';

interface ChunkRow extends ChunkHeader {
  readonly prev: string;
  readonly hash: string;
  readonly body: Buffer;
}

interface TailRow {
  readonly seq: number;
  readonly first: number;
  readonly count: number;
  readonly rawBytes: number;
  readonly prev: string;
  readonly hash: string;
  readonly body: Buffer;
}

/** Walks the chunks and what was sealed with each, then the tail; the first that is missing, moved or changed. */
export function* verifyChunks(db: Connection): Verifying {
  let line = 1;
  let hash = readGenesisHash(db);
  let transition = zeroHash;
  const last = prepared<number | null>(db, 'SELECT max(seq) FROM chunk').pluck().get() ?? 0;
  const next = db.prepare<[number], ChunkRow>(
    `SELECT seq, first_line AS firstLine, lines, raw_bytes AS rawBytes, first_tick AS firstTick, last_tick AS lastTick,
       whole_tick AS wholeTick, position, contents, prev, hash, body FROM chunk WHERE seq > ? ORDER BY seq LIMIT 1`,
  );
  for (let seq = 1; ; seq += 1) {
    let name = `chunk ${inWords(seq)}`;
    try {
      const row = next.get(seq === 1 ? -Infinity : seq - 1);
      if (row === undefined) return undefined;
      const { prev, hash: stored, body, ...header } = row;
      name = chunkInWords(seq, header.firstLine, header.lines);
      if (header.seq !== seq) {
        return fault(
          'chunk',
          seq,
          `chunk ${inWords(seq)} is missing: chunk ${inWords(header.seq)} comes in its place.`,
        );
      }
      if (header.firstLine !== line) return fault('chunk', seq, `${name} should begin with line ${inWords(line)}.`);
      if (prev !== hash) {
        const why = seq === 1 ? "the session's identity" : `chunk ${inWords(seq - 1)}`;
        return fault('chunk', seq, `${name} does not follow from ${why}.`);
      }
      if (linesHash(prev, { ...header }, body) !== stored) {
        return fault('chunk', seq, `${name} does not match its hash: it was changed.`);
      }
      const contents = JSON.parse(header.contents) as SealContents;
      const wrong = findWrongContents(db, seq, contents, transition, seq === last);
      if (wrong !== undefined) return fault('chunk', seq, `${wrong} sealed with ${name} were changed.`);
      ({ transition } = contents);
      line += header.lines;
      hash = stored;
    } catch (error) {
      return fault('chunk', seq, `${name} cannot be read whole: ${causeInWords(error)}.`);
    }
    yield { part: 'chunk', seq };
  }
}

export function verifyTail(db: Connection): VerifyFault | undefined {
  const end = prepared<{ hash: string; line: number }>(
    db,
    'SELECT hash, first_line + lines AS line FROM chunk ORDER BY seq DESC LIMIT 1',
  ).get();
  let hash = end?.hash ?? readGenesisHash(db);
  let line = end?.line ?? 1;
  let seq = 0;
  const rows = db.prepare<[], TailRow>(
    `SELECT seq, first_line AS first, lines AS count, raw_bytes AS rawBytes, prev, hash, body FROM tail ORDER BY seq`,
  );
  for (const row of rows.iterate()) {
    seq += 1;
    const expected = linesHash(row.prev, tailHeader(row.seq, row), row.body);
    if (row.seq !== seq || row.prev !== hash || row.first !== line || expected !== row.hash) {
      return fault('tail', seq, `the lines from ${inWords(line)} on, which no chunk holds yet, were changed.`);
    }
    hash = row.hash;
    line += row.count;
  }
  return undefined;
}

function findWrongContents(
  db: Connection,
  chunk: number,
  sealed: SealContents,
  transitionBefore: string,
  isLast: boolean,
): string | undefined {
  const badBlock = prepared<{ body: Buffer; sha256: string }>(db, 'SELECT body, sha256 FROM block WHERE chunk = ?')
    .all(chunk)
    .some(({ body, sha256: digest }) => sha256(body) !== digest);
  if (badBlock) return 'roll-ups';
  const badCheckpoint = prepared<{ body: Buffer; sha256: string }>(
    db,
    'SELECT body, sha256 FROM judge_checkpoint WHERE chunk = ?',
  )
    .all(chunk)
    .some(({ body, sha256: digest }) => sha256(body) !== digest);
  if (badCheckpoint) return "the judge's memory and roll-ups";
  const lastTransition = prepared<string>(db, 'SELECT hash FROM transition WHERE chunk = ? ORDER BY seq DESC LIMIT 1');
  const transition = lastTransition.pluck().get(chunk) ?? transitionBefore;
  // Gaps and the sources' states change after a seal: only those of the last are still to be seen.
  const found = readSealContents(db, chunk, transition, isLast ? undefined : sealed);
  if (canonicalJson(found) === canonicalJson(sealed)) return undefined;
  const names = Object.keys(found) as (keyof SealContents)[];
  return contentNames[names.find((name) => found[name] !== sealed[name]) ?? 'blocks'];
}

const contentNames: Record<keyof SealContents, string> = {
  series: 'series',
  blocks: 'roll-ups',
  quarantine: 'quarantined lines',
  checkpoint: "the judge's memory and roll-ups",
  transition: 'transitions',
  gaps: 'gaps',
  sources: "the sources' states",
};
