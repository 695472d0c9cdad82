import { formatDuration } from '../../base/duration.ts';
import type { Plan } from '../../model/plan.ts';
import type { Slo } from '../../model/planIndicators.ts';
import { alertPairs } from '../slo.ts';
import type { AlertPair } from '../slo.ts';
import { numberWords, percentWords } from '../words.ts';
import { lintDefaults, lintFactor, lintSpend } from './factors.ts';
import { error, note, warning } from './finding.ts';
import type { Finding } from './finding.ts';
import { allLeaves } from './ruleBook.ts';

/** Objectives and their pairs: what can never fire, fires at nothing, or fires when it is too late. */
export function lintSlos(plan: Plan): Finding[] {
  const findings: Finding[] = [];
  for (const [id, slo] of Object.entries(plan.slos)) {
    findings.push(...lintBudget(plan, id, slo), ...lintDefaults(id, slo));
    const pairs = alertPairs(slo);
    for (const index of (slo.alerts ?? []).keys()) {
      const pair = pairs[index];
      if (pair !== undefined) findings.push(...lintPair(plan, id, slo, pair, index));
    }
  }
  for (const { condition, path } of allLeaves(plan)) {
    if (condition.kind !== 'burn' && condition.kind !== 'alert') continue;
    const slo = plan.slos[condition.slo];
    if (slo === undefined) continue;
    if (condition.kind === 'burn' && condition.burnOver !== undefined)
      findings.push(...lintFactor(condition.burnOver, slo, [...path, 'burnOver'], 'factor'));
    if (condition.kind === 'burn' && condition.burnUnder !== undefined && !(condition.burnUnder > 0)) {
      findings.push(
        warning(
          'never_true',
          [...path, 'burnUnder'],
          `is ${condition.burnUnder}, and no burn is below that; write a number above 0, such as 1.`,
        ),
      );
    }
    const pair =
      slo.alerts === undefined && condition.kind === 'alert'
        ? alertPairs(slo).find((it) => it.id === condition.alert)
        : undefined;
    if (pair === undefined) continue;
    const trouble = lintFactor(pair.factor, slo, [...path, 'alert'], 'default');
    findings.push(...(trouble.length > 0 ? trouble : lintSpend(pair, slo, [...path, 'alert'])));
  }
  return findings;
}

function lintBudget(plan: Plan, id: string, slo: Slo): Finding[] {
  const path = ['slos', id];
  const findings: Finding[] = [];
  const indicator = plan.indicators[slo.indicator];
  if (indicator !== undefined && indicator.kind !== 'ratio' && indicator.kind !== 'share') {
    findings.push(
      error(
        'slo_kind',
        [...path, 'indicator'],
        `is a ${indicator.kind}; an SLO needs a ratio with bad or good, or a share.`,
      ),
    );
  } else if (indicator?.kind === 'ratio' && indicator.of !== undefined) {
    findings.push(
      warning(
        'slo_kind',
        [...path, 'indicator'],
        `has of:, a share that is neither bad nor good; an SLO needs a ratio with bad or good, or a share.`,
      ),
    );
  }
  if (slo.expected === undefined) {
    findings.push(
      note(
        'no_forecast',
        path,
        'has no expected events: there is no event budget, and lint cannot say how many failures its rules need; write expected.',
      ),
    );
  } else if (slo.expected * (1 - slo.objective) < 1) {
    findings.push(
      warning(
        'no_budget',
        [...path, 'expected'],
        `allows ${numberWords(slo.expected * (1 - slo.objective))} failures in all: the first one spends the budget; write a lower objective, or watch a total.`,
      ),
    );
  }
  if (slo.spentAtStart !== undefined && slo.spentAtStart >= 1) {
    findings.push(
      warning(
        'budget_gone',
        [...path, 'spentAtStart'],
        `is ${percentWords(slo.spentAtStart)}: nothing is left of the budget at T-0; write what was spent, or a lower objective.`,
      ),
    );
  }
  return findings;
}

function lintPair(plan: Plan, id: string, slo: Slo, pair: AlertPair, index: number): Finding[] {
  const path = ['slos', id, 'alerts', index];
  const written = slo.alerts?.[index]?.factor === undefined ? 'spend' : 'factor';
  const findings = lintFactor(pair.factor, slo, [...path, written], written);
  if (findings.length === 0) findings.push(...lintSpend(pair, slo, [...path, written]));
  const shortPath = [...path, slo.alerts?.[index]?.short === undefined ? 'long' : 'short'];
  const short = formatDuration(pair.shortMs);
  if (pair.shortMs >= pair.longMs) {
    findings.push(
      warning(
        'short_not_shorter',
        shortPath,
        `is ${short}, not shorter than long (${formatDuration(pair.longMs)}); write about a twelfth of it.`,
      ),
    );
  } else if (pair.shortMs < 1000) {
    findings.push(
      error(
        'window_too_short',
        shortPath,
        `gives a short window of ${short}, less than one second: it holds no data; write at least 2s.`,
      ),
    );
  } else if (pair.shortMs < 2000) {
    findings.push(
      warning(
        'window_too_short',
        shortPath,
        `gives a short window of ${short}, a single bucket of one second; write at least 2s.`,
      ),
    );
  } else if (pair.shortMs % 1000 !== 0) {
    findings.push(
      note(
        'window_rounded',
        shortPath,
        `gives a short window of ${short}, which is rounded down to ${formatDuration(pair.shortMs - (pair.shortMs % 1000))}.`,
      ),
    );
  }
  if (pair.longMs > slo.period) {
    findings.push(
      warning(
        'window_over_period',
        [...path, 'long'],
        `is ${formatDuration(pair.longMs)}, longer than the period (${formatDuration(slo.period)}); write less.`,
      ),
    );
  }
  const interval = plan.indicators[slo.indicator]?.interval;
  if (interval !== undefined && pair.shortMs < interval) {
    findings.push(
      warning(
        'window_under_interval',
        shortPath,
        `gives a short window of ${short}, shorter than the interval at which ${slo.indicator} reports (${formatDuration(interval)}): it is often empty; write at least ${formatDuration(2 * interval)}.`,
      ),
    );
  }
  return findings;
}
