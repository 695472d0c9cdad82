import { instantAt } from '../../base/instant.ts';
import type { LedgerActor } from '../../model/ledgerRow.ts';
import type { Plan } from '../../model/plan.ts';
import type { Evidence } from '../../model/planReadiness.ts';
import type { AttachedFile, FileReading } from '../../model/room/criterionFacts.ts';
import { isSameCommit } from '../../model/evidenceIdentity.ts';
import { canCompare, deployMismatch, type PaperFacts } from '../evidence/deployMatch.ts';
import { rolesWords } from './missingRight.ts';
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
  const mismatch = deploy === undefined ? undefined : deployMismatch(deploy, reading.facts, papers[item.kind]);
  if (mismatch !== undefined) {
    return { ...rest, state: 'fail', why: `${deployedAt(basis, deploy?.t ?? t0)}: ${mismatch}` };
  }
  const doubt = doubtOf(basis, reading, madeAt);
  if (doubt !== undefined && (accepted === undefined || accepted.at < doubt.sinceAt)) {
    const awaits = `awaits acceptance by ${acceptorWords(basis, by.role)}, other than ${by.name}`;
    return { ...rest, state: 'unknown', why: [...doubt.says, awaits].join('; '), isAwaited: true };
  }
  const accepts = accepted === undefined ? [] : [`accepted by ${accepted.name} (${accepted.role})`];
  const says = item.kind === 'file' ? [] : [accepted === undefined ? reading.says : reading.says.replace(/\.+$/, '')];
  return { ...rest, state: 'pass', why: [...says, ...accepts].join('; ') };
}

/** What a paper is called where it is held against a deploy. */
const papers: Readonly<Partial<Record<Evidence['kind'], string>>> = {
  provenance: 'accepted provenance',
  junit: 'test report',
  change: 'change record',
};

/** A deploy says whether these are still of what runs. */
export function restsOnDeploys(kind: Evidence['kind']): boolean {
  return papers[kind] !== undefined;
}

/** Why a paper does not speak for itself, and since when somebody else's word on it counts. */
interface Doubt {
  readonly says: readonly string[];
  readonly sinceAt: number;
}

/**
 * Nobody passes evidence alone. Where the plan, which others wrote, names what the paper must be of, reading it is enough;
 * elsewhere a second person says that it is the right one, and says so again after a deploy that it cannot be held against.
 */
function doubtOf(basis: EvidenceBasis, { facts }: FileReading, madeAt: number): Doubt | undefined {
  const { item, deploy } = basis;
  if (item.kind === 'file') return { says: [], sinceAt: 0 };
  const { t, unnamedAt } = deploy ?? {};
  const at = unnamedAt ?? t;
  // Of tests and approvals those before it may be meant; a provenance is of one build.
  const isNews = at !== undefined && (item.kind === 'provenance' || at > madeAt);
  if (isNews && (unnamedAt !== undefined || !canCompare(deploy ?? {}, facts))) {
    const why = unnamedAt === undefined ? silenceWords(item.kind, facts) : 'the event does not say what';
    return { says: [`${deployedAt(basis, at)}, and ${why}`], sinceAt: at };
  }
  if (isOfThePlan(item, facts)) return undefined;
  const isAsked = item.artifact !== undefined || item.commit !== undefined;
  const says = isAsked ? 'it names nothing to compare with the plan' : 'nothing in the plan to compare with';
  return { says: [says], sinceAt: 0 };
}

/** The paper names what the plan names. That they are the same is known: it would not pass otherwise. */
function isOfThePlan({ artifact, commit }: Evidence, facts: PaperFacts): boolean {
  const named = facts['commit'] ?? facts['revision'];
  return (
    (artifact !== undefined && typeof facts['digest'] === 'string') ||
    (commit !== undefined && typeof named === 'string' && isSameCommit(named, commit))
  );
}

function silenceWords(kind: Evidence['kind'], { commit }: PaperFacts): string {
  if (kind === 'provenance') return 'event and provenance name nothing in common';
  return commit === undefined ? `the ${papers[kind] ?? kind} names no commit` : 'the event names no commit';
}

function deployedAt({ plan, item }: EvidenceBasis, atMs: number): string {
  return `${item.service ?? 'the service'} was deployed at ${momentWords(atMs, plan.launch.t0)}`;
}

function acceptorWords({ plan, item: { kind, owner } }: EvidenceBasis, byRole: string): string {
  if (owner === undefined) return 'somebody who may waive';
  const callers = Object.keys(plan.roles).filter((role) => plan.roles[role]?.may.includes('call'));
  const able = [...new Set([owner, ...(kind === 'file' ? [] : callers)])];
  const others = able.filter((role) => role !== byRole);
  return rolesWords({ plan }, others.length === 0 ? able : others);
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
