import { formatDuration } from '../../base/duration.ts';
import { instantAt } from '../../base/instant.ts';
import type { Plan } from '../../model/plan.ts';
import { numberWords } from '../words.ts';
import { error, listWords, warning } from './finding.ts';
import type { Finding } from './finding.ts';

interface Span {
  readonly id: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** What is planned before the day: milestones in order and within capacities, evidence in time. */
export function lintReadiness(plan: Plan): Finding[] {
  return [...lintMilestones(plan), ...lintCapacity(plan), ...lintEvidence(plan)];
}

function spanOf(plan: Plan, id: string): Span | undefined {
  const milestone = plan.milestones[id];
  const from = milestone?.at ?? milestone?.from;
  if (milestone === undefined || from === undefined) return undefined;
  const fromMs = instantAt(from, plan.launch.t0);
  return { id, fromMs, toMs: fromMs + (milestone.lasts ?? 0) };
}

function lintMilestones(plan: Plan): Finding[] {
  const findings: Finding[] = [];
  for (const [id, milestone] of Object.entries(plan.milestones)) {
    const path = ['milestones', id];
    const span = spanOf(plan, id);
    if (span === undefined) continue;
    if (milestone.owner === undefined)
      findings.push(warning('no_owner', path, 'has no owner; name the role that answers for it.'));
    if (span.toMs > plan.launch.t0) {
      findings.push(
        warning(
          'after_t0',
          path,
          `ends ${formatDuration(span.toMs - plan.launch.t0)} after T-0; begin it earlier, or take it out.`,
        ),
      );
    }
    for (const [index, need] of milestone.needs.entries()) {
      const before = spanOf(plan, need);
      if (before === undefined || before.toMs <= span.fromMs) continue;
      findings.push(
        warning(
          'out_of_order',
          [...path, 'needs', index],
          `ends ${formatDuration(before.toMs - span.fromMs)} after ${id} begins; begin ${need} earlier, or ${id} later.`,
        ),
      );
    }
    if (reaches(plan, milestone.needs, id))
      findings.push(error('circle', [...path, 'needs'], `leads back to ${id} itself; take one of the needs out.`));
  }
  return findings;
}

function reaches(plan: Plan, needs: readonly string[], goal: string): boolean {
  const seen = new Set<string>();
  const open = [...needs];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === goal) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...(plan.milestones[id]?.needs ?? []));
  }
  return false;
}

function lintCapacity(plan: Plan): Finding[] {
  const findings: Finding[] = [];
  for (const [capacity, most] of Object.entries(plan.capacity)) {
    const spans = Object.entries(plan.milestones).flatMap(([id, milestone]) =>
      milestone.uses === capacity ? (spanOf(plan, id) ?? []) : [],
    );
    for (const span of spans) {
      const together = spans
        .filter((other) => other.fromMs <= span.fromMs && span.fromMs < other.toMs)
        .map((other) => other.id);
      if (together.length <= most || together.at(-1) !== span.id) continue;
      findings.push(
        warning(
          'over_capacity',
          ['milestones', span.id, 'uses'],
          `does not fit: ${listWords(together)} would need ${together.length} of ${capacity} at once, and there are ${numberWords(most)}; move one of them.`,
        ),
      );
    }
  }
  const experiments = Object.keys(plan.experiments);
  const most = plan.capacity['experiments'];
  if (most !== undefined && experiments.length > most) {
    findings.push(
      warning(
        'over_capacity',
        ['experiments'],
        `do not fit: ${listWords(experiments)} are ${experiments.length} at once, and capacity allows ${numberWords(most)}; take one out.`,
      ),
    );
  }
  return findings;
}

function lintEvidence(plan: Plan): Finding[] {
  const findings: Finding[] = [];
  const { t0, window, ends } = plan.launch;
  const over = ends ?? window?.closes;
  const used = new Set([
    ...Object.values(plan.criteria).flatMap((it) => it.evidence ?? []),
    ...plan.runbook.flatMap((phase) =>
      phase.steps.flatMap((step) => (step.check.kind === 'evidence' ? [step.check.evidence] : [])),
    ),
  ]);
  for (const [id, piece] of Object.entries(plan.evidence)) {
    const path = ['evidence', id];
    if (piece.owner === undefined)
      findings.push(warning('no_owner', path, 'has no owner; name the role that answers for it.'));
    if (piece.due === undefined) continue;
    const dueMs = instantAt(piece.due, t0);
    if (dueMs > t0 && used.has(id))
      findings.push(
        warning(
          'after_t0',
          [...path, 'due'],
          `is ${formatDuration(dueMs - t0)} after T-0, and a criterion or a step rests on it; write an earlier day.`,
        ),
      );
    if (piece.expires === undefined || over === undefined) continue;
    const overMs = instantAt(over, t0);
    if (dueMs <= t0 && dueMs + piece.expires < overMs) {
      findings.push(
        warning(
          'expires_early',
          [...path, 'expires'],
          `is ${formatDuration(piece.expires)}: what comes when it is due has expired ${formatDuration(overMs - dueMs - piece.expires)} before the launch is over; write more, or a later due.`,
        ),
      );
    }
  }
  return findings;
}
