import { type LiveCondition, type Truth, Verdict } from './condition.ts';

/** `all`, `any` and `not` in three-valued logic. Value and n are those of the first leaf. */
export class CompoundCondition implements LiveCondition {
  readonly verdict = new Verdict();
  private readonly kind: 'all' | 'any' | 'not';
  private readonly parts: readonly LiveCondition[];

  constructor(kind: 'all' | 'any' | 'not', parts: readonly LiveCondition[]) {
    this.kind = kind;
    this.parts = parts;
  }

  get value(): number | undefined {
    return this.parts[0]?.value;
  }

  get n(): number | undefined {
    return this.parts[0]?.n;
  }

  get interval(): LiveCondition['interval'] {
    return this.parts[0]?.interval;
  }

  judge(tick: number): void {
    const { verdict } = this;
    verdict.sight = 'sees';
    verdict.fresh = true;
    for (const part of this.parts) {
      part.judge(tick);
      const { sight, fresh } = part.verdict;
      if (sight !== 'sees' && verdict.sight !== 'stale') verdict.sight = sight;
      if (!fresh) verdict.fresh = false;
    }
    verdict.truth = this.combine(({ truth }) => truth);
    // What stands inside a `not` keeps its thresholds, so its own truth serves for both.
    verdict.clearTruth = this.kind === 'not' ? verdict.truth : this.combine(({ clearTruth }) => clearTruth);
  }

  explain(): string {
    // Each clause says itself whether it holds, so neither `not` nor `any` needs a word: what is told are facts.
    const telling = this.parts.filter((part) => this.kind === 'not' || part.verdict.truth === this.verdict.truth);
    return (telling.length > 0 ? telling : this.parts).map((part) => part.explain()).join('; and ');
  }

  save(): unknown {
    const saved = this.parts.map((part) => part.save() ?? null);
    return saved.every((one) => one === null) ? undefined : saved;
  }

  load(saved: unknown): void {
    if (Array.isArray(saved)) this.parts.forEach((part, index) => saved[index] !== null && part.load(saved[index]));
  }

  private combine(truthOf: (verdict: Verdict) => Truth): Truth {
    const deciding = this.kind === 'any';
    let all: Truth = !deciding;
    for (const { verdict } of this.parts) {
      const truth = truthOf(verdict);
      if (this.kind === 'not') return truth === undefined ? undefined : !truth;
      if (truth === deciding) return deciding;
      if (truth === undefined) all = undefined;
    }
    return all;
  }
}
