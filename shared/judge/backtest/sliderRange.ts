import { formatDuration } from '../../base/duration.ts';
import type { NumberKind, RuleNumber } from '../ruleNumbers.ts';
import { decimalText } from '../words.ts';

const second = 1000;
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400].map(
  (one) => one * second,
);

/** So many steps lie between nothing and what the plan has. */
const stepsToOwn = 16;
/** A slider goes so many times as far as the plan. */
const reach = 2.5;

/**
 * What a slider for this number goes through, as a sweep takes it: from well under what the plan has to well over it.
 * Undefined where the plan has no number there to start from.
 */
export function sliderRange({ kind, value, name }: RuleNumber): string | undefined {
  if (value === undefined) return undefined;
  switch (kind) {
    case 'duration':
      return durationRange(value, name);
    case 'confidence':
      return value > 0.99 ? '99%..99.99%:0.03%' : '80%..99.5%:0.5%';
    case 'spend':
      return percentRange(value);
    default:
      return numberRange(kind, value);
  }
}

/** Waiting may be nothing at all; a window may not. */
function durationRange(ms: number, name: string): string {
  const isWait = name === 'for' || name === 'clear.for';
  if (ms === 0) return '0s..5m:10s';
  const step = steps.findLast((one) => one <= ms / 8) ?? second;
  const most = Math.max(step, Math.ceil((ms * reach) / step) * step);
  return `${isWait ? '0s' : formatDuration(step)}..${formatDuration(most)}:${formatDuration(step)}`;
}

function percentRange(share: number): string {
  const step = niceStep((share * 100) / stepsToOwn);
  const most = Math.ceil((share * 100 * reach) / step) * step;
  return `${decimal(step)}%..${decimal(most)}%:${decimal(step)}%`;
}

function numberRange(kind: NumberKind, value: number): string {
  if (value === 0) return '0..10:1';
  const size = Math.abs(value);
  const step = niceStep(size / stepsToOwn);
  // A share cannot be over 1, and what is written as one is meant as one.
  const far = Math.ceil((size * reach) / step) * step;
  const most = kind === 'threshold' && size < 1 ? Math.min(far, 1) : far;
  const least = kind === 'threshold' && value < 0 ? -far : step;
  return value < 0
    ? `${decimal(least)}..${decimal(far)}:${decimal(niceStep((2 * far) / 40))}`
    : `${decimal(least)}..${decimal(most)}:${decimal(step)}`;
}

/** 1, 2, 2.5 or 5 times a power of ten, at or under. */
function niceStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  const factor = [5, 2.5, 2, 1].find((one) => one * power <= size * (1 + 1e-9)) ?? 1;
  return Number((factor * power).toPrecision(6));
}

function decimal(value: number): string {
  return decimalText(Number(value.toPrecision(12)));
}
