import { type CommandIo, Refusal } from '../command.ts';
import { readCall } from '../readCall.ts';
import { askAdvance, tellOrder } from './rampOrder.ts';
import { actOptions, actShort } from './roomCall.ts';
import { actInRoom, type Deed, type RoomLine } from './roomLine.ts';
import { readRow, requireReason, ruleWords } from './roomWords.ts';

/** `holdpoint approve`: lets somebody else's proposal count: an override, a waiver, or a piece of evidence, a change of the plan. */
export async function approve(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: { ...actOptions, note: 'value' },
    short: actShort,
    words: ['row of the proposal'],
  });
  const row = readRow('the proposal', words[0]);
  const { note } = options;
  return actInRoom(options, io, async (line): Promise<Deed> => {
    switch (await readKind(line, row)) {
      case 'override.proposed':
        return {
          command: { kind: 'override.approve', args: { proposal: row } },
          question: askOverride(line, row),
          isGrave: true,
          says: (rows) => tellOrder(line, rows),
        };
      case 'waiver.proposed':
        return {
          command: { kind: 'waiver.grant', args: { proposal: row, note } },
          question: askWaiver(line, row),
          says: `the waiver of row ${row} is granted.`,
        };
      case 'evidence.attached':
        return {
          command: { kind: 'evidence.accept', args: { attachment: row, note } },
          says: `the evidence of row ${row} is accepted.`,
        };
      case 'plan.proposed':
        return {
          command: { kind: 'plan.accept', args: { proposal: row } },
          question: askPlan(line, row),
          isGrave: true,
          says: `the launch is judged by the plan of row ${row} from now on.`,
        };
    }
  });
}

/** `holdpoint refuse`: the opposite of `approve`, with why. */
export async function refuse(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: { ...actOptions, reason: 'value' },
    short: actShort,
    words: ['row of the proposal'],
  });
  const row = readRow('the proposal', words[0]);
  const reason = requireReason(options.reason);
  return actInRoom(options, io, async (line): Promise<Deed> => {
    switch (await readKind(line, row)) {
      case 'override.proposed':
        return {
          command: { kind: 'override.refuse', args: { proposal: row, reason } },
          says: `the override of row ${row} is refused.`,
        };
      case 'waiver.proposed':
        return {
          command: { kind: 'waiver.refuse', args: { proposal: row, reason } },
          says: `the waiver of row ${row} is refused.`,
        };
      case 'evidence.attached':
        return {
          command: { kind: 'evidence.reject', args: { attachment: row, reason } },
          says: `the evidence of row ${row} is rejected.`,
        };
      case 'plan.proposed':
        return {
          command: { kind: 'plan.refuse', args: { proposal: row, reason } },
          says: `the change of the plan of row ${row} is refused.`,
        };
    }
  });
}

const proposals = ['override.proposed', 'waiver.proposed', 'evidence.attached', 'plan.proposed'] as const;

/** What the row proposes. */
async function readKind({ client }: RoomLine, seq: number): Promise<(typeof proposals)[number]> {
  const { rows, lastSeq } = await client.query('ledger.read', { fromSeq: seq, toSeq: seq, limit: 1 });
  const [row] = rows;
  if (row === undefined) throw new Refusal(1, `The ledger has no row ${seq}: its last is ${lastSeq}.`);
  const kind = proposals.find((one) => one === row.kind);
  if (kind !== undefined) return kind;
  throw new Refusal(1, `Row ${seq} of the ledger (${row.kind}) proposes nothing: holdpoint status lists what waits.`);
}

function askOverride(line: RoomLine, row: number): string {
  const found = line.room.ramp.proposals.find(({ proposal }) => proposal === row);
  if (found === undefined) return `Approve the override of row ${row}?`;
  return `${askAdvance(line, found.scope, found.to).slice(0, -1)}, against what is in the way (${found.blockedBy.join(' ')})?`;
}

function askPlan({ room }: RoomLine, row: number): string {
  const found = room.plan.proposals.find((one) => one.row === row);
  return found === undefined
    ? `Judge the launch by the plan that row ${row} proposed?`
    : `Judge the launch with ${found.set.join(', ')} from now on, as ${found.by.name} proposed (${found.reason})?`;
}

function askWaiver({ room }: RoomLine, row: number): string {
  const found = room.waivers.pending.find((one) => one.row === row);
  return found === undefined
    ? `Grant the waiver of row ${row}?`
    : `Grant the waiver of ${ruleWords(found.criterion, found.cell)} that ${found.proposedBy.name} proposed (${found.reason})?`;
}
