import { formatDuration } from '../../base/duration.ts';
import type { Plan } from '../../model/plan.ts';
import type { LeafCondition } from '../../model/planConditions.ts';
import type { Indicator } from '../../model/planIndicators.ts';
import type { PlanPath } from '../../model/problem.ts';
import { cusumReference, falseAlarmsPerDay } from '../../stats/cusum.ts';
import { normalQuantile } from '../../stats/normal.ts';
import { decimalText, numberWords, percentWords } from '../words.ts';
import { error, note, warning } from './finding.ts';
import type { Finding } from './finding.ts';
import { idleLevel } from './idleLevel.ts';
import { allLeaves, launchMs, toldCusums } from './ruleBook.ts';
import type { Leaf } from './ruleBook.ts';

/** Each condition by itself: windows, thresholds that nothing can pass, kinds that do not fit. */
export function lintConditions(plan: Plan): Finding[] {
  const leaves = allLeaves(plan);
  const told = toldCusums(leaves);
  return leaves.flatMap((leaf) => [
    ...lintWindow(plan, leaf),
    ...lintLeaf(plan, leaf, told.has(leaf.condition)),
    ...lintMinimum(plan, leaf),
  ]);
}

function windowOf(condition: LeafCondition): readonly [key: string, ms: number] | undefined {
  if ('window' in condition && condition.window !== undefined) return ['window', condition.window];
  if (condition.kind === 'cusum') return ['every', condition.every];
  return condition.kind === 'event' ? ['within', condition.within] : undefined;
}

function lintWindow(plan: Plan, { condition, path }: Leaf): Finding[] {
  const window = windowOf(condition);
  if (window === undefined) return [];
  const [key, ms] = window;
  const at = [...path, key];
  const shown = formatDuration(ms);
  if (ms < 1000)
    return [error('window_too_short', at, `is ${shown}, less than one second: it holds no data; write at least 2s.`)];
  if (ms % 1000 !== 0)
    return [
      warning(
        'window_rounded',
        at,
        `is ${shown}, which is rounded down to ${formatDuration(ms - (ms % 1000))}; write whole seconds.`,
      ),
    ];
  const findings: Finding[] = [];
  if (ms < 2000 && condition.kind !== 'event')
    findings.push(warning('window_too_short', at, `is ${shown}, a single bucket of one second; write at least 2s.`));
  const id = 'indicator' in condition ? condition.indicator : condition.kind === 'cusum' ? condition.cusum : undefined;
  const interval = id === undefined ? undefined : plan.indicators[id]?.interval;
  if (id !== undefined && interval !== undefined && ms < interval) {
    findings.push(
      warning(
        'window_under_interval',
        at,
        `is ${shown}, shorter than the interval at which ${id} reports (${formatDuration(interval)}): it is often empty; write at least ${formatDuration(2 * interval)}.`,
      ),
    );
  }
  return findings;
}

function lintLeaf(plan: Plan, { condition, path }: Leaf, isTold: boolean): Finding[] {
  switch (condition.kind) {
    case 'level':
      return lintLevel(plan, condition, path);
    case 'ratio':
      return lintRatio(plan, condition, path);
    case 'cusum':
      return lintCusum(plan, condition, path, isTold);
    case 'budget':
      if (condition.budgetLeftUnder <= 1) return lintBudget(plan, condition, path);
      return [
        warning(
          'always_true',
          [...path, 'budgetLeftUnder'],
          `is ${percentWords(condition.budgetLeftUnder)}, and never more than 100 % is left; write less.`,
        ),
      ];
    default:
      return [];
  }
}

function lintBudget(plan: Plan, condition: LeafCondition & { kind: 'budget' }, path: PlanPath): Finding[] {
  const slo = plan.slos[condition.slo];
  if (slo === undefined || slo.expected !== undefined) return [];
  return [
    error(
      'no_forecast',
      [...path, 'budgetLeftUnder'],
      `asks what is left of a budget that ${condition.slo} does not have; write expected events in the SLO.`,
    ),
  ];
}

function lintLevel(plan: Plan, condition: LeafCondition & { kind: 'level' }, path: PlanPath): Finding[] {
  const indicator = plan.indicators[condition.indicator];
  if (indicator === undefined) return [];
  const findings: Finding[] = [];
  const threshold = condition.over ?? condition.under ?? 0;
  const key = condition.over === undefined ? 'under' : 'over';
  const at = [...path, key];
  const idle = idleLevel(indicator, condition);
  if (idle !== undefined) findings.push(warning(idle.code, at, idle.text));
  else if (indicator.kind === 'ratio' && indicator.good !== undefined && threshold > 0.5) {
    const other = `${key === 'over' ? 'under' : 'over'}: ${decimalText(Number((100 * (1 - threshold)).toPrecision(12)))}%`;
    const text = `is ${percentWords(threshold)}, and the value of ${condition.indicator} is the share that is not good; write ${other}.`;
    findings.push(warning('share_that_fails', at, text));
  }
  if (indicator.kind === 'quantile' && indicator.buckets !== undefined && !indicator.buckets.includes(threshold)) {
    findings.push(
      warning(
        'bucket_boundary',
        at,
        `is ${numberWords(threshold)} ms, which is no bound of the buckets of ${condition.indicator}: the quantile is only ever one of the bounds; write one of them.`,
      ),
    );
  }
  return findings;
}

/** A quantile of few is one of them, whatever `q` says. */
function lintMinimum(plan: Plan, { condition, path, rule }: Leaf): Finding[] {
  if (condition.kind !== 'level' || rule.minimum !== undefined) return [];
  const indicator = plan.indicators[condition.indicator];
  if (indicator?.kind !== 'quantile' || indicator.minimum !== undefined) return [];
  const tail = Math.min(indicator.q, 1 - indicator.q);
  if (tail <= 0) return [];
  const least = numberWords(Math.ceil(1 / tail - 1e-9));
  const text = `rests on any number of observations: one that comes alone is its own quantile; write minimum: ${least} or more.`;
  return [note('no_minimum', path, text)];
}

function lintRatio(plan: Plan, condition: LeafCondition & { kind: 'ratio' }, path: PlanPath): Finding[] {
  const indicator = plan.indicators[condition.indicator];
  const findings: Finding[] = [];
  if (indicator !== undefined && indicator.kind !== 'compare') {
    findings.push(
      error(
        'ratio_kind',
        [...path, 'indicator'],
        `is a ${indicator.kind}; ratioOver needs an indicator of kind compare.`,
      ),
    );
  }
  if (condition.window === undefined) return findings;
  const confidence = condition.confidence ?? 0.999;
  const alarms = windowFalseAlarms(confidence, condition.window, launchMs(plan));
  const text = `looks every second at a window of ${formatDuration(condition.window)}: about ${numberWords(alarms, 2)} false alarms a launch of ${formatDuration(launchMs(plan))} at ${percentWords(confidence)}; without a window the test is safe to look at all the time.`;
  findings.push(
    alarms >= 0.05
      ? warning('false_alarms', [...path, 'window'], text)
      : note('false_alarms', [...path, 'window'], text),
  );
  return findings;
}

/**
 * False alarms to expect of a one-sided test that is looked at all the time over a sliding window: once at the start, and
 * then, for the level `z` of the test, `z phi(z)` times a window (the rate at which a sum over a sliding window passes a high level).
 */
function windowFalseAlarms(confidence: number, windowMs: number, lastsMs: number): number {
  const z = normalQuantile(confidence);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  return 1 - confidence + (lastsMs / windowMs) * Math.max(0, z) * density;
}

/** Kinds of which a CUSUM can count something. */
export function countsEvents({ kind }: Indicator): boolean {
  return kind === 'ratio' || kind === 'rate' || kind === 'share' || kind === 'total' || kind === 'speed';
}

function lintCusum(
  plan: Plan,
  condition: LeafCondition & { kind: 'cusum' },
  path: PlanPath,
  isTold: boolean,
): Finding[] {
  const indicator = plan.indicators[condition.cusum];
  if (indicator !== undefined && !countsEvents(indicator)) {
    const text = `is a ${indicator.kind}, which counts nothing; use an indicator of kind rate, ratio, share, total or speed.`;
    return [error('cusum_kind', [...path, 'cusum'], text)];
  }
  const { m0, m1, h, every } = condition;
  if (m1 <= m0) {
    const text = `is ${m1}, not above m0 (${m0}); write the mean that the alarm is for.`;
    return [error('cusum_means', [...path, 'm1'], text)];
  }
  if (!isTold) return [];
  const alarms = falseAlarmsPerDay(every, m0, cusumReference(m0, m1), h);
  const text = `gives about ${numberWords(alarms, 3)} false alarms a day while the mean is ${numberWords(m0)} in ${formatDuration(every)}`;
  if (alarms > 1) return [warning('false_alarms', [...path, 'h'], `${text}; write a greater h.`)];
  return [note('false_alarms', [...path, 'h'], `${text}.`)];
}
