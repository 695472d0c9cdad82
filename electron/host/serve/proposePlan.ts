import type { ParsedCommand } from '../../../shared/contract/commands.ts';
import type { RoomCommand } from '../../../shared/model/room/roomFact.ts';
import { toRoomRow } from '../../../shared/model/room/roomFact.ts';
import type { Counterfactuals } from '../../engine/counterfactuals.ts';
import type { Engine } from '../../engine/engineDoor.ts';
import { basename } from 'node:path';
import { readOfferedPlan } from '../offeredPlan.ts';
import { writeProposedPlan } from '../proposedPlan.ts';
import { sweepEvidence } from '../sweepEvidence.ts';
import { type FileRefusal, refusal } from './fileRefusal.ts';

type Propose = Extract<ParsedCommand, { readonly kind: 'plan.propose' }>['args'];

/**
 * What a proposal is to the room: the plan's text with the numbers in it and the engine's own sweep as its evidence, both
 * kept before any row can speak of them.
 */
export function toProposal(
  engine: Engine,
  counterfactuals: Counterfactuals,
  { set, reason, sweep }: Propose,
): RoomCommand | FileRefusal {
  const { session, plans } = engine;
  const { plan, digest: inForce } = plans.newest;
  const kept = session.readPlan(inForce);
  if (kept === undefined) return refusal('not_found', 'The session has not kept the plan in force.');
  const swept = sweep === undefined ? undefined : counterfactuals.find(sweep);
  if (sweep !== undefined && swept === undefined) {
    return refusal('not_found', 'That sweep is not at hand any more: run it again, then propose.');
  }
  const written = writeProposedPlan(kept.text, plan, set);
  if ('problem' in written) return refusal('bad_request', written.problem);
  const bytes = new TextEncoder().encode(written.text);
  const read = readOfferedPlan({ name: 'The plan with that number', bytes, reason }, plan);
  if (typeof read === 'string') return refusal('bad_request', read);
  const { digest, differences } = read.args;
  const { headTick } = engine.state();
  const nowMs = headTick === undefined ? plan.launch.t0 : headTick * 1000;
  if (session.readPlan(digest) === undefined) session.appendPlan({ at: nowMs, digest, text: read.text });
  const about = {
    ...{ launch: plan.launch.name ?? plan.launch.id, plan: inForce },
    ...{ session: basename(session.path), set: sweep?.set ?? [] },
  };
  const documents = swept === undefined ? [] : sweepEvidence(swept, about);
  const evidence = documents.map(({ name, text }) => {
    const file = new TextEncoder().encode(text);
    return { name, bytes: file.length, sha256: session.keepFile(file) };
  });
  return { kind: 'plan.propose', args: { digest, set, reason, differences, evidence } };
}

/** The digest of what was proposed in that row, which the room is judged by when somebody else accepts it. */
export function toAcceptance({ session }: Engine, proposal: number): RoomCommand | FileRefusal {
  const [row] = session.readLedger({ fromSeq: proposal, toSeq: proposal });
  const fact = row === undefined ? undefined : toRoomRow(row);
  if (fact?.kind !== 'plan.proposed') {
    return refusal('not_found', `Row ${proposal} of the ledger proposes no change of the plan.`);
  }
  return { kind: 'plan.accept', args: { proposal, digest: fact.body.digest } };
}
