import { nearestWord } from '../../base/nearestWord.ts';
import type { Plan } from '../../model/plan.ts';
import type { Indicator, Selector } from '../../model/planIndicators.ts';
import type { Where } from '../../model/planScalars.ts';
import type { PlanPath } from '../../model/problem.ts';
import { cellsOf, cellWords, matchesLabels } from '../selector.ts';
import { error, listWords, warning } from './finding.ts';
import type { Finding } from './finding.ts';
import { allLeaves, indicatorIdOf } from './ruleBook.ts';

const MOST_CELLS = 10_000;

/** Labels and their values: scopes, groups, selectors, waves. */
export function lintCells(plan: Plan): Finding[] {
  const cells = Object.values(plan.dimensions).reduce((product, values) => product * values.length, 1);
  if (cells > MOST_CELLS) {
    return [
      error(
        'too_many_cells',
        ['dimensions'],
        `make ${cells} cells; write dimensions with at most ${MOST_CELLS} combinations.`,
      ),
    ];
  }
  return [...lintScopes(plan), ...lintGroups(plan), ...lintSelectors(plan), ...lintWaves(plan)];
}

function unknownLabel(plan: Plan, label: string): string {
  const nearest = nearestWord(label, Object.keys(plan.dimensions));
  const known = Object.keys(plan.dimensions);
  if (nearest !== undefined) return `write ${nearest}`;
  return known.length === 0
    ? 'the plan has no dimensions'
    : `write one of ${known.join(', ')}, or add it to dimensions`;
}

function lintScopes(plan: Plan): Finding[] {
  const findings: Finding[] = [];
  const rules = [
    ...Object.entries(plan.triggers).map(([id, it]) => ({ path: ['triggers', id], scope: it.scope })),
    ...Object.entries(plan.criteria).map(([id, it]) => ({ path: ['criteria', id], scope: it.scope })),
  ];
  for (const { path, scope } of rules) {
    for (const [index, label] of scope.each.entries()) {
      const at = [...path, 'scope', 'each', index];
      if (scope.each.indexOf(label) < index)
        findings.push(error('duplicate_id', at, `found '${label}' a second time; write each label once.`));
      if (!Object.hasOwn(plan.dimensions, label))
        findings.push(
          error('unknown_dimension', at, `found '${label}', which is not in dimensions; ${unknownLabel(plan, label)}.`),
        );
    }
  }
  for (const { rule, condition, path } of allLeaves(plan)) {
    const id = indicatorIdOf(plan, condition);
    const indicator = id === undefined ? undefined : plan.indicators[id];
    if (id === undefined || indicator === undefined) continue;
    const labels = [...new Set(rule.scope.each)];
    const missing = labels.filter(
      (label) => Object.hasOwn(plan.dimensions, label) && !(indicator.by ?? []).includes(label),
    );
    if (missing.length === 0) continue;
    findings.push(
      warning(
        'scope_not_by',
        path,
        `is judged by ${listWords(labels)}, but ${id} is not split by ${listWords(missing)}; add by: [${labels.join(', ')}] to it.`,
      ),
    );
  }
  return findings;
}

function lintGroups(plan: Plan): Finding[] {
  return Object.entries(plan.indicators).flatMap(([id, indicator]) =>
    (indicator.by ?? []).flatMap((label, index) =>
      Object.hasOwn(plan.dimensions, label)
        ? []
        : [
            warning(
              'unknown_dimension',
              ['indicators', id, 'by', index],
              `found '${label}', which is not in dimensions; ${unknownLabel(plan, label)}.`,
            ),
          ],
    ),
  );
}

/** A `where` on a dimension that asks for a value which the dimension does not have selects nothing. */
function lintSelectors(plan: Plan): Finding[] {
  const findings: Finding[] = [];
  for (const [id, indicator] of Object.entries(plan.indicators)) {
    for (const [key, selector] of selectorsOf(indicator)) {
      findings.push(...unknownValues(plan, selector.where ?? {}, ['indicators', id, key, 'where'], 'warning'));
    }
  }
  findings.push(...unknownValues(plan, plan.exposed ?? {}, ['exposed'], 'warning'));
  for (const { condition, path } of allLeaves(plan)) {
    if (condition.kind === 'event')
      findings.push(...unknownValues(plan, condition.where ?? {}, [...path, 'where'], 'warning'));
  }
  return findings;
}

function selectorsOf(indicator: Indicator): (readonly [key: string, selector: Selector])[] {
  const parts = Object.entries({
    bad: 'bad' in indicator ? indicator.bad : undefined,
    good: 'good' in indicator ? indicator.good : undefined,
    of: 'of' in indicator ? indicator.of : undefined,
    total: 'total' in indicator ? indicator.total : undefined,
    count: 'count' in indicator ? indicator.count : undefined,
    per: 'per' in indicator ? indicator.per : undefined,
    latency: 'latency' in indicator ? indicator.latency : undefined,
    gauge: 'gauge' in indicator ? indicator.gauge : undefined,
    alive: indicator.alive !== undefined && 'metric' in indicator.alive ? indicator.alive : undefined,
  });
  return parts.flatMap(([key, selector]) => (selector === undefined ? [] : [[key, selector] as const]));
}

function unknownValues(plan: Plan, where: Where, path: PlanPath, level: Finding['level']): Finding[] {
  return Object.entries(where).flatMap(([label, values]) => {
    const known = plan.dimensions[label];
    if (known === undefined) return [];
    return values
      .filter((value) => !known.includes(value))
      .map((value): Finding => {
        const nearest = nearestWord(value, known);
        const text = `found '${value}', which is no value of ${label}; write ${nearest ?? `one of ${known.join(', ')}`}.`;
        return { level, code: 'unknown_value', path: [...path, label], text };
      });
  });
}

function lintWaves(plan: Plan): Finding[] {
  const { ramp } = plan;
  if (ramp === undefined) return [];
  const findings: Finding[] = [];
  for (const [index, wave] of ramp.waves.entries()) {
    const path = ['ramp', 'waves', index, 'cells'];
    for (const label of Object.keys(wave.cells)) {
      if (!Object.hasOwn(plan.dimensions, label))
        findings.push(
          error(
            'unknown_dimension',
            [...path, label],
            `found '${label}', which is not in dimensions; ${unknownLabel(plan, label)}.`,
          ),
        );
    }
    findings.push(...unknownValues(plan, wave.cells, path, 'error'));
  }
  const unreached = cellsOf(Object.keys(plan.dimensions), plan.dimensions).filter(
    (cell) => !ramp.waves.some((wave) => matchesLabels(cell, wave.cells)),
  );
  if (unreached.length > 0 && Object.keys(plan.dimensions).length > 0) {
    const names = unreached.map(cellWords);
    findings.push(
      warning(
        'unreached_cells',
        ['ramp', 'waves'],
        `reach ${unreached.length === 1 ? 'one cell' : `${unreached.length} cells`} never: ${listWords(names)}; add a wave, or take the values out of dimensions.`,
      ),
    );
  }
  return findings;
}
