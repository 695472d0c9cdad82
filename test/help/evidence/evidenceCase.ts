import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEvidence } from '../../../electron/import/evidence/readEvidence.ts';
import type { EvidenceAsked, EvidenceReading } from '../../../electron/import/evidence/readEvidence.ts';

export const nowMs = Date.UTC(2026, 2, 30, 14);
export const artifact = 'sha256:1111111111111111aaaaaaaaaaaaaaaa1111111111111111aaaaaaaaaaaaaaaa';
export const commit = 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00';

/** A file of each kind that passes when nothing more is asked. */
export const goodFiles = {
  junit: readGood('report.xml'),
  provenance: readGood('provenanceV1.json'),
  sbom: readGood('bill.json'),
  argocd: readGood('application.json'),
  drill: readGood('drill.yaml'),
  change: readGood('change.yaml'),
} as const;
export type ReadKind = keyof typeof goodFiles;
export const readKinds = Object.keys(goodFiles) as ReadKind[];

export function readGood(name: string): string {
  return readFileSync(join(import.meta.dirname, name), 'utf8');
}

/** The good file of a kind with one text in it replaced; it throws where the text is not there. */
export function swapIn(kind: ReadKind, from: string, to: string): string {
  const good = goodFiles[kind];
  if (!good.includes(from)) throw new Error(`The good file of ${kind} does not hold ${from}.`);
  return good.replace(from, () => to);
}

export function readAs(
  kind: EvidenceAsked['kind'],
  content: string | Uint8Array,
  asked: Partial<EvidenceAsked> = {},
): EvidenceReading {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return readEvidence({ name: 'evidence', bytes, sha256: '0'.repeat(64) }, { nowMs, ...asked, kind });
}

/** A statement in an envelope with so many signatures, none of which means anything. */
export function toEnvelope(statement: string, signatures = 1): string {
  const payload = Buffer.from(statement).toString('base64');
  const list = Array.from({ length: signatures }, () => ({ keyid: '', sig: 'AAAA' }));
  return JSON.stringify({ payloadType: 'application/vnd.in-toto+json', payload, signatures: list });
}
