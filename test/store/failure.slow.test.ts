import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openConnection, type Connection } from '../../electron/engine/store/open.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import type { Session } from '../../electron/engine/store/session.ts';
import { SessionFile } from '../../electron/engine/store/sessionFile.ts';
import { createFolder } from './createFolder.ts';
import { createSession, identity } from './createSession.ts';
import { buildBatch, buildStream, rawLines } from './storedStream.ts';

const stream = buildStream(3000);

/** A session over a connection that the test can trouble. */
function openTroubled(path: string): { session: Session; db: Connection } {
  createSession(path).close();
  const db = openConnection(path, 'writer');
  const lock = { release: () => undefined };
  return { db, session: new SessionFile({ path, db, identity, lock, notice: undefined, settings: { now: () => 0 } }) };
}

test('a full disk refuses the seal whole, and lets it be tried again', () => {
  const path = join(createFolder(), 'a.holdpoint');
  const { session, db } = openTroubled(path);
  session.seal(buildBatch(stream, 0, 700));
  session.commitTail(rawLines(stream, stream.linesAtTick[699] ?? 0, (stream.linesAtTick[699] ?? 0) + 5));
  const digest = session.contentDigest();
  const pages = Number(db.pragma('page_count', { simple: true }));
  for (const spare of [0, 1, 2, 4]) {
    db.pragma(`max_page_count = ${pages + spare}`);
    expect(() => session.seal(buildBatch(stream, 700, 2800))).toThrow(
      expect.objectContaining({
        code: 'disk_full',
        message: `The disk is full, so nothing more can be written to ${path}: free some space and go on.`,
      }),
    );
    expect(session.contentDigest()).toBe(digest);
  }
  db.pragma('max_page_count = 1000000');
  session.seal(buildBatch(stream, 700, 2800));
  const undisturbed = createSession(join(createFolder(), 'b.holdpoint'));
  undisturbed.seal(buildBatch(stream, 0, 700));
  undisturbed.seal(buildBatch(stream, 700, 2800));
  expect(session.contentDigest()).toBe(undisturbed.contentDigest());
  undisturbed.close();
  session.close();
});

// A limit on the size of files makes writes fail as a broken disk does: with an error that is not "full".
test.runIf(process.platform === 'linux')(
  'after a failed write nothing is written until the session was opened again',
  () => {
    const path = join(createFolder(), 'a.holdpoint');
    const url = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href);
    const script = `
    const { openSession } = await import(${url('../../electron/engine/store/openSession.ts')});
    const { buildBatch, buildStream } = await import(${url('./storedStream.ts')});
    const stream = buildStream(3000);
    const session = openSession(${JSON.stringify(path)}, { mode: 'resume', now: () => 0 });
    const told = [];
    const attempt = (run) => { try { run(); told.push('done'); } catch (error) { told.push(error.code); } };
    let from = 0;
    while (from < 3000 && !told.includes('io_uncertain')) {
      attempt(() => session.seal(buildBatch(stream, from, from + 100)));
      if (told.at(-1) === 'done') from += 100;
    }
    attempt(() => session.seal(buildBatch(stream, from, from + 100)));
    attempt(() => session.appendPlan({ at: 1, digest: 'd', text: 't' }));
    attempt(() => session.readSeries());
    const durable = session.reopen();
    attempt(() => session.readSeries());
    console.log(JSON.stringify({ from, told: told.slice(-5), lastTick: durable.lastTick, sealedLine: durable.sealedLine }));
    process.exit(0);`;
    createSession(path).close();
    const limited = `trap '' XFSZ; ulimit -f 300; exec "$0" --input-type=module --eval "$1"`;
    const out = execFileSync('bash', ['-c', limited, process.execPath, script], { encoding: 'utf8' });
    const { from, told, lastTick, sealedLine } = JSON.parse(out) as {
      from: number;
      told: string[];
      lastTick: number;
      sealedLine: number;
    };
    expect(told).toEqual(['io_uncertain', 'io_uncertain', 'io_uncertain', 'done', 'done']);
    expect(from).toBeGreaterThan(0);

    // Everything that was acknowledged is there; the one that failed may be there too, whole.
    const session = openSession(path, { mode: 'resume', now: () => 0 });
    expect(session.readDurable()).toMatchObject({ lastTick, sealedLine });
    const sealed = stream.ticks.findIndex(({ tick }) => tick === lastTick) + 1;
    expect([from, from + 100]).toContain(sealed);
    expect([...session.readTicks({ fromTick: 0, toTick: Infinity })]).toEqual(stream.ticks.slice(0, sealed));
    session.close();
  },
);

test('the write-ahead log is cut short when it has grown, as soon as no reader needs it', () => {
  const path = join(createFolder(), 'a.holdpoint');
  const noise = (bytes: number): Buffer => {
    const line = Buffer.allocUnsafe(bytes);
    for (let at = 0; at < bytes; at += 1) line[at] = 32 + (((at * 2_654_435_761 + bytes) >>> (at % 13)) % 90);
    line[bytes - 1] = 10;
    return line;
  };
  const session = createSession(path);
  let longest = 0;
  for (let line = 1; line <= 60; line += 1) {
    session.commitTail({ first: line, count: 1, bytes: [noise(1_000_000 + line)] });
    longest = Math.max(longest, statSync(`${path}-wal`).size);
  }
  expect(longest).toBeLessThan(8 * 2 ** 20);
  session.close();
});
