import { expect } from 'vitest';
import type { EvidenceAsked } from '../../../electron/import/evidence/readEvidence.ts';
import { readAs } from './evidenceCase.ts';

/** A hostile or odd file: what it is, how it is read, and which verdict and words the answer must have. */
export type HostileFile = readonly [
  what: string,
  kind: EvidenceAsked['kind'],
  content: string | Uint8Array,
  verdict: 'pass' | 'fail' | 'unreadable',
  words: string,
  asked?: Partial<EvidenceAsked>,
];

export function expectAnswer([, kind, content, verdict, words, asked]: HostileFile): void {
  const reading = readAs(kind, content, asked);
  expect(reading.says).toContain(words);
  expect(reading.verdict).toBe(verdict);
}
