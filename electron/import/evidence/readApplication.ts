import { isCommit, isSameCommit, shortCommit } from '../../../shared/model/evidenceIdentity.ts';
import { valueAt } from '../../../shared/model/valueAt.ts';
import { commitWords } from './commitWords.ts';
import { madeThen, readInstant } from './evidenceAge.ts';
import { unreadable } from './evidenceReading.ts';
import type { EvidenceAsked, Finding } from './evidenceReading.ts';
import { quoted, shown } from './evidenceText.ts';
import { isObject, listAt, readJson, textAt } from './jsonDocument.ts';
import { judgeComposedName } from './serviceName.ts';

/** Reads an ArgoCD Application. It passes when it is Synced and Healthy, at the commit that the plan names. */
export function readApplication(text: string, asked: EvidenceAsked): Finding {
  const read = readJson(text);
  if (read.refusal !== undefined) return unreadable(`${read.refusal} (argocd app get NAME -o json writes it)`);
  const root = read.value;
  if (!isObject(root)) return unreadable('is no JSON object; hand in one Application');
  const kind = textAt(root, 'kind');
  if (kind !== 'Application')
    return unreadable(`has ${kind === undefined ? 'no kind' : `the kind ${quoted(kind)}`}; hand in one Application`);
  const sync = textAt(root, 'status', 'sync', 'status');
  const health = textAt(root, 'status', 'health', 'status');
  if (sync === undefined || health === undefined)
    return unreadable(`has no status.${sync === undefined ? 'sync' : 'health'}.status`);
  // The state is as ArgoCD last compared it; where it does not say when, as its last operation left it.
  const [compared, operated] = [
    readInstant(valueAt(root, ['status', 'reconciledAt']), 'status.reconciledAt'),
    readInstant(valueAt(root, ['status', 'operationState', 'finishedAt']), 'status.operationState.finishedAt'),
  ];
  const instant = compared.kind === 'absent' ? operated : compared;
  if (instant.kind === 'bad') return unreadable(instant.refusal);
  const revisions = revisionsOf(root);
  const revision =
    revisions.find((one) => asked.commit !== undefined && isSameCommit(one, asked.commit)) ?? revisions[0];
  const application = textAt(root, 'metadata', 'name');
  const labels = ['app.kubernetes.io/name', 'app.kubernetes.io/instance'];
  const names = [application, ...labels.map((label) => textAt(root, 'metadata', 'labels', label))];
  const faults = judgeComposedName(
    names.filter((name) => name !== undefined),
    asked,
  );
  if (sync !== 'Synced' || health !== 'Healthy')
    faults.push(`is ${shown(sync)} and ${shown(health)}; it must be Synced and Healthy`);
  faults.push(...judgeRevision(revision, asked.commit));
  const at = revision === undefined ? 'without a revision' : `at revision ${shownRevision(revision)}`;
  return {
    kind: 'read',
    holds: `${application === undefined ? '' : `${shown(application)} `}is Synced and Healthy ${at}${commitWords(revision, asked)}`,
    faults,
    made: madeThen(instant),
    facts: {
      sync: shown(sync),
      health: shown(health),
      ...(application === undefined ? {} : { application: shown(application) }),
      ...(revision === undefined ? {} : { revision: isCommit(revision) ? revision.toLowerCase() : shown(revision) }),
    },
  };
}

/** One source has one revision; several have a list of them. */
function revisionsOf(root: unknown): string[] {
  const one = textAt(root, 'status', 'sync', 'revision');
  const several = listAt(root, 'status', 'sync', 'revisions');
  const listed = Array.isArray(several) ? several.filter((it): it is string => typeof it === 'string') : [];
  return [...(one === undefined ? [] : [one]), ...listed].filter((it) => it.trim() !== '');
}

function judgeRevision(revision: string | undefined, commit: string | undefined): string[] {
  if (commit === undefined || (revision !== undefined && isSameCommit(revision, commit))) return [];
  const found = revision === undefined ? 'has no revision' : `is at revision ${shownRevision(revision)}`;
  return [`${found} but the plan names commit ${shown(shortCommit(commit))}`];
}

function shownRevision(revision: string): string {
  return isCommit(revision) ? shortCommit(revision) : shown(revision, 60);
}
