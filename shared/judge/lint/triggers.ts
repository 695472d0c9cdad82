import { formatDuration } from '../../base/duration.ts';
import type { Plan } from '../../model/plan.ts';
import type { Indicator, Selector } from '../../model/planIndicators.ts';
import type { Trigger } from '../../model/planTriggers.ts';
import { numberWords } from '../words.ts';
import { error, listWords, note, warning } from './finding.ts';
import type { Finding } from './finding.ts';
import { indicatorIdOf, launchMs, leavesOf, rulesOf, sloOfLeaf, takesBound } from './ruleBook.ts';
import type { Rule } from './ruleBook.ts';

/** Triggers and criteria as a whole: who answers, what they ask for, how they clear. */
export function lintTriggers(plan: Plan): Finding[] {
  const findings: Finding[] = [];
  for (const rule of rulesOf(plan)) {
    findings.push(...lintTimes(plan, rule));
    if (rule.trigger === undefined) continue;
    findings.push(...lintPeople(rule.path, rule.trigger));
    findings.push(...lintDoes(plan, rule, rule.trigger));
    findings.push(...lintProof(plan, rule, rule.trigger));
    findings.push(...lintExposure(plan, rule, rule.trigger));
  }
  const rollsBack = Object.values(plan.triggers).some((trigger) => trigger.does.kind === 'rollback');
  if (rollsBack && plan.exposed === undefined) {
    findings.push(
      note(
        'no_exposed',
        [],
        'has no exposed: lint cannot tell whether the indicators of rollbacks count the new path alone; write exposed: with its labels.',
      ),
    );
  }
  for (const [id, criterion] of Object.entries(plan.criteria)) {
    if (criterion.owner === undefined)
      findings.push(warning('no_owner', ['criteria', id], 'has no owner; name the role that answers for it.'));
  }
  return findings;
}

function lintPeople(path: Finding['path'], trigger: Trigger): Finding[] {
  const findings: Finding[] = [];
  if (trigger.owner === undefined)
    findings.push(warning('no_owner', path, 'has no owner; name the role that answers for it.'));
  if (trigger.guidance === undefined)
    findings.push(warning('no_guidance', path, 'has no guidance; write what to do when it fires.'));
  return findings;
}

function lintTimes(plan: Plan, rule: Rule): Finding[] {
  const period = Math.min(...leavesOf(rule).map((leaf) => sloOfLeaf(plan, leaf.condition)?.period ?? Infinity));
  const path = [...rule.path, 'for'];
  const shown = formatDuration(rule.forMs);
  if (rule.forMs > period)
    return [
      warning(
        'for_too_long',
        path,
        `is ${shown}, longer than the period of its SLO (${formatDuration(period)}); write less.`,
      ),
    ];
  if (rule.forMs >= launchMs(plan))
    return [
      warning(
        'for_too_long',
        path,
        `is ${shown}, as long as the launch (${formatDuration(launchMs(plan))}); write less.`,
      ),
    ];
  if (rule.forMs % 1000 !== 0)
    return [warning('window_rounded', path, `is ${shown}, and timers count whole seconds; write whole seconds.`)];
  return [];
}

function lintDoes(plan: Plan, { path, scope }: Rule, trigger: Trigger): Finding[] {
  const { does, arm, noData } = trigger;
  const findings: Finding[] = [];
  const isLaunch = scope.each.length === 0;
  if (isLaunch && does.kind === 'rollback' && does.rollback === 'cell') {
    findings.push(
      warning(
        'no_cell',
        [...path, 'does', 'rollback'],
        'rolls back a cell, but its scope is the launch; write launch, or scope: { each: [...] }.',
      ),
    );
  }
  if (isLaunch && does.kind === 'hold' && does.hold === 'cell') {
    findings.push(
      warning(
        'no_cell',
        [...path, 'does', 'hold'],
        'holds a cell, but its scope is the launch; write launch, or scope: { each: [...] }.',
      ),
    );
  }
  if (does.kind === 'rollback' && plan.ramp !== undefined && does.to > 0 && !plan.ramp.stages.includes(does.to)) {
    findings.push(
      warning(
        'not_a_stage',
        [...path, 'does', 'to'],
        `is ${numberWords(does.to * 100)}%, which is no stage of the ramp; write one of ${plan.ramp.stages.map((stage) => `${numberWords(stage * 100)}%`).join(', ')}.`,
      ),
    );
  }
  if (noData?.do === 'fire' && does.kind === 'rollback') {
    findings.push(
      error(
        'no_data_rolls_back',
        [...path, 'noData', 'do'],
        'would roll back because of silence; write hold, or let the trigger ask for a hold.',
      ),
    );
  }
  if (arm === 'act' && does.kind !== 'rollback') {
    findings.push(
      warning(
        'nothing_to_act',
        [...path, 'arm'],
        'acts, but only a rollback can be ordered; write hold or advise, or a rollback in does.',
      ),
    );
  }
  if (trigger.countdown !== undefined && arm !== 'act') {
    findings.push(
      warning('unused', [...path, 'countdown'], 'counts down to nothing: only arm: act does; leave it out.'),
    );
  }
  return findings;
}

/** Proof, confidence and clear levels that do not belong to the condition. */
function lintProof(plan: Plan, rule: Rule, trigger: Trigger): Finding[] {
  const findings: Finding[] = [];
  const leaves = leavesOf(rule);
  const canBeProven = leaves.some((leaf) => takesBound(plan, leaf.condition));
  if (trigger.evidence === 'bound' && !canBeProven) {
    findings.push(
      warning(
        'bound_cannot_apply',
        [...rule.path, 'evidence'],
        'asks for proof that this condition cannot give; bound is for alerts, burnOver, and over or under on a ratio or a share: write point, or leave it out.',
      ),
    );
  }
  if (
    trigger.confidence !== undefined &&
    trigger.evidence !== 'bound' &&
    !(rule.isBound && canBeProven) &&
    !leaves.some((leaf) => leaf.condition.kind === 'ratio')
  ) {
    findings.push(
      warning(
        'unused',
        [...rule.path, 'confidence'],
        'is used by nothing: this trigger compares the value itself; write evidence: bound, or leave it out.',
      ),
    );
  }
  return [...findings, ...lintClear(rule, trigger)];
}

function lintClear({ condition, path }: Rule, trigger: Trigger): Finding[] {
  const findings: Finding[] = [];
  for (const side of ['under', 'over'] as const) {
    const level = trigger.clear?.[side];
    if (level === undefined) continue;
    const at = [...path, 'clear', side];
    const thresholds = clearedBy(condition);
    if (condition.kind === 'all' || condition.kind === 'any' || condition.kind === 'not') {
      findings.push(
        error(
          'clear_on_composite',
          at,
          `stands on all, any or not; a clear level belongs to a trigger with one condition: leave it out.`,
        ),
      );
      continue;
    }
    const threshold = thresholds[side];
    if (threshold === undefined) {
      const other =
        thresholds.under !== undefined
          ? 'write clear: { under: ... }'
          : thresholds.over !== undefined
            ? 'write clear: { over: ... }'
            : 'leave it out';
      findings.push(warning('clear_unused', at, `does nothing for this condition; ${other}.`));
    } else if (side === 'under' ? level > threshold : level < threshold) {
      findings.push(
        error(
          'clear_wrong_side',
          at,
          `is ${numberWords(level)}, ${side === 'under' ? 'above' : 'below'} the threshold of ${numberWords(threshold)}: it would be off while it fires; write ${side === 'under' ? 'less' : 'more'}.`,
        ),
      );
    } else if (level === threshold) {
      findings.push(
        warning(
          'clear_at_threshold',
          at,
          `is the threshold itself, so the trigger may come and go; write ${side === 'under' ? 'less' : 'more'}.`,
        ),
      );
    }
  }
  return findings;
}

/** The threshold that each clear level takes the place of. */
function clearedBy(condition: Rule['condition']): { under?: number | undefined; over?: number | undefined } {
  if (condition.kind === 'level') return { under: condition.over, over: condition.under };
  return condition.kind === 'burn' ? { under: condition.burnOver, over: condition.burnUnder } : {};
}

/** A rollback takes the new path away; an indicator that also counts the old one would hide a total failure of the new. */
function lintExposure(plan: Plan, rule: Rule, trigger: Trigger): Finding[] {
  const { exposed } = plan;
  if (trigger.does.kind !== 'rollback' || exposed === undefined) return [];
  const mixed = new Set<string>();
  for (const leaf of leavesOf(rule)) {
    const id = indicatorIdOf(plan, leaf.condition);
    if (id === undefined) continue;
    if (wholesOf(plan, plan.indicators[id]).some((whole) => !isolates(whole, exposed))) mixed.add(id);
  }
  if (mixed.size === 0) return [];
  const labels = Object.entries(exposed).map(([label, values]) => `${label}: ${values.join(' or ')}`);
  return [
    warning(
      'not_isolated',
      rule.conditionPath,
      `rolls back the new path, but ${listWords([...mixed])} counts the old one too, which hides a failure at small percentages; add where: { ${labels.join(', ')} } to it.`,
    ),
  ];
}

/** What the values of an indicator are shares of; none where old traffic cannot dilute it. */
function wholesOf(plan: Plan, indicator: Indicator | undefined): Selector[] {
  switch (indicator?.kind) {
    case 'ratio':
      return [indicator.total];
    case 'rate':
      return [indicator.per];
    case 'share':
    case 'quantile':
    case 'mean':
      return [indicator.latency];
    case 'compare': {
      const treatment = plan.indicators[indicator.treatment];
      return treatment?.kind === 'compare' ? [] : wholesOf(plan, treatment);
    }
    default:
      return [];
  }
}

function isolates(selector: Selector, exposed: Readonly<Record<string, readonly string[]>>): boolean {
  return Object.entries(exposed).every(([label, values]) => {
    const asked = selector.where?.[label];
    return asked !== undefined && asked.every((value) => values.includes(value));
  });
}
