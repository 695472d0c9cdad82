import { isSameCommit, shortCommit } from '../../../shared/model/evidenceIdentity.ts';
import { readChangeRecord } from '../../../shared/model/evidenceRecord.ts';
import { commitWords } from './commitWords.ts';
import { unreadable } from './evidenceReading.ts';
import type { EvidenceAsked, Finding } from './evidenceReading.ts';
import { shown } from './evidenceText.ts';
import { judgeServiceName } from './serviceName.ts';

/** Reads the record of a change. It passes when somebody other than its author approved it. */
export function readChange(text: string, asked: EvidenceAsked): Finding {
  const read = readChangeRecord(text);
  if (read.record === undefined) return unreadable(shown(read.refusal, 400));
  const { id, service, author, commit } = read.record;
  const approver = read.record.approver ?? '';
  const approvedAt = read.record.approvedAt ?? undefined;
  const faults = judgeServiceName(service, asked);
  if (fold(author) === '') faults.push('names no author');
  if (fold(approver) === '') faults.push('is not approved: it names no approver');
  else if (approvedAt === undefined) faults.push('is not approved: it does not say when it was');
  if (fold(approver) !== '' && fold(author) === fold(approver))
    faults.push(`has ${shown(author)} as both author and approver; they must be different people`);
  if (commit !== undefined && asked.commit !== undefined && !isSameCommit(commit, asked.commit))
    faults.push(`is of commit ${shortCommit(commit)} but the plan names commit ${shown(shortCommit(asked.commit))}`);
  const of = commit === undefined ? '' : ` for commit ${shortCommit(commit)}`;
  return {
    kind: 'read',
    holds: `${shown(id)} by ${shown(author)} was approved by ${shown(approver)}${of}${commitWords(commit, asked)}`,
    faults,
    made: approvedAt === undefined ? undefined : { firstAt: approvedAt, lastAt: approvedAt, hasZone: true },
    facts: {
      id: shown(id),
      service: shown(service),
      author: shown(author),
      ...(approver === '' ? {} : { approver: shown(approver) }),
      ...(commit === undefined ? {} : { commit: commit.toLowerCase() }),
    },
  };
}

/** One person however written: case, white space, invisible characters and a leading @ make no second one. */
function fold(person: string): string {
  return person
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{Cc}\p{Cf}]/gu, '')
    .replace(/^@/, '');
}
