import type { Scenario } from '../../../../shared/model/scenario.ts';
import type { StreamTraffic } from './expandTraffic.ts';
import { toReferenceProblem, type ScenarioProblem } from './scenarioProblem.ts';

/** What a kind of traffic that names another may name. */
const readable: Readonly<Partial<Record<StreamTraffic['kind'], readonly StreamTraffic['kind'][]>>> = {
  ledger: ['refunds'],
  follows: ['count', 'funnel', 'stock'],
  stock: ['queue'],
};

/** Traffic that is of other traffic: that stands above it, under an id that is its own. */
export function checkNamed(scenario: Scenario): ScenarioProblem[] {
  const problems: ScenarioProblem[] = [];
  const above = new Map<string, StreamTraffic['kind']>();
  for (const [index, traffic] of scenario.traffic.entries()) {
    if (traffic.kind === 'event') continue;
    const kinds = readable[traffic.kind];
    if (kinds !== undefined && 'of' in traffic && !kinds.includes(above.get(traffic.of) ?? traffic.kind)) {
      const known = [...above].flatMap(([id, kind]) => (kinds.includes(kind) ? [id] : []));
      problems.push(toReferenceProblem(['traffic', index, 'of'], traffic.of, known, `${kinds.join(' or ')} above it`));
    }
    if (!('id' in traffic) || traffic.id === undefined) continue;
    if (above.has(traffic.id)) {
      const text = `found ${traffic.id} a second time; give it an id of its own.`;
      problems.push({ level: 'error', path: ['traffic', index, 'id'], code: 'id_twice', text });
    }
    above.set(traffic.id, traffic.kind);
  }
  return problems;
}
