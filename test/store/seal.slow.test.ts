import Database from 'better-sqlite3';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSession } from '../../electron/engine/store/openSession.ts';
import type { Session } from '../../electron/engine/store/session.ts';
import { buildBatch, buildStream, rawLines, type Stream } from './storedStream.ts';
import { createFolder } from './createFolder.ts';
import { createSession, identity } from './createSession.ts';

const stream = buildStream(1400);

test('what is sealed can be read again, in this session and after it was closed', () => {
  const path = join(createFolder(), 'a.holdpoint');
  const written = createSession(path);
  written.appendPlan({ at: 5, digest: 'sha256:1', text: 'format: holdpoint/plan@1' });
  written.appendPlan({ at: 6, digest: 'sha256:2', text: 'format: holdpoint/plan@1 # again' });
  sealAll(written, stream, [400, 900, 1400]);
  const before = readEverything(written);
  written.close();
  const read = openSession(path, { mode: 'read', now: () => 0 });
  expect(readEverything(read)).toEqual(before);

  expect(before.identity).toEqual(identity);
  expect(before.plan).toEqual({ seq: 1, at: 5, digest: 'sha256:1', text: 'format: holdpoint/plan@1' });
  expect(before.changedPlan).toEqual({ seq: 2, at: 6, digest: 'sha256:2', text: 'format: holdpoint/plan@1 # again' });
  expect(before.series).toEqual(stream.series);
  expect(before.lines).toEqual(stream.lines);
  expect(before.ticks).toEqual(stream.ticks);
  expect(before.gaps).toHaveLength(3);
  expect(before.transitions).toEqual([400, 900, 1400].flatMap((to) => buildBatch(stream, 0, to).transitions));
  expect(before.quarantine).toEqual([400, 900, 1400].flatMap((to) => buildBatch(stream, 0, to).quarantine));
  expect(before.states).toEqual([['gw-1', { next: 1400 }]]);
  expect(before.durable).toEqual({
    sealedLine: stream.lines.length,
    tailLine: stream.lines.length,
    chunks: 3,
    lastTick: stream.ticks.at(-1)?.tick,
    ledgerSeq: 0,
    position: { line: stream.lines.length },
  });
  read.close();
});

test('lines can be read from any number on, and the quarantine in pages', () => {
  const session = createSession(join(createFolder(), 'a.holdpoint'));
  sealAll(session, stream, [400, 900]);
  const sealed = stream.linesAtTick[899] ?? 0;
  session.commitTail(rawLines(stream, sealed, sealed + 7));
  for (const from of [
    1,
    2,
    stream.linesAtTick[399] ?? 0,
    (stream.linesAtTick[399] ?? 0) + 1,
    sealed,
    sealed + 3,
    sealed + 8,
  ]) {
    const lines = [...session.readLines(from)];
    expect(lines.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(stream.lines.slice(from - 1, sealed + 7));
    expect(lines.map(({ line }) => line)).toEqual(lines.map((_, index) => from + index));
  }
  expect(session.readQuarantineCount()).toBe(2);
  expect(session.readQuarantine(1, 1).map(({ line }) => line)).toEqual([sealed]);
  session.close();
});

test('empty lines are kept and counted', () => {
  const session = createSession(join(createFolder(), 'a.holdpoint'));
  session.commitTail({ first: 1, count: 3, bytes: [Buffer.from('\n{"t":1}\r\n\n')] });
  expect([...session.readTailLines()].map(({ line, bytes }) => [line, Buffer.from(bytes).toString()])).toEqual([
    [1, ''],
    [2, '{"t":1}\r'],
    [3, ''],
  ]);
  session.close();
});

test('the tail is part of the next seal, and gone after it', () => {
  const path = join(createFolder(), 'a.holdpoint');
  let session = createSession(path);
  sealAll(session, stream, [100]);
  const sealed = stream.linesAtTick[99] ?? 0;
  session.commitTail(rawLines(stream, sealed, sealed + 3));
  session.commitTail(rawLines(stream, sealed + 3, sealed + 3));
  session.commitTail(rawLines(stream, sealed + 3, sealed + 10));
  session.close();
  session = openSession(path, { mode: 'resume', now: () => 0 });
  expect(session.readDurable()).toMatchObject({ sealedLine: sealed, tailLine: sealed + 10 });
  expect([...session.readTailLines()].map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(
    stream.lines.slice(sealed, sealed + 10),
  );
  session.seal(buildBatch(stream, 100, 200));
  expect([...session.readTailLines()]).toEqual([]);
  expect([...session.readLines(1)]).toHaveLength(stream.linesAtTick[199] ?? 0);
  session.close();
});

test('however often it was interrupted, a session says the same', () => {
  const folder = createFolder();
  const whole = createSession(join(folder, 'whole.holdpoint'));
  const cuts = Array.from({ length: 28 }, (_, index) => (index + 1) * 50);
  sealAll(whole, stream, cuts);
  const path = join(folder, 'cut.holdpoint');
  createSession(path).close();
  cuts.forEach((to, index) => {
    const from = cuts[index - 1] ?? 0;
    const session = openSession(path, { mode: 'resume', now: () => index });
    const line = stream.linesAtTick[from - 1] ?? 0;
    session.commitTail(rawLines(stream, line, line + 1));
    session.commitTail(rawLines(stream, line + 1, line + 1 + index));
    session.seal(buildBatch(stream, from, to));
    session.close();
  });
  const cut = openSession(path, { mode: 'resume', now: () => 0 });
  expect(cut.contentDigest()).toBe(whole.contentDigest());
  expect(readEverything(cut)).toEqual(readEverything(whole));

  const line = stream.linesAtTick.at(-1) ?? 0;
  const before = cut.contentDigest();
  cut.commitTail({ first: line + 1, count: 2, bytes: [Buffer.from('a\nb\n')] });
  expect(cut.contentDigest()).not.toBe(before);
  whole.commitTail({ first: line + 1, count: 1, bytes: [Buffer.from('a\n')] });
  whole.commitTail({ first: line + 2, count: 1, bytes: [Buffer.from('b\n')] });
  expect(cut.contentDigest()).toBe(whole.contentDigest());
  cut.close();
  whole.close();
});

test('the content digest changes with any of what is sealed', () => {
  const folder = createFolder();
  const digests = new Set<string>();
  const base = buildBatch(stream, 0, 100);
  const others = [
    base,
    { ...base, lines: { ...base.lines, bytes: [Buffer.from('x'), ...base.lines.bytes] } },
    { ...base, ticks: base.ticks.slice(0, -1) },
    { ...base, partialTick: true },
    { ...base, series: base.series.slice(0, -1).concat([{ ...base.series[4]!, metric: 'other' }]) }, // eslint-disable-line @typescript-eslint/no-non-null-assertion
    { ...base, transitions: [] },
    { ...base, quarantine: [] },
    { ...base, gaps: [] },
    { ...base, sourceStates: [] },
    { ...base, position: 2 },
    { ...base, checkpoint: undefined },
    { ...base, ledger: [{ at: 1, actor: { role: 'sre', name: 'A' }, kind: 'note.taken', body: {} }] },
  ];
  others.forEach((batch, index) => {
    const session = createSession(join(folder, `${index}.holdpoint`));
    session.seal(batch);
    digests.add(session.contentDigest());
    session.close();
  });
  expect(digests.size).toBe(others.length);
});

test('a gap is replaced by its key, and taken away when it is empty', () => {
  const session = createSession(join(createFolder(), 'a.holdpoint'));
  const gap = { source: 'gw-1', epoch: 'a', fromSeq: 7, toSeq: 9, openedAt: 5, closedAt: undefined };
  const batch = buildBatch(stream, 0, 100);
  session.seal({ ...batch, gaps: [gap, { ...gap, epoch: 'b' }, { ...gap, toSeq: 8 }] });
  expect(session.readGaps()).toEqual([
    { ...gap, toSeq: 8 },
    { ...gap, epoch: 'b' },
  ]);
  session.seal({
    ...buildBatch(stream, 100, 200),
    gaps: [
      { ...gap, toSeq: 7 },
      { ...gap, epoch: 'b', closedAt: 90 },
    ],
  });
  expect(session.readGaps()).toEqual([{ ...gap, epoch: 'b', closedAt: 90 }]);
  session.close();
});

test('the judge finds its memory at or before a tick', () => {
  const session = createSession(join(createFolder(), 'a.holdpoint'));
  sealAll(session, stream, [100, 200]);
  const [first, second] = [100, 200].map((to) => buildBatch(stream, 0, to).checkpoint);
  const at = first?.tick ?? 0;
  expect(session.readCheckpointAtOrBefore(at - 1)).toBeUndefined();
  expect(session.readCheckpointAtOrBefore(at)).toEqual(first);
  expect(session.readCheckpointAtOrBefore(at + 99)).toEqual(first);
  expect(session.readCheckpointAtOrBefore(Infinity)).toEqual(second);
  session.close();
});

test('transitions are read by time', () => {
  const session = createSession(join(createFolder(), 'a.holdpoint'));
  sealAll(session, stream, [100, 200, 300]);
  const all = session.readTransitions();
  const [, , at] = [...new Set(all.map((transition) => transition.at))];
  expect(session.readTransitions({ fromAt: at ?? 0 })).toEqual(all.slice(4));
  expect(session.readTransitions({ toAt: (at ?? 0) - 1 })).toEqual(all.slice(0, 4));
  session.close();
});

test.each([
  [
    'lines that leave a hole',
    { lines: { first: 2, count: 1, bytes: [Buffer.from('a\n')] } },
    'A seal must hold all lines from 1 to 0 at least, and this one holds 1 from 2.',
  ],
  [
    'a line without an end',
    { lines: { first: 1, count: 1, bytes: [Buffer.from('a')] } },
    'Lines from 1 must each end in a line feed: hand in whole lines.',
  ],
  [
    'bytes without lines',
    { lines: { first: 1, count: 0, bytes: [Buffer.from('a\n')] } },
    'Lines from 1 must each end in a line feed: hand in whole lines.',
  ],
  ['series out of order', { series: [...stream.series].reverse() }, 'Series 0 is next, and series 4 was handed in.'],
  [
    'ticks that fall',
    { ticks: [...stream.ticks].slice(0, 3).reverse() },
    `Tick ${stream.ticks[1]?.tick ?? 0} was handed in after tick ${stream.ticks[2]?.tick}.`,
  ],
])('%s are refused, and nothing of the seal is kept', (_, change, message) => {
  const session = createSession(join(createFolder(), 'a.holdpoint'));
  const empty = session.contentDigest();
  expect(() => session.seal({ ...buildBatch(stream, 0, 100), ...change })).toThrow(
    expect.objectContaining({ code: 'out_of_order', message }),
  );
  expect(session.contentDigest()).toBe(empty);
  sealAll(session, stream, [100]);
  expect(() => session.seal(buildBatch(stream, 0, 100))).toThrow(expect.objectContaining({ code: 'out_of_order' }));
  expect(() => session.commitTail(rawLines(stream, 0, 3))).toThrow(expect.objectContaining({ code: 'out_of_order' }));
  session.close();
});

test('a seal must hold the whole tail', () => {
  const session = createSession(join(createFolder(), 'a.holdpoint'));
  session.commitTail(rawLines(stream, 0, 300));
  expect(() => session.seal(buildBatch(stream, 0, 50))).toThrow(
    expect.objectContaining({
      code: 'out_of_order',
      message: expect.stringMatching(/^A seal must hold all lines from 1 to 300/) as string,
    }),
  );
  session.seal(buildBatch(stream, 0, 100));
  session.close();
});

test('what was sealed cannot be changed or taken away by SQL', () => {
  const path = join(createFolder(), 'a.holdpoint');
  const session = createSession(path, { signed: true });
  session.appendPlan({ at: 5, digest: 'sha256:1', text: 'plan' });
  sealAll(session, stream, [100]);
  session.appendLedger({ at: 1, actor: { role: 'sre', name: 'A' }, kind: 'note.taken', body: {} });
  session.close();
  const db = new Database(path);
  for (const table of [
    'plan',
    'chunk',
    'series',
    'block',
    'transition',
    'quarantine',
    'judge_checkpoint',
    'ledger',
    'ledger_checkpoint',
  ]) {
    const [column] = (db.pragma(`table_info("${table}")`) as { name: string }[]).map(({ name }) => name);
    const refusal = `rows of ${table} are never changed or taken away`;
    expect(() => db.exec(`UPDATE "${table}" SET ${column} = ${column}`)).toThrow(refusal);
    expect(() => db.exec(`DELETE FROM "${table}"`)).toThrow(refusal);
  }
  expect(() => db.exec('INSERT OR REPLACE INTO ledger SELECT * FROM ledger WHERE seq = 1')).toThrow(
    'rows of ledger are added in order',
  );
  expect(() =>
    db.exec(`INSERT INTO ledger SELECT seq + 100, at, role, name, kind, body, prev, hash FROM ledger WHERE seq = 1`),
  ).toThrow('rows of ledger are added in order, one after the last');
  db.close();
});

test('a reader refuses to write, a closed session to do anything', () => {
  const path = join(createFolder(), 'a.holdpoint');
  createSession(path).close();
  const reader = openSession(path, { mode: 'read', now: () => 0 });
  expect(reader.writable).toBe(false);
  expect(() => reader.seal(buildBatch(stream, 0, 100))).toThrow(
    expect.objectContaining({ code: 'read_only', message: `${path} is open for reading only: resume it to write.` }),
  );
  reader.close();
  reader.close();
  expect(() => reader.readGaps()).toThrow(expect.objectContaining({ code: 'closed' }));
});

test('slow calls are told', () => {
  let nowMs = 0;
  const told: unknown[] = [];
  const session = openSession(join(createFolder(), 'a.holdpoint'), {
    mode: 'create',
    identity,
    now: () => (nowMs += 41),
    onSlow: (slow) => told.push(slow),
  });
  session.readGaps();
  expect(told).toEqual([{ call: 'readGaps', ms: 41 }]);
  session.close();
});

function sealAll(session: Session, from: Stream, cuts: readonly number[]): void {
  cuts.forEach((to, index) => session.seal(buildBatch(from, cuts[index - 1] ?? 0, to)));
}

function readEverything(session: Session) {
  return {
    identity: session.identity,
    durable: session.readDurable(),
    plan: session.readPlan(),
    changedPlan: session.readPlan('sha256:2'),
    series: session.readSeries(),
    lines: [...session.readLines(1)].map(({ bytes }) => Buffer.from(bytes).toString()),
    ticks: [...session.readTicks({ fromTick: 0, toTick: Infinity })],
    transitions: session.readTransitions(),
    gaps: session.readGaps(),
    quarantine: session.readQuarantine(1000, 0),
    states: [...session.readSourceStates()],
    rollUp: session.readSeriesRollUp({
      lines: [[0], [1], [2], [3], [4]],
      fromBucket: stream.ticks[0]?.tick ?? 0,
      toBucket: stream.ticks.at(-1)?.tick ?? 0,
      maxPoints: 30,
    }),
  };
}
