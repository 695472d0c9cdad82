import { readdir, readFile, stat } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { toRoomRow } from '../../../../shared/model/room/roomFact.ts';
import { openSession } from '../../../engine/store/openSession.ts';
import type { Session } from '../../../engine/store/session.ts';
import { systemClock } from '../../systemClock.ts';
import { type CommandIo, Refusal } from '../command.ts';
import { readCall } from '../readCall.ts';
import { attachFile } from './attach.ts';
import { actOptions } from './roomCall.ts';

interface Carried {
  readonly evidence: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * `holdpoint carry`: the evidence of an earlier session, such as that of the weeks before, or of a folder whose files are
 * named after it, into the room of the day. Files are read and judged anew, by today's plan; what somebody must accept is
 * accepted anew.
 */
export async function carry(argv: string[], io: CommandIo): Promise<number> {
  const call = readCall(argv, {
    options: { room: actOptions.room, as: actOptions.as, id: actOptions.id, yes: actOptions.yes },
    words: ['session file, or the folder'],
  });
  const [path = ''] = call.words;
  const files = await readCarried(path);
  if (files.length === 0) throw new Refusal(1, `No evidence stands in ${path}: nothing was carried over.`);
  let refused = 0;
  const { id } = call.options;
  for (const [index, file] of files.entries()) {
    const own = id === undefined ? undefined : `${id}-${index + 1}`;
    const exitCode = await attachFile(file, { ...call.options, id: own, json: false }, io);
    if (exitCode === 3) return 3;
    if (exitCode !== 0) refused += 1;
  }
  return refused === 0 ? 0 : 1;
}

async function readCarried(path: string): Promise<readonly Carried[]> {
  const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() === true;
  if (isFolder) return readFolder(path);
  const session = openSession(path, { mode: 'read', now: systemClock.nowMs });
  try {
    return readFiles(session);
  } finally {
    session.close();
  }
}

/** `ledger-tests.xml` is for the evidence ledger-tests. */
async function readFolder(folder: string): Promise<Carried[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.flatMap((entry) => (entry.isFile() && !entry.name.startsWith('.') ? [entry.name] : []));
  return Promise.all(
    names.toSorted().map(async (name) => ({
      evidence: parse(name).name,
      name,
      bytes: await readFile(join(folder, name)),
    })),
  );
}

/** The newest file of each piece of evidence that nobody rejected. */
function readFiles(session: Session): Carried[] {
  const attached = new Map<number, { evidence: string; name: string; sha256: string }>();
  for (const one of session.readLedger()) {
    const row = toRoomRow(one);
    if (row?.kind === 'evidence.attached') {
      const { evidence, file } = row.body;
      attached.set(row.seq, { evidence, name: file.name, sha256: file.sha256 });
    } else if (row?.kind === 'evidence.rejected') attached.delete(row.body.attachment);
  }
  const newest = new Map([...attached.values()].map((one) => [one.evidence, one]));
  return [...newest.values()].map(({ evidence, name, sha256 }) => {
    const bytes = session.readFile(sha256);
    if (bytes === undefined) {
      throw new Refusal(1, `${name} is missing from ${session.path}: \`holdpoint verify\` says what is wrong with it.`);
    }
    return { evidence, name, bytes };
  });
}
