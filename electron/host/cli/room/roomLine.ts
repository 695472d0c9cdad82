import type { Client } from '../../../../shared/contract/createClient.ts';
import { type WireCommand, wireCommands, type WireOutcome } from '../../../../shared/contract/commands.ts';
import { ContractError, type FailureCode } from '../../../../shared/contract/contract.ts';
import { toFault } from '../../../../shared/contract/messages.ts';
import type { WholeRoom } from '../../../../shared/contract/wireRoom.ts';
import type { LedgerActor } from '../../../../shared/model/ledgerRow.ts';
import type { Plan } from '../../../../shared/model/plan.ts';
import { printable } from '../../../../shared/model/problem.ts';
import { readPlan } from '../../../../shared/model/readPlan.ts';
import { openRoomClient, type RoomAddress, UnreachableRoom } from '../../roomClient.ts';
import { CallError, type CommandIo, Refusal } from '../command.ts';
import { styleOf } from '../paint.ts';
import { showTClock } from '../showTimes.ts';
import { askYesNo, canAsk } from './askYesNo.ts';
import { type ActCall, type LookCall, readActor, readCommandId, readRoomAddress } from './roomCall.ts';

/** A connected room, as it was when it was looked at. */
export interface RoomLine {
  readonly client: Client;
  readonly address: RoomAddress;
  /** False where people may look and not act. */
  readonly mayCommand: boolean;
  readonly plan: Plan;
  /** Nothing of it is left out. */
  readonly whole: WholeRoom;
  readonly room: NonNullable<WholeRoom['room']>;
}

export interface ActingLine extends RoomLine {
  readonly actor: LedgerActor;
}

/** What a command would do, decided on a look at the room. */
export interface Deed {
  readonly command: WireCommand;
  /** What will happen in the world, as a question; absent where nothing does. */
  readonly question?: string;
  /** Where nobody can be asked, `--yes` must say it. */
  readonly isGrave?: boolean;
  /** What stands in the ledger once it is done, as a sentence. */
  readonly says: string | ((rows: readonly number[]) => Promise<string>);
}

/** A room in this process has no address. */
const inside: RoomAddress = { origin: '', key: '' };
const longest = 2000;
/** The room was reached, and would not. */
const refusedCodes: ReadonlySet<FailureCode> = new Set(['not_found', 'not_allowed', 'bad_args']);

/** Connects, looks, and hangs up when the work is over. */
export async function lookAtRoom<T>(call: LookCall, io: CommandIo, work: (line: RoomLine) => Promise<T>): Promise<T> {
  const address = io.room === undefined ? readRoomAddress(call.room) : inside;
  try {
    const { client, mayCommand } = await (io.room?.open() ?? openRoomClient(address, io.signal));
    try {
      return await work({ client, address, mayCommand, ...(await look(client)) });
    } finally {
      client.close();
    }
  } catch (error) {
    if (error instanceof UnreachableRoom) throw new Refusal(3, error.message);
    if (!(error instanceof ContractError)) throw error;
    throw new Refusal(refusedCodes.has(error.code) ? 1 : 3, printable(error.message, longest));
  }
}

/** Looks at the room, asks where the world changes, gives the command on what was seen, and tells what became of it. */
export async function actInRoom(
  call: ActCall,
  io: CommandIo,
  toDeed: (line: ActingLine) => Deed | Promise<Deed>,
): Promise<number> {
  const actor = readActor(call.as);
  const id = readCommandId(call.id);
  return lookAtRoom(call, io, async (line) => {
    if (io.isTerminal) io.err(`${headline(line, io)}\n`);
    const deed = await toDeed({ ...line, actor });
    assertGivable(deed.command);
    await confirm(deed, call.yes, io);
    const { number, state } = line.whole;
    const on = { epoch: state.epoch, snapshot: number };
    const outcome = await line.client.command({ id, actor, on, command: deed.command });
    return tell(outcome, { deed, id, json: call.json }, io);
  });
}

/** The call and the clock, in one line. */
export function headline(
  { whole, room }: Pick<RoomLine, 'whole' | 'room'>,
  { paint }: Pick<CommandIo, 'paint'>,
): string {
  const clock = showTClock(room.clock.tMs, 0);
  if (whole.judged === null) return `${clock}  nothing has been judged yet`;
  const { call, reasons } = whole.judged;
  const [first] = reasons;
  const word = paint(styleOf(call), call);
  return `${clock}  ${word}${first === undefined ? '' : `: ${printable(first, 120)}`}`;
}

async function look(client: Client): Promise<Pick<RoomLine, 'plan' | 'whole' | 'room'>> {
  const [whole, { text }] = await Promise.all([client.query('room.now', {}), client.query('plan.read', {})]);
  const { plan } = readPlan(text, 'the plan of the room');
  if (plan === undefined)
    throw new Refusal(3, 'This version cannot read the plan of that room: use the one that serves it.');
  if (whole.room === null) throw new Refusal(1, 'Nobody can act in that session, and it has no room to look at.');
  return { plan, whole, room: whole.room };
}

/** What the contract would not take is a wrong call, and is not sent. */
function assertGivable({ kind, args }: WireCommand): void {
  const parsed = wireCommands[kind].safeParse(args);
  if (!parsed.success) throw new CallError(printable(toFault(parsed.error), longest));
}

async function confirm({ question, isGrave = false }: Deed, yes: boolean, io: CommandIo): Promise<void> {
  if (question === undefined || yes) return;
  const asked = printable(question, longest);
  if (canAsk(io)) {
    if (!(await askYesNo(asked, io))) throw new Refusal(3, 'Nothing was done, as you wished.');
  } else if (isGrave) {
    throw new Refusal(2, `${asked} Nobody can be asked here, so nothing was done: call again with --yes.`);
  }
}

async function tell(
  outcome: WireOutcome,
  { deed, id, json }: { readonly deed: Deed; readonly id: string; readonly json: boolean },
  io: CommandIo,
): Promise<number> {
  if (json) io.out(`${JSON.stringify({ id, ...outcome })}\n`);
  if (outcome.kind === 'done') {
    if (!json) {
      const says = typeof deed.says === 'string' ? deed.says : await deed.says(outcome.rows);
      io.out(`${rowsWords(outcome.rows)}: ${printable(says, longest)}\n`);
    }
    return 0;
  }
  const { code, text } = outcome.refusal;
  const isLost = code === 'engine_lost';
  const advice = isLost ? ` Call again with --id ${id}: under its id it is done once.` : '';
  io.err(`${printable(text, longest)}${advice}\n`);
  return isLost ? 3 : 1;
}

function rowsWords(rows: readonly number[]): string {
  if (rows.length === 0) return 'No row';
  const [last] = rows.slice(-1);
  return rows.length === 1 ? `Row ${last}` : `Rows ${rows.slice(0, -1).join(', ')} and ${last}`;
}
