/** A file as it was handed in. The digest is the caller's work: nothing here computes one. */
export interface EvidenceFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Of the bytes, in hexadecimal digits. */
  readonly sha256: string;
}

/** What the plan and the launch know that a file is held against. */
export interface EvidenceAsked {
  readonly kind: 'file' | 'junit' | 'provenance' | 'sbom' | 'argocd' | 'drill' | 'change';
  readonly service?: string;
  /** Digest of the artifact that the plan names, `sha256:<hex>`; absent when it names none. */
  readonly artifact?: string;
  /** Source commit that the plan names, at least seven digits of it; absent when it names none. */
  readonly commit?: string;
  /** The instant of reading, epoch ms. */
  readonly nowMs: number;
  /** How long what the file shows counts. */
  readonly maxAgeMs?: number;
}

/** Small: counts, names, digests. Every text is printable and at most 200 characters long. */
export type EvidenceFacts = Readonly<Record<string, string | number | boolean>>;

export interface EvidenceReading {
  /** `unreadable` is what is no document of its kind; `fail` is one that shows the contrary of what was asked. */
  readonly verdict: 'pass' | 'fail' | 'unreadable';
  /** One sentence, with the numbers in it. */
  readonly says: string;
  /**
   * When what the file shows happened, by its own word, epoch ms; undefined when it does not say. The age of such a file counts
   * from when it was handed in, which the caller knows.
   */
  readonly madeAt: number | undefined;
  readonly facts: EvidenceFacts;
}

/** When what a file shows began and ended. A time without a zone was read as UTC and may be half a day off. */
export interface MadeAt {
  readonly firstAt: number;
  readonly lastAt: number;
  readonly hasZone: boolean;
}

/**
 * What a reader of one kind found. `refusal`, `holds` and each of the `faults` are clauses that follow the name of the kind
 * ("The test report" ... "holds 12 tests"), without a full stop; `note` ends the sentence in either case.
 */
export type Finding =
  | { readonly kind: 'unreadable'; readonly refusal: string }
  | {
      readonly kind: 'read';
      readonly holds: string;
      /** None of them is a pass. */
      readonly faults: readonly string[];
      readonly note?: string;
      readonly made: MadeAt | undefined;
      readonly facts: EvidenceFacts;
    };

export function unreadable(refusal: string): Finding {
  return { kind: 'unreadable', refusal };
}
