import type { JsonValue } from '../../../../shared/model/arrival.ts';
import { percentWords } from '../../../../shared/judge/words.ts';
import { cellWords, isInCell } from '../../../../shared/judge/selector.ts';
import type { LedgerRow } from '../../../../shared/model/ledgerRow.ts';
import { rampFacts, type RampScope } from '../../../../shared/model/room/rampFacts.ts';
import type { Labels } from '../../../../shared/model/series.ts';
import type { RoomLine } from './roomLine.ts';
import { scopeWords } from './roomWords.ts';

interface Move {
  readonly cell: Labels;
  readonly from: number;
  readonly to: number;
}

const mostNamed = 6;

/** What an order would do, as a question: `Roll US card back from 5 % to 0 %?`. */
export function askAdvance(line: RoomLine, scope: RampScope, to: number | undefined): string {
  const stages = line.plan.ramp?.stages ?? [];
  const moves = movesOf(line, scope, (from) => to ?? stages.find((stage) => stage > from)).filter(
    (move) => move.to > move.from,
  );
  return `Advance ${movesWords(moves) ?? generalWords(scope, to)}?`;
}

export function askRollback(line: RoomLine, scope: RampScope, to: number | undefined): string {
  const stages = line.plan.ramp?.stages ?? [];
  const moves = movesOf(line, scope, (from) => to ?? stages.findLast((stage) => stage < from)).filter(
    (move) => move.to < move.from,
  );
  return `Roll ${movesWords(moves, ' back') ?? `${scopeWords(scope)} back${toWords(to)}`}?`;
}

/** What the rows of an order say, once it is in the ledger. */
export async function tellOrder({ client }: RoomLine, rows: readonly number[]): Promise<string> {
  const [first] = rows;
  const last = rows.at(-1);
  if (first === undefined || last === undefined) return 'nothing was ordered.';
  const { rows: written } = await client.query('ledger.read', { fromSeq: first, toSeq: last, limit: 500 });
  const told = written.flatMap((row) => orderWords(row) ?? []);
  return told.length === 0 ? 'it is in the ledger.' : told.join(' ');
}

function orderWords({ kind, body }: Pick<LedgerRow, 'kind'> & { readonly body: JsonBody }): string | undefined {
  if (kind === 'override.proposed') return 'proposed; it counts when somebody else approves it.';
  if (kind !== 'order.placed') return undefined;
  const parsed = rampFacts['order.placed'].loose().safeParse(body);
  if (!parsed.success) return undefined;
  const { order, does, cells, actuator } = parsed.data;
  const what = does === 'narrow' ? `narrow ${cells.map(({ cell }) => cellWords(cell)).join(', ')}` : movesWords(cells);
  const next =
    actuator === 'manual'
      ? ` Whoever does it says so: holdpoint confirm ${order}`
      : ' It goes to the webhook, whose answer the status tells.';
  return `the order ${order}: ${what ?? does}.${next}`;
}

interface JsonBody {
  readonly [key: string]: JsonValue;
}

function movesOf({ room }: RoomLine, scope: RampScope, toTarget: (from: number) => number | undefined): Move[] {
  // The picture may leave cells out; who names them one by one would then name too few.
  if (room.ramp.unlisted > 0) return [];
  return room.ramp.cells
    .filter(({ cell, wave }) => {
      if ('launch' in scope) return true;
      return 'wave' in scope ? wave === scope.wave : isInCell(cell, scope.cell);
    })
    .flatMap(({ cell, commanded }) => {
      const to = toTarget(commanded);
      return to === undefined ? [] : [{ cell, from: commanded, to }];
    });
}

/** Cells that move alike are named together. */
function movesWords(moves: readonly Move[], particle = ''): string | undefined {
  if (moves.length === 0) return undefined;
  const groups = new Map<string, string[]>();
  for (const { cell, from, to } of moves) {
    const way = `${particle} from ${percentWords(from)} to ${percentWords(to)}`;
    groups.set(way, [...(groups.get(way) ?? []), cellWords(cell)]);
  }
  return [...groups].map(([way, names]) => `${namesWords(names)}${way}`).join(', ');
}

function namesWords(names: readonly string[]): string {
  const more = names.length - mostNamed;
  const told = more > 1 ? [...names.slice(0, mostNamed), `${more} more`] : names;
  const last = told.at(-1) ?? '';
  return told.length < 2 ? last : `${told.slice(0, -1).join(', ')} and ${last}`;
}

function generalWords(scope: RampScope, to: number | undefined): string {
  return `${scopeWords(scope)}${to === undefined ? ' by one stage' : toWords(to)}`;
}

function toWords(to: number | undefined): string {
  return to === undefined ? '' : ` to ${percentWords(to)}`;
}
