import { instantAt } from '../../base/instant.ts';
import type { LedgerActor } from '../../model/ledgerRow.ts';
import type { Plan } from '../../model/plan.ts';
import type { Evidence } from '../../model/planReadiness.ts';
import type { AttachedFile, FileReading } from '../../model/room/criterionFacts.ts';
import { deployMismatch } from '../evidence/deployMatch.ts';
import { momentWords } from './momentWords.ts';

/** A file that somebody attached, with what it says and what others said of it. */
export interface Attachment {
  readonly row: number;
  readonly evidence: string;
  readonly file: AttachedFile;
  readonly reading: FileReading;
  readonly by: LedgerActor;
  readonly at: number;
  readonly accepted?: LedgerActor & { readonly at: number };
  readonly rejected?: LedgerActor & { readonly reason: string };
}

/** The newest deploys of a service, as far as events tell. */
export interface Deploy {
  /** Of the newest that names what it is of; absent where none did. */
  readonly t?: number;
  readonly commit?: string;
  readonly digest?: string;
  /** Of a later one that names neither commit nor digest. */
  readonly unnamedAt?: number;
}

export interface EvidenceState {
  readonly state: 'pass' | 'fail' | 'unknown';
  readonly why: string;
  /** What decides: the newest attachment that was not rejected. */
  readonly attachment: Attachment | undefined;
  readonly madeAt: number | undefined;
  readonly expiresAt: number | undefined;
  readonly isAwaited: boolean;
}

export interface EvidenceBasis {
  readonly plan: Plan;
  readonly nowMs: number;
  readonly item: Evidence;
  /** In the order of the ledger. */
  readonly attachments: readonly Attachment[];
  /** Of its service; undefined when none was seen, or where deploys are not asked about. */
  readonly deploy: Deploy | undefined;
}

/** Where a piece of evidence stands now. */
export function judgeEvidence(basis: EvidenceBasis): EvidenceState {
  const { plan, nowMs, item, attachments, deploy } = basis;
  const attachment = decidingOf(attachments);
  if (attachment === undefined) return { ...nothing, ...missingState(basis) };
  const { t0 } = plan.launch;
  const { reading, accepted, by } = attachment;
  const attachedAt = attachment.at > 0 ? attachment.at : t0;
  // A clock that runs ahead makes nothing last longer.
  const madeAt = Math.min(reading.madeAt ?? attachedAt, attachedAt);
  const expiresAt = item.expires === undefined ? undefined : madeAt + item.expires;
  const rest = { attachment, madeAt, expiresAt, isAwaited: false };
  if (reading.verdict !== 'pass') return { ...rest, state: 'fail', why: reading.says };
  if (expiresAt !== undefined && expiresAt <= nowMs) {
    return { ...rest, state: 'fail', why: `expired at ${momentWords(expiresAt, t0)}; attach a newer one` };
  }
  const trouble =
    item.kind === 'provenance' && deploy !== undefined ? deployTrouble(basis, deploy, reading) : undefined;
  if (trouble !== undefined) return { ...rest, ...trouble };
  if (item.kind === 'file' && accepted === undefined) {
    const who = item.owner === undefined ? 'somebody who may waive' : (plan.roles[item.owner]?.name ?? item.owner);
    const why = `awaits acceptance by ${who}, other than ${by.name}`;
    return { ...rest, state: 'unknown', why, isAwaited: true };
  }
  const why = item.kind === 'file' ? `accepted by ${accepted?.name ?? ''} (${accepted?.role ?? ''})` : reading.says;
  return { ...rest, state: 'pass', why };
}

/** What runs is something else than what was attested, or nobody can say. */
function deployTrouble(
  { plan: { launch }, item }: EvidenceBasis,
  deploy: Deploy,
  { facts }: FileReading,
): Pick<EvidenceState, 'state' | 'why'> | undefined {
  const deployedAt = (atMs: number): string => {
    return `${item.service ?? 'the service'} was deployed at ${momentWords(atMs, launch.t0)}`;
  };
  const mismatch = deployMismatch(deploy, facts);
  if (mismatch !== undefined) return { state: 'fail', why: `${deployedAt(deploy.t ?? launch.t0)}: ${mismatch}` };
  if (deploy.unnamedAt === undefined) return undefined;
  return { state: 'unknown', why: `${deployedAt(deploy.unnamedAt)}, and the event does not say what` };
}

export function decidingOf(attachments: readonly Attachment[]): Attachment | undefined {
  return attachments.findLast(({ rejected }) => rejected === undefined);
}

const nothing = { attachment: undefined, madeAt: undefined, expiresAt: undefined, isAwaited: false } as const;

function missingState({ plan, nowMs, item, attachments }: EvidenceBasis): Pick<EvidenceState, 'state' | 'why'> {
  const { t0 } = plan.launch;
  const rejected = attachments.at(-1)?.rejected;
  const was = rejected === undefined ? '' : `; the last was rejected by ${rejected.name}: ${rejected.reason}`;
  if (item.due === undefined) return { state: 'unknown', why: `not attached yet${was}` };
  const dueAt = instantAt(item.due, t0);
  const due = momentWords(dueAt, t0);
  return dueAt > nowMs
    ? { state: 'unknown', why: `not attached yet, due ${due}${was}` }
    : { state: 'fail', why: `missing, was due ${due}${was}` };
}
