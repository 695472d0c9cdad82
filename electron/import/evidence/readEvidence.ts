import { judgeAge } from './evidenceAge.ts';
import { decodeText } from './evidenceText.ts';
import { unreadable } from './evidenceReading.ts';
import type { EvidenceAsked, EvidenceFile, EvidenceReading, Finding } from './evidenceReading.ts';
import { readApplication } from './readApplication.ts';
import { readChange } from './readChange.ts';
import { readDrill } from './readDrill.ts';
import { readJunit } from './readJunit.ts';
import { readProvenance } from './readProvenance.ts';
import { readSbom } from './readSbom.ts';
import { countWords } from '../../../shared/judge/words.ts';

export type { EvidenceAsked, EvidenceFile, EvidenceReading } from './evidenceReading.ts';

const mostBytes = 16 * 1_048_576;

const subjects: Readonly<Record<EvidenceAsked['kind'], string>> = {
  file: 'The file',
  junit: 'The test report',
  provenance: 'The provenance',
  sbom: 'The bill of materials',
  argocd: 'The ArgoCD application',
  drill: 'The drill record',
  change: 'The change record',
};

type TextReader = (text: string, asked: EvidenceAsked) => Finding;

const readers: Readonly<Record<Exclude<EvidenceAsked['kind'], 'file'>, TextReader>> = {
  junit: readJunit,
  provenance: readProvenance,
  sbom: readSbom,
  argocd: readApplication,
  drill: readDrill,
  change: readChange,
};

/**
 * Reads a file that somebody hands in as evidence and holds it against what was asked. Nothing in the file is believed
 * further than it can be compared, no signature is verified, and the sentence says what was not compared. It answers for
 * any bytes, in time that grows with their number, and never throws.
 */
export function readEvidence(file: EvidenceFile, asked: EvidenceAsked): EvidenceReading {
  const subject = subjects[asked.kind];
  const finding = readFinding(file, asked);
  if (finding.kind === 'unreadable')
    return { verdict: 'unreadable', says: `${subject} ${finding.refusal}.`, madeAt: undefined, facts: {} };
  const { made, facts, note } = finding;
  const faults = [...finding.faults, ...judgeAge(made, asked)];
  const timeless = made === undefined && asked.maxAgeMs !== undefined && asked.kind !== 'file';
  const says = [
    `${subject} ${faults.length > 0 ? faults.join(', and it ') : finding.holds}`,
    ...(note === undefined ? [] : [note]),
    ...(timeless ? ['it does not say when it was made'] : []),
  ].join('; ');
  // A time without a zone may be ahead of the clock without being wrong; nothing was made after now.
  const madeAt = made === undefined || made.hasZone ? made?.firstAt : Math.min(made.firstAt, asked.nowMs);
  return { verdict: faults.length > 0 ? 'fail' : 'pass', says: `${says}.`, madeAt, facts };
}

function readFinding({ bytes, sha256 }: EvidenceFile, asked: EvidenceAsked): Finding {
  if (bytes.length > mostBytes) return unreadable(`has ${bytes.length} bytes; hand in at most ${mostBytes} (16 MiB)`);
  if (bytes.length === 0) return unreadable('is empty');
  if (asked.kind === 'file') {
    const facts = { bytes: bytes.length, sha256: sha256.slice(0, 64) };
    return {
      kind: 'read',
      holds: `is there with ${countWords(bytes.length, 'byte')}; nobody looked inside`,
      faults: [],
      made: undefined,
      facts,
    };
  }
  const decoded = decodeText(bytes);
  return decoded.text === undefined ? unreadable(decoded.refusal) : readers[asked.kind](decoded.text, asked);
}
