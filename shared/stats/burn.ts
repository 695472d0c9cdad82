const DAY_MS = 86_400_000;

/** A burn-rate alert: true when the burn of both windows is over `factor`. Windows are whole seconds, in ms. */
export interface BurnAlert {
  readonly id: string;
  readonly longMs: number;
  readonly shortMs: number;
  /** The share of the period's budget that goes in the long window at that factor. */
  readonly spend: number;
  readonly factor: number;
  readonly severity: 'page' | 'ticket';
}

/** Where a pair of windows stands: over/over, over/under, under/over, under/under (long/short). */
export type Quadrant = 'critical' | 'recovering' | 'rising' | 'ok';

/** The burn at which `spend` of the period's budget goes in one window: `spend x period / long`. `longMs > 0`. */
export function burnFactor(spend: number, periodMs: number, longMs: number): number {
  return (spend * periodMs) / longMs;
}

/** The short window that belongs to a long one: a twelfth, in whole seconds, at least one. */
export function shortWindowMs(longMs: number): number {
  return wholeSeconds(longMs / 12);
}

/**
 * The four alerts that a plan gets without asking, `a1` to `a4`, most urgent first. From 7 days on the windows are
 * fixed; for a shorter period they are fractions of it, in whole seconds (at least one), and the factor is that of
 * the window as rounded.
 */
export function defaultAlerts(periodMs: number): readonly BurnAlert[] {
  const rules = periodMs >= 7 * DAY_MS ? LONG_PERIOD : SHORT_PERIOD;
  return rules.map((rule, index) => {
    const longMs = wholeSeconds(rule.longMs(periodMs));
    return {
      id: `a${index + 1}`,
      longMs,
      shortMs: shortWindowMs(longMs),
      spend: rule.spend,
      factor: burnFactor(rule.spend, periodMs, longMs),
      severity: rule.severity,
    };
  });
}

/** Burn is over a factor only when it is strictly greater. */
export function quadrant(longBurn: number, shortBurn: number, factor: number): Quadrant {
  if (longBurn > factor) return shortBurn > factor ? 'critical' : 'recovering';
  return shortBurn > factor ? 'rising' : 'ok';
}

interface Rule {
  readonly spend: number;
  readonly longMs: (periodMs: number) => number;
  readonly severity: 'page' | 'ticket';
}

const LONG_PERIOD: readonly Rule[] = [
  { spend: 0.02, longMs: () => DAY_MS / 24, severity: 'page' },
  { spend: 0.05, longMs: () => DAY_MS / 4, severity: 'page' },
  { spend: 0.1, longMs: () => DAY_MS, severity: 'ticket' },
  { spend: 0.1, longMs: () => 3 * DAY_MS, severity: 'ticket' },
];

const SHORT_PERIOD: readonly Rule[] = [
  { spend: 0.05, longMs: (periodMs) => periodMs / 144, severity: 'page' },
  { spend: 0.1, longMs: (periodMs) => periodMs / 48, severity: 'page' },
  { spend: 0.25, longMs: (periodMs) => periodMs / 12, severity: 'ticket' },
  { spend: 0.5, longMs: (periodMs) => periodMs / 4, severity: 'ticket' },
];

function wholeSeconds(ms: number): number {
  return Math.max(1, Math.floor(ms / 1000)) * 1000;
}
