import { excerptOf } from '../../model/excerpt.ts';
import type { LedgerActor } from '../../model/ledgerRow.ts';
import type { PollReading } from '../../model/room/pollReading.ts';
import type { FactBody } from '../../model/room/roomFact.ts';

export interface DecisionRow {
  readonly row: number;
  readonly at: number;
  readonly actor: LedgerActor;
  readonly body: FactBody<'decision.recorded'>;
}

const kept = 10;
/** Characters of decisions in a snapshot; what is older than fits is cut short there, and whole in the ledger. */
const mostCharacters = 8_000;

export function keptDecisions(decisions: readonly DecisionRow[]): readonly DecisionRow[] {
  return decisions.slice(-kept);
}

/** Newest first. */
export function readDecisions(decisions: readonly DecisionRow[]): PollReading['decisions'] {
  let characters = 0;
  return decisions.toReversed().map(({ row, at, actor, body }) => {
    characters += JSON.stringify(body).length;
    const isWhole = characters <= mostCharacters;
    return { row, at, role: actor.role, name: actor.name, isWhole, body: isWhole ? plain(body) : cutShort(body) };
  });
}

/** Without the keys that say undefined, which JSON does not have. */
function plain(body: FactBody<'decision.recorded'>): FactBody<'decision.recorded'> {
  return JSON.parse(JSON.stringify(body)) as FactBody<'decision.recorded'>;
}

function cutShort(body: FactBody<'decision.recorded'>): FactBody<'decision.recorded'> {
  const question = excerptOf(body.question, 200);
  const rationale = excerptOf(body.rationale, 200);
  // That somebody objected is never cut away.
  const dissent = body.dissent?.slice(0, 2).map(({ role, says }) => ({ role, says: excerptOf(says, 100) })) ?? null;
  return plain({ ...body, question, rationale, options: [], conditions: [], dissent, follows: [] });
}
