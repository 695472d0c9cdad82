import {
  isCommit,
  isSameCommit,
  parseDigest,
  shortCommit,
  shortDigest,
} from '../../../shared/model/evidenceIdentity.ts';
import { valueAt } from '../../../shared/model/valueAt.ts';
import { nothingToCompare } from './commitWords.ts';
import { openStatement } from './dsseEnvelope.ts';
import { madeThen, readInstant } from './evidenceAge.ts';
import { unreadable } from './evidenceReading.ts';
import type { EvidenceAsked, Finding } from './evidenceReading.ts';
import { quoted, shown } from './evidenceText.ts';
import { isObject, listAt, textAt } from './jsonDocument.ts';

const statementTypes: readonly string[] = ['https://in-toto.io/Statement/v0.1', 'https://in-toto.io/Statement/v1'];

/** Where the two versions of SLSA provenance keep what is asked of them. */
interface Places {
  readonly builder: readonly string[];
  readonly sources: readonly string[];
  readonly finished: readonly string[];
  readonly started: readonly string[];
}

const versions: ReadonlyMap<string, Places> = new Map([
  [
    'https://slsa.dev/provenance/v0.2',
    {
      builder: ['predicate', 'builder', 'id'],
      sources: ['predicate', 'materials'],
      finished: ['predicate', 'metadata', 'buildFinishedOn'],
      started: ['predicate', 'metadata', 'buildStartedOn'],
    },
  ],
  [
    'https://slsa.dev/provenance/v1',
    {
      builder: ['predicate', 'runDetails', 'builder', 'id'],
      sources: ['predicate', 'buildDefinition', 'resolvedDependencies'],
      finished: ['predicate', 'runDetails', 'metadata', 'finishedOn'],
      started: ['predicate', 'runDetails', 'metadata', 'startedOn'],
    },
  ],
]);

/** Reads SLSA provenance: who built what from which commit, held against the artifact and the commit that the plan names. */
export function readProvenance(text: string, asked: EvidenceAsked): Finding {
  const opened = openStatement(text);
  if (opened.refusal !== undefined) return unreadable(opened.refusal);
  const { statement, signatures } = opened;
  const type = textAt(statement, '_type');
  if (type === undefined || !statementTypes.includes(type))
    return unreadable(`is no in-toto statement (_type is ${type === undefined ? 'missing' : quoted(type)})`);
  const predicateType = textAt(statement, 'predicateType') ?? '';
  const places = versions.get(predicateType);
  if (places === undefined)
    return unreadable(`has the predicate ${quoted(predicateType)}; SLSA provenance v0.2 and v1 can be read`);
  const builder = textAt(statement, ...places.builder);
  if (builder === undefined) return unreadable(`names no builder (${places.builder.join('.')})`);
  const subjects = listAt(statement, 'subject');
  const digests = digestsOf(subjects);
  if (digests.length === 0) return unreadable('names no subject with a digest');
  const sources = listAt(statement, ...places.sources);
  if (sources === 'wrong') return unreadable(`has ${places.sources.join('.')} that is no list`);
  const finished = readInstant(valueAt(statement, places.finished), places.finished.join('.'));
  const instant =
    finished.kind === 'absent' ? readInstant(valueAt(statement, places.started), places.started.join('.')) : finished;
  if (instant.kind === 'bad') return unreadable(instant.refusal);

  const wanted = asked.artifact === undefined ? undefined : parseDigest(asked.artifact);
  const digest =
    digests.find((one) => one === wanted) ?? digests.find((one) => one.startsWith('sha256:')) ?? digests[0] ?? '';
  const commits = commitsOf(sources ?? []);
  const commit = commits.find((one) => asked.commit !== undefined && isSameCommit(one, asked.commit)) ?? commits[0];
  const from = commit === undefined ? 'no named commit' : `commit ${shortCommit(commit)}`;
  return {
    kind: 'read',
    holds: `says that ${shown(builder)} built ${shortDigest(digest)} from ${from}${comparedWords(asked)}`,
    faults: judgeIdentity(digest, commit, subjects?.length ?? 0, asked),
    note: signatureWords(signatures),
    made: madeThen(instant),
    facts: {
      builder: shown(builder),
      digest,
      ...(commit === undefined ? {} : { commit }),
      subjects: subjects?.length ?? 0,
      signatures,
    },
  };
}

function judgeIdentity(digest: string, commit: string | undefined, subjects: number, asked: EvidenceAsked): string[] {
  const faults: string[] = [];
  if (asked.artifact !== undefined && digest !== parseDigest(asked.artifact)) {
    const others = subjects > 1 ? ` and ${subjects - 1} other` : '';
    faults.push(`is of ${shortDigest(digest)}${others} but the plan names ${shown(shortDigest(asked.artifact))}`);
  }
  if (asked.commit !== undefined && (commit === undefined || !isSameCommit(commit, asked.commit))) {
    const found = commit === undefined ? 'names no source commit' : `is of commit ${shortCommit(commit)}`;
    faults.push(`${found} but the plan names commit ${shown(shortCommit(asked.commit))}`);
  }
  return faults;
}

function comparedWords({ artifact, commit }: EvidenceAsked): string {
  if (artifact !== undefined)
    return `, with the digest${commit === undefined ? '' : ' and the commit'} that the plan names`;
  if (commit === undefined) return nothingToCompare;
  return ', with the commit that the plan names; it names no artifact, so no digest was compared';
}

function signatureWords(signatures: number): string {
  if (signatures === 0) return 'it is not signed';
  return signatures === 1 ? 'its signature was not verified' : `its ${signatures} signatures were not verified`;
}

/** The digests of all subjects as `algorithm:hex`. */
function digestsOf(subjects: readonly unknown[] | 'wrong' | undefined): string[] {
  if (subjects === undefined || subjects === 'wrong') return [];
  return subjects.flatMap((subject) => {
    const digest = valueAt(subject, ['digest']);
    if (!isObject(digest)) return [];
    return ['sha256', 'sha384', 'sha512', 'sha1'].flatMap((algorithm) => {
      const hex = textAt(digest, algorithm);
      const written = hex === undefined ? undefined : parseDigest(`${algorithm}:${hex}`);
      return written === undefined ? [] : [written];
    });
  });
}

/** The git commits among what the build was made from, in its order. */
function commitsOf(sources: readonly unknown[]): string[] {
  return sources.flatMap((source) => {
    const hex = textAt(source, 'digest', 'gitCommit') ?? textAt(source, 'digest', 'sha1');
    return hex !== undefined && hex.length >= 40 && isCommit(hex) ? [hex.toLowerCase()] : [];
  });
}
