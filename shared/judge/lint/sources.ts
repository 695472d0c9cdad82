import type { Plan } from '../../model/plan.ts';
import { defaultStaleAfterMs } from '../indicatorBook.ts';
import { type Finding, note, warning } from './finding.ts';

/** What a plan says of the sources that it counts on. */
export function lintSources(plan: Plan): Finding[] {
  const staleAfterMs = plan.clock?.staleAfter ?? defaultStaleAfterMs;
  return Object.entries(plan.sources).flatMap(([name, { required, staleAfter }]): Finding[] => {
    const path = ['sources', name];
    const findings: Finding[] = [];
    if (name.startsWith('holdpoint:')) {
      findings.push(warning('own_source', path, 'is a name of the session’s own, which nobody else may send under.'));
    }
    if (!required) findings.push(note('not_required', path, 'is not required: its silence holds nothing by itself.'));
    else if (staleAfter !== undefined && staleAfter > 10 * staleAfterMs) {
      findings.push(
        warning('slow_to_miss', [...path, 'staleAfter'], 'is so long that values go stale well before it is missed.'),
      );
    }
    return findings;
  });
}
