import { formatDuration } from '../../base/duration.ts';
import { instantAt } from '../../base/instant.ts';
import type { Plan } from '../../model/plan.ts';
import { numberWords, percentWords } from '../words.ts';
import { note, warning } from './finding.ts';
import type { Finding } from './finding.ts';

/** Waves and what the launch depends on. */
export function lintRamp(plan: Plan): Finding[] {
  return [...lintWaves(plan), ...lintDependencies(plan)];
}

function lintWaves(plan: Plan): Finding[] {
  const { ramp } = plan;
  if (ramp === undefined) return [];
  const findings: Finding[] = [];
  if (ramp.stages[0] !== 0) {
    findings.push(
      warning('no_zero_stage', ['ramp', 'stages'], 'begin above 0%: there is no stage to roll back to; begin with 0%.'),
    );
  }
  const shown = ramp.stages.map((stage) => `${numberWords(stage * 100)}%`).join(', ');
  for (const [index, wave] of ramp.waves.entries()) {
    const path = ['ramp', 'waves', index];
    if (wave.until !== undefined && !ramp.stages.includes(wave.until)) {
      findings.push(
        warning(
          'not_a_stage',
          [...path, 'until'],
          `is ${numberWords(wave.until * 100)}%, which is no stage of the ramp; write one of ${shown}.`,
        ),
      );
    }
    if (wave.until !== undefined && wave.label === undefined) {
      findings.push(
        warning(
          'unused',
          [...path, 'until'],
          'ends a label that the wave does not have; write label, or leave it out.',
        ),
      );
    }
    for (const [place, need] of wave.needs.entries()) {
      const criterion = plan.criteria[need];
      if (criterion?.for !== undefined && wave.dwell !== undefined && criterion.for > wave.dwell) {
        findings.push(
          note(
            'dwell_shorter',
            [...path, 'needs', place],
            `holds for ${formatDuration(criterion.for)}, longer than the dwell of ${formatDuration(wave.dwell)}: the criterion decides when the wave may advance.`,
          ),
        );
      }
    }
    const closes = plan.launch.window?.closes;
    if (
      wave.starts !== undefined &&
      closes !== undefined &&
      instantAt(wave.starts, plan.launch.t0) >= instantAt(closes, plan.launch.t0)
    ) {
      findings.push(
        warning(
          'after_window',
          [...path, 'starts'],
          'is after the launch window closes; write an earlier start, or a later close.',
        ),
      );
    }
  }
  return findings;
}

/**
 * Availability through a dependency of availability `sla`, whose failures the fallback carries at a share f:
 * `sla + (1 - sla) f`. It holds the objective o from `f = 1 - (1 - o) / (1 - sla)` on.
 */
function lintDependencies(plan: Plan): Finding[] {
  return Object.entries(plan.dependencies).flatMap(([id, dependency]) => {
    const path = ['dependencies', id];
    const findings: Finding[] = [];
    const fallback = dependency.fallback === undefined ? undefined : plan.indicators[dependency.fallback];
    if (fallback !== undefined && fallback.kind !== 'ratio') {
      findings.push(
        warning(
          'fallback_kind',
          [...path, 'fallback'],
          `is a ${fallback.kind}; the share that the fallback serves is a ratio.`,
        ),
      );
    }
    const slo = dependency.slo === undefined ? undefined : plan.slos[dependency.slo];
    if (slo === undefined) return findings;
    const { sla } = dependency;
    if (sla >= slo.objective) {
      findings.push(
        note(
          'composition',
          path,
          `promises ${numberPercent(sla)}, which holds ${dependency.slo}'s objective of ${numberPercent(slo.objective)} with nothing else failing.`,
        ),
      );
      return findings;
    }
    const needed = 1 - (1 - slo.objective) / (1 - sla);
    const gap = `promises ${numberPercent(sla)}, under ${dependency.slo}'s objective of ${numberPercent(slo.objective)}`;
    const holds = `it holds if the fallback carries at least ${percentWords(Number(needed.toPrecision(6)))} of its failures, with nothing else failing`;
    if (dependency.fallback === undefined)
      findings.push(
        warning('composition', path, `${gap}, and has no fallback; ${holds}: name the indicator of its share.`),
      );
    else
      findings.push(
        note(
          'composition',
          path,
          `${gap}; ${holds}. Half carried composes to ${numberPercent(sla + (1 - sla) / 2)}, all of them to 100 %.`,
        ),
      );
    return findings;
  });
}

function numberPercent(ratio: number): string {
  return `${numberWords(Number((ratio * 100).toPrecision(10)), 6)} %`;
}
