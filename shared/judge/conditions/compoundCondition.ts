import type { LiveCondition, Sight, Truth } from './condition.ts';

/** `all`, `any` and `not` in three-valued logic. Value and n are those of the first leaf. */
export class CompoundCondition implements LiveCondition {
  truth: Truth;
  clearTruth: Truth;
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

  get sight(): Sight {
    const sights = this.parts.map((part) => part.sight);
    if (sights.includes('stale')) return 'stale';
    return sights.includes('never') ? 'never' : 'sees';
  }

  get fresh(): boolean {
    return this.parts.every((part) => part.fresh);
  }

  get ageMs(): number {
    return Math.max(...this.parts.map((part) => part.ageMs));
  }

  judge(tick: number): void {
    for (const part of this.parts) part.judge(tick);
    this.truth = this.combine((part) => part.truth);
    // What stands inside a `not` keeps its thresholds, so its own truth serves for both.
    this.clearTruth = this.combine((part) => (this.kind === 'not' ? part.truth : part.clearTruth));
  }

  explain(): string {
    // Each clause says itself whether it holds, so neither `not` nor `any` needs a word: what is told are facts.
    const telling = this.parts.filter((part) => this.kind === 'not' || part.truth === this.truth);
    return (telling.length > 0 ? telling : this.parts).map((part) => part.explain()).join('; and ');
  }

  save(): unknown {
    const saved = this.parts.map((part) => part.save() ?? null);
    return saved.every((one) => one === null) ? undefined : saved;
  }

  load(saved: unknown): void {
    if (Array.isArray(saved)) this.parts.forEach((part, index) => saved[index] !== null && part.load(saved[index]));
  }

  private combine(truthOf: (part: LiveCondition) => Truth): Truth {
    const truths = this.parts.map(truthOf);
    if (this.kind === 'not') return truths[0] === undefined ? undefined : !truths[0];
    const deciding = this.kind === 'any';
    if (truths.includes(deciding)) return deciding;
    return truths.includes(undefined) ? undefined : !deciding;
  }
}
