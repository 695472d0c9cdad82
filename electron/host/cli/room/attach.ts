import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { mostFileBytes } from '../../../../shared/contract/handedFile.ts';
import { criterionFacts } from '../../../../shared/model/room/criterionFacts.ts';
import type { RoomAddress } from '../../roomClient.ts';
import { handOverFile } from '../../handOverFile.ts';
import { type CommandIo, Refusal } from '../command.ts';
import { readCall } from '../readCall.ts';
import { type ActCall, actOptions, actShort } from './roomCall.ts';
import { actInRoom, type RoomLine } from './roomLine.ts';

/** `holdpoint attach`: hands a file over and attaches it; the room reads what it says. */
export async function attach(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: actOptions,
    short: actShort,
    words: ['evidence', 'file'],
  });
  const [evidence = '', path = ''] = words;
  return attachFile({ evidence, name: basename(path), bytes: await readEvidence(path) }, options, io);
}

/** Hands one file over and attaches it. Resolves with the exit code. */
export function attachFile(
  { evidence, name, bytes }: { readonly evidence: string; readonly name: string; readonly bytes: Uint8Array },
  call: ActCall,
  io: CommandIo,
): Promise<number> {
  return actInRoom(call, io, async (line) => {
    const { address, plan, mayCommand } = line;
    if (!mayCommand) throw new Refusal(1, 'That room is open for looking only: it takes no files.');
    // Before a file travels for nothing.
    if (plan.evidence[evidence] === undefined) {
      const known = Object.keys(plan.evidence).join(', ');
      throw new Refusal(1, `The plan asks for no evidence ${evidence}${known === '' ? '' : `; it asks for ${known}`}.`);
    }
    await send(address, { name, bytes }, io);
    const file = createHash('sha256').update(bytes).digest('hex');
    return {
      command: { kind: 'evidence.attach', args: { evidence, file } },
      says: (rows) => tellReading(line, evidence, rows),
    };
  });
}

async function readEvidence(path: string): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new Refusal(3, `${path} cannot be read (${code}): name a file that is there.`);
  }
  if (bytes.length <= mostFileBytes) return bytes;
  throw new Refusal(
    1,
    `${path} has ${bytes.length} bytes, and a file of evidence may have 16 MiB: attach a part of it.`,
  );
}

async function send(
  address: RoomAddress,
  file: { readonly name: string; readonly bytes: Uint8Array },
  { room, signal }: CommandIo,
): Promise<void> {
  const trouble = room === undefined ? await handOverFile(address, file, signal) : room.handOver(file);
  if (trouble !== undefined) throw new Refusal(3, trouble);
}

/** What the room read in the file. */
async function tellReading({ client }: RoomLine, evidence: string, rows: readonly number[]): Promise<string> {
  const [row] = rows;
  if (row === undefined) return 'it is in the ledger.';
  const { row: written } = await client.query('evidence.read', { row });
  const parsed = criterionFacts['evidence.attached'].loose().safeParse(written.body);
  if (!parsed.success) return `the file is attached to ${evidence}.`;
  const { reading, file } = parsed.data;
  const { room } = await client.query('room.now', {});
  const isAwaited = room?.evidence.some(({ awaits }) => awaits === row) === true;
  const awaits = isAwaited ? ` It counts when somebody else accepts it: holdpoint approve ${row}.` : '';
  return `${file.name} is attached to ${evidence}: ${reading.verdict}. ${reading.says}${awaits}`;
}
