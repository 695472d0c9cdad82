import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { JsonValue } from '../../../shared/model/arrival.ts';
import type { Recording } from '../../engine/source/recording.ts';
import { openSession } from '../../engine/store/openSession.ts';
import type { Session } from '../../engine/store/session.ts';
import { systemClock } from '../systemClock.ts';
import { type CommandIo, Refusal } from './command.ts';
import type { LoadedPlan } from './loadPlan.ts';
import { openKey } from './openKey.ts';

const pieceBytes = 2 ** 20;

/**
 * A session that this recording is replayed into by this plan: a new one (`isNew`), or the one that an earlier call began.
 */
export async function openReplaySession(
  path: string,
  recording: Recording,
  plan: LoadedPlan,
  createdBy: string,
  io: CommandIo,
): Promise<{ session: Session; isNew: boolean }> {
  const identity = await identify(recording);
  const settings = { now: systemClock.nowMs, ...openKey(io) };
  const isNew = !existsSync(path);
  const session = isNew
    ? openSession(path, {
        mode: 'create',
        identity: { kind: 'replay', createdBy, recording: { ...identity } },
        ...settings,
      })
    : openSession(path, { mode: 'resume', ...settings });
  try {
    requireSame(session, path, identity, recording, plan);
    if (session.readPlan() === undefined) {
      // It is the plan of every second of the recording.
      session.appendPlan({ at: 0, digest: plan.digest, text: plan.text });
    }
    return { session, isNew };
  } catch (error) {
    session.close();
    throw error;
  }
}

/**
 * Removes a closed session in which no second was judged: its recording was refused at its start, and the file would only
 * stand in the way of the right recording.
 */
export function removeIfEmpty(path: string): void {
  const session = openSession(path, { mode: 'read', now: systemClock.nowMs });
  let isEmpty: boolean;
  try {
    isEmpty = session.readDurable().lastTick === undefined;
  } finally {
    session.close();
  }
  if (isEmpty) for (const end of ['-wal', '-shm', '']) rmSync(`${path}${end}`, { force: true });
}

interface RecordingIdentity {
  readonly name: string;
  readonly bytes: number;
  /** SHA-256 of the file as it lies on disk, hex. */
  readonly sha256: string;
}

async function identify(recording: Recording): Promise<RecordingIdentity> {
  const { path, bytesTotal } = recording;
  const hash = createHash('sha256');
  await using file = await open(path);
  const piece = Buffer.alloc(pieceBytes);
  for (let from = 0; ;) {
    const { bytesRead } = await file.read(piece, 0, piece.length, from);
    if (bytesRead === 0) return { name: basename(path), bytes: bytesTotal, sha256: hash.digest('hex') };
    hash.update(piece.subarray(0, bytesRead));
    from += bytesRead;
  }
}

/** A session goes on with what it began with, under whatever name that is now. */
function requireSame(
  session: Session,
  path: string,
  identity: RecordingIdentity,
  recording: Recording,
  plan: LoadedPlan,
): void {
  const { kind, recording: held } = session.identity;
  const another = 'name another file with --session';
  if (!session.writable) throw new Refusal(3, session.notice ?? `${path} is open for reading only: ${another}.`);
  if (kind !== 'replay') throw new Refusal(2, `${path} holds a ${kind} session, not a replay: ${another}.`);
  if (memberOf(held, 'bytes') !== identity.bytes || memberOf(held, 'sha256') !== identity.sha256) {
    const name = memberOf(held, 'name');
    if (name === identity.name) {
      throw new Refusal(
        2,
        `${recording.path} is not the recording that ${path} was begun with, or has changed since: ${another} and replay it anew, or put the file back as it was.`,
      );
    }
    throw new Refusal(
      2,
      `${path} holds the replay of another recording (${typeof name === 'string' ? name : 'unnamed'}), not of ${recording.path}: ${another}, or go on with that recording.`,
    );
  }
  const before = session.readPlan();
  if (before !== undefined && before.digest !== plan.digest) {
    throw new Refusal(
      2,
      `${path} was begun with another plan than ${plan.path}, as it is now: ${another}, or go on with the plan as it was.`,
    );
  }
}

function memberOf(value: JsonValue, key: string): JsonValue | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, JsonValue>>)[key]
    : undefined;
}
