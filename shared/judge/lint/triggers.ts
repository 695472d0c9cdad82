import { formatDuration } from '../../base/duration.ts';
import type { Plan } from '../../model/plan.ts';
import type { Criterion, Trigger } from '../../model/planTriggers.ts';
import { numberWords } from '../words.ts';
import { lintExposure } from './exposure.ts';
import { error, note, warning } from './finding.ts';
import type { Finding } from './finding.ts';
import { launchMs, leavesOf, rulesOf, sloOfLeaf } from './ruleBook.ts';
import type { Rule } from './ruleBook.ts';
import { lintProof } from './triggerProof.ts';

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
    findings.push(...lintEvidenceOwners(plan, id, criterion));
  }
  return findings;
}

/** What a criterion waits for must be somebody's to bring. */
function lintEvidenceOwners(plan: Plan, id: string, { evidence = [], required }: Criterion): Finding[] {
  return evidence.flatMap((piece, index): Finding[] => {
    const needed = plan.evidence[piece];
    if (needed === undefined || needed.owner !== undefined) return [];
    const blocks = required ? ', and blocks a GO until it comes' : '';
    return [
      note(
        'evidence_unowned',
        ['criteria', id, 'evidence', index],
        `waits for ${piece}, which nobody owns${blocks}; name its owner.`,
      ),
    ];
  });
}

/** An alarm that nobody answers, or that says nothing to do, is refused. */
function lintPeople(path: Finding['path'], trigger: Trigger): Finding[] {
  const findings: Finding[] = [];
  if (trigger.owner === undefined)
    findings.push(error('no_owner', path, 'has no owner; name the role that answers for it.'));
  if (trigger.guidance === undefined)
    findings.push(error('no_guidance', path, 'has no guidance; write what to do when it fires.'));
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
  if (does.kind === 'rollback') findings.push(...lintRollback(plan, path, does.to));
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
  if (arm === 'act' && does.kind === 'rollback') findings.push(...lintAct(plan, path, trigger));
  if (trigger.countdown !== undefined && arm !== 'act') {
    findings.push(
      warning('unused', [...path, 'countdown'], 'counts down to nothing: only arm: act does; leave it out.'),
    );
  }
  return findings;
}

function lintRollback({ ramp }: Plan, path: Finding['path'], to: number): Finding[] {
  if (ramp === undefined || to === 0) return [];
  const stages = ramp.stages.map(stageWords).join(', ');
  const at = [...path, 'does', 'to'];
  if (to >= Math.max(...ramp.stages))
    return [
      warning(
        'nothing_above',
        at,
        `is ${stageWords(to)}, and no cell is ever above that; write a lower stage, such as 0%.`,
      ),
    ];
  if (ramp.stages.includes(to)) return [];
  return [warning('not_a_stage', at, `is ${stageWords(to)}, which is no stage of the ramp; write one of ${stages}.`)];
}

/** An order needs something that carries it out, and time for a veto. */
function lintAct({ ramp }: Plan, path: Finding['path'], { countdown }: Trigger): Finding[] {
  const findings: Finding[] = [];
  if (ramp === undefined) {
    const text = 'acts, but the plan has no ramp, so nothing can be rolled back; write a ramp, or arm: hold.';
    findings.push(warning('no_actuator', [...path, 'arm'], text));
  } else if (ramp.actuator.kind === 'manual') {
    const text =
      'acts through a manual actuator: the room orders the rollback, and a person has to carry it out and confirm it.';
    findings.push(note('manual_actuator', [...path, 'arm'], text));
  }
  if (countdown === 0) {
    const text = 'is 0s: nobody can veto the rollback in time; write at least 10s.';
    findings.push(warning('no_countdown', [...path, 'countdown'], text));
  }
  return findings;
}

function stageWords(stage: number): string {
  return `${numberWords(stage * 100)}%`;
}
