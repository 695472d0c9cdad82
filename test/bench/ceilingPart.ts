import { rmSync } from 'node:fs';
import { createDecoder } from '../../electron/engine/ingest/decoder.ts';
import { Ingest } from '../../electron/engine/ingest/ingest.ts';
import { SequenceBook } from '../../electron/engine/ingest/sequenceBook.ts';
import { createSeriesTable } from '../../electron/engine/ingest/seriesTable.ts';
import type { LineBatch } from '../../electron/engine/source/lineBatch.ts';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import { CoarseRollUp } from '../../electron/engine/store/coarseRollUp.ts';
import { createConnection, openConnection } from '../../electron/engine/store/open.ts';
import { buildBlocks } from '../../electron/engine/store/writeBlocks.ts';
import { packLines } from '../../electron/engine/store/writeLines.ts';
import { Judge } from '../../shared/judge/judge.ts';
import { TickGatherer } from '../../shared/judge/tickGatherer.ts';
import type { Arrival } from '../../shared/model/arrival.ts';
import type { TickInput } from '../../shared/model/tickInput.ts';
import { answer, loadPlan, partWords } from './partWords.ts';

// What a replay cannot do without, each part by itself over the same lines and nothing between them: no positions, no
// hashes, no checkpoints, no pace. Their sum is the ceiling that the replay is held against.

/** So few at a time that what waits between two parts stays in the processor's caches. */
const linesAtATime = 256;
const sealLines = 10_000;

const {
  recording: path,
  plan: planPath,
  session: sessionPath,
  scratch,
} = partWords('recording', 'plan', 'session', 'scratch');
const spentMs = { readAndDecode: 0, ingest: 0, judge: 0, encodeBlocks: 0, compressLines: 0, insert: 0 };
let markedAt = 0;
/** Books the time since the last call. */
function spend(part: keyof typeof spentMs): void {
  const nowMs = performance.now();
  spentMs[part] += nowMs - markedAt;
  markedAt = nowMs;
}

const judge = new Judge(loadPlan(planPath).plan);
const gatherer = new TickGatherer(judge.limits);
const gathered: TickInput[] = [];
const ingest = new Ingest(gatherer, new SequenceBook(), judge.longestWindowS, {
  onTick: (tick) => gathered.push(gatherer.take(tick)),
  onQuarantine: () => undefined,
});
const decoder = createDecoder(createSeriesTable());
const coarse = new CoarseRollUp();
let ticks: TickInput[] = [];
let pieces: Buffer[] = [];
let pendingLines = 0;

const recording = await openRecording(path);
markedAt = performance.now();
for await (const batch of recording.batches()) {
  for (let from = 0; from < batch.count; from += linesAtATime) takeLines(batch, from);
  spend('readAndDecode');
}
ingest.finish();
judgeGathered();
seal();
insertAgain();
answer({ lines: ingest.counters.lines, seconds: inSeconds() });

function takeLines(batch: LineBatch, from: number): void {
  const to = Math.min(batch.count, from + linesAtATime);
  const arrivals: Arrival[] = [];
  for (let index = from; index < to; index += 1) {
    const decoded = decoder.decodeLine(batch.bytes, batch.starts[index] ?? 0, batch.ends[index] ?? 0, index);
    if (decoded.kind !== 'bad') arrivals.push(decoded);
  }
  spend('readAndDecode');
  for (const arrival of arrivals) ingest.take(arrival, 0);
  spend('ingest');
  judgeGathered();
  const end = to < batch.count ? batch.starts[to] : batch.bytes.length;
  pieces.push(batch.bytes.subarray(batch.starts[from], end));
  pendingLines += to - from;
  if (pendingLines >= sealLines) seal();
}

function judgeGathered(): void {
  for (const input of gathered) judge.judge(input);
  ticks.push(...gathered);
  gathered.length = 0;
  spend('judge');
}

function seal(): void {
  buildBlocks(ticks, coarse);
  ticks = [];
  spend('encodeBlocks');
  packLines({ first: 1, count: pendingLines, bytes: pieces });
  pieces = [];
  pendingLines = 0;
  spend('compressLines');
}

/** The same bytes as the session holds, in as many transactions, into a table without anything else. */
function insertAgain(): void {
  const session = openConnection(sessionPath, 'reader');
  const bodies = session
    .prepare<[], { chunk: number; body: Buffer }>(
      `SELECT chunk, body FROM (SELECT seq AS chunk, 0 AS kind, seq AS id, body FROM chunk
         UNION ALL SELECT chunk, 1, id, body FROM block
         UNION ALL SELECT chunk, 2, tick, body FROM judge_checkpoint)
       ORDER BY chunk, kind, id`,
    )
    .all();
  session.close();
  const byChunk = new Map<number, Buffer[]>();
  for (const { chunk, body } of bodies) byChunk.set(chunk, [...(byChunk.get(chunk) ?? []), body]);
  for (const ending of ['', '-wal', '-shm']) rmSync(scratch + ending, { force: true });
  createConnection(scratch).exec('CREATE TABLE body (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT').close();
  const db = openConnection(scratch, 'writer');
  db.pragma('wal_autocheckpoint = 1000');
  const insert = db.prepare('INSERT INTO body (body) VALUES (?)');
  markedAt = performance.now();
  for (const own of byChunk.values()) {
    db.transaction(() => {
      for (const body of own) insert.run(body);
    }).immediate();
  }
  spend('insert');
  db.close();
}

function inSeconds(): Record<string, number> {
  return Object.fromEntries(Object.entries(spentMs).map(([part, ms]) => [part, ms / 1000]));
}
