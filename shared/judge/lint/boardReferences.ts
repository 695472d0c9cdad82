import type { Plan } from '../../model/plan.ts';
import type { PlannedBoard } from '../../model/planBoards.ts';
import type { Finding } from './finding.ts';
import { ReferenceBook } from './referenceBook.ts';

/** Ids in the boards that the plan chooses for the Room. */
export function lintBoardReferences(plan: Plan): Finding[] {
  const book = new ReferenceBook();
  const indicators = Object.keys(plan.indicators);
  const known: Readonly<Record<PlannedBoard['kind'], readonly [what: string, ids: readonly string[]]>> = {
    burn: ['SLO', Object.keys(plan.slos)],
    latency: ['indicator', indicators],
    levels: ['indicator', indicators],
    fraud: ['indicator or trigger', [...indicators, ...Object.keys(plan.triggers)]],
    forecast: ['forecast', Object.keys(plan.forecasts)],
    experiment: ['experiment', Object.keys(plan.experiments)],
    posture: ['id that belongs here', []],
    ramp: ['id that belongs here', []],
  };
  for (const [index, { kind, of }] of (plan.boards ?? []).entries()) {
    const [what, ids] = known[kind];
    book.seekEach(ids, what, of, ['boards', index, 'of']);
    if (of.length === 0 && kind !== 'posture' && kind !== 'ramp')
      book.findings.push({
        level: 'error',
        code: 'empty_board',
        path: ['boards', index],
        text: `shows nothing; name the ${what} that it shows, as of: [...].`,
      });
  }
  return book.findings;
}
