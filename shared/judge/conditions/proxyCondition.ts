import { formatDuration } from '../../base/duration.ts';
import type { Reading } from '../reading.ts';
import { plainWords, valueWords } from '../words.ts';
import type { LiveCondition, Verdict } from './condition.ts';

/**
 * A condition whose labels mature late, with what can be looked at meanwhile beside it: failed step-ups say today what
 * confirmed takeovers will say tomorrow. The proxy has no threshold of its own, so it is told and decides nothing.
 */
export class ProxyCondition implements LiveCondition {
  private readonly condition: LiveCondition;
  private readonly proxy: Reading;

  constructor(condition: LiveCondition, proxy: Reading) {
    this.condition = condition;
    this.proxy = proxy;
  }

  get verdict(): Verdict {
    return this.condition.verdict;
  }

  get value(): number | undefined {
    return this.condition.value;
  }

  get n(): number | undefined {
    return this.condition.n;
  }

  get interval(): LiveCondition['interval'] {
    return this.condition.interval;
  }

  judge(tick: number): void {
    this.condition.judge(tick);
    this.proxy.readAt(tick);
  }

  explain(): string {
    const { of, span, value, n } = this.proxy;
    const window = formatDuration(span.windowS * 1000);
    return `${this.condition.explain()}; meanwhile ${of.id} over ${window} is ${valueWords(of.indicator, value)} (n ${plainWords(n)})`;
  }

  save(): unknown {
    return this.condition.save();
  }

  load(saved: unknown): void {
    this.condition.load(saved);
  }
}
