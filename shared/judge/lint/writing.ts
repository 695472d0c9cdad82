import type { Plan } from '../../model/plan.ts';
import type { Indicator } from '../../model/planIndicators.ts';
import type { PlanPath } from '../../model/problem.ts';
import { decimalText, percentWords } from '../words.ts';
import { note, warning } from './finding.ts';
import type { Finding } from './finding.ts';
import { allLeaves, isShareKind } from './ruleBook.ts';

/** What stands at a path as it was written. */
type Written = (path: PlanPath) => unknown;

/** Numbers that say one thing and may mean another: a plan as it is read no longer shows how they were written. */
export function lintWriting(plan: Plan, written: Written): Finding[] {
  return [...sharesOf(plan).flatMap((path) => lintBare(path, written(path))), ...lintLevels(plan, written)];
}

/** Where shares stand of which both 0.5 and 0.5 % are usual. */
function sharesOf(plan: Plan): PlanPath[] {
  const paths: PlanPath[] = [];
  for (const [id, slo] of Object.entries(plan.slos)) {
    paths.push(['slos', id, 'spentAtStart']);
    for (const index of (slo.alerts ?? []).keys()) paths.push(['slos', id, 'alerts', index, 'spend']);
  }
  for (const id of Object.keys(plan.triggers)) paths.push(['triggers', id, 'does', 'to']);
  for (const index of (plan.ramp?.stages ?? []).keys()) paths.push(['ramp', 'stages', index]);
  for (const index of (plan.ramp?.waves ?? []).keys()) paths.push(['ramp', 'waves', index, 'until']);
  for (const [id, { guardrails }] of Object.entries(plan.experiments)) {
    paths.push(['experiments', id, 'expects'], ['experiments', id, 'holdback']);
    for (const index of guardrails.keys()) paths.push(['experiments', id, 'guardrails', index, 'margin']);
  }
  return paths;
}

function lintBare(path: PlanPath, value: unknown): Finding[] {
  if (typeof value !== 'number' || value === 0) return [];
  const text = `is ${decimalText(value)} without a %, which is read as ${percentWords(value)}; write ${percent(value * 100)}, or ${percent(value)} if that is meant.`;
  return [note('bare_share', path, text)];
}

function percent(value: number): string {
  return `${decimalText(Number(value.toPrecision(12)))}%`;
}

function lintLevels(plan: Plan, written: Written): Finding[] {
  return allLeaves(plan).flatMap(({ rule, condition, path }) => {
    if (condition.kind === 'budget')
      return lintBare([...path, 'budgetLeftUnder'], written([...path, 'budgetLeftUnder']));
    const indicator = condition.kind === 'level' ? plan.indicators[condition.indicator] : undefined;
    if (condition.kind !== 'level' || indicator === undefined) return [];
    const levels = [...path, condition.over === undefined ? 'under' : 'over'];
    const clears = rule.condition === condition ? ['under', 'over'].map((side) => [...rule.path, 'clear', side]) : [];
    return [levels, ...clears].flatMap((at) => lintLevel(indicator, condition.indicator, at, written(at)));
  });
}

function lintLevel(indicator: Indicator, id: string, path: PlanPath, value: unknown): Finding[] {
  if (isShareKind(indicator)) return lintBare(path, value);
  if (typeof value !== 'string' || indicator.kind === 'compare') return [];
  const number = value.replace(/\s?(?:%|pp)$/, '');
  const text = `is ${value}, which is read as ${percentAsNumber(number)}, and ${id} is a ${indicator.kind} and no share; write the number in its own unit, such as ${number}.`;
  return [warning('percent_of_number', path, text)];
}

function percentAsNumber(number: string): string {
  return decimalText(Number(`${number}e-2`));
}
