import { type LiveCondition, Verdict } from './condition.ts';

/** What a session knows of a piece of evidence. */
export interface EvidenceSight {
  stateOf(evidence: string): { readonly state: 'pass' | 'fail' | 'unknown'; readonly why: string };
}

/** Of more pieces nobody reads what each says: a critical path has dozens. */
const mostTold = 4;

/** `{ evidence: [...] }`: every piece is there, says what it must, and has not expired. */
export class EvidenceCondition implements LiveCondition {
  readonly verdict = new Verdict();
  readonly value = undefined;
  readonly n = undefined;
  private readonly ids: readonly string[];
  private readonly evidence: EvidenceSight;
  private words = 'nothing has been attached';

  constructor(ids: readonly string[], evidence: EvidenceSight) {
    this.ids = ids;
    this.evidence = evidence;
    this.verdict.sight = 'sees';
    this.verdict.fresh = true;
  }

  judge(): void {
    const states = this.ids.map((id) => ({ id, ...this.evidence.stateOf(id) }));
    const failing = states.filter(({ state }) => state === 'fail');
    const unknown = states.filter(({ state }) => state === 'unknown');
    if (failing.length > 0) this.verdict.decide(false);
    else this.verdict.decide(unknown.length > 0 ? undefined : true);
    const telling = failing.length > 0 ? failing : unknown.length > 0 ? unknown : states;
    this.words = telling === states && states.length > mostTold ? `all ${states.length} pass` : tell(telling);
  }

  explain(): string {
    return this.words;
  }

  save(): undefined {
    return undefined;
  }

  load(): void {}
}

/** What a file says of itself is a sentence; here it becomes a part of one. */
function tell(pieces: readonly { readonly id: string; readonly why: string }[]): string {
  const told = pieces.length > mostTold ? pieces.slice(0, mostTold - 1) : pieces;
  const others = pieces.length - told.length;
  const parts = told.map(({ id, why }) => `${id}: ${why.replace(/\.+$/, '')}`);
  return [...parts, ...(others === 0 ? [] : [`and ${others} more`])].join('; ');
}
