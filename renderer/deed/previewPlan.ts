import { comparePlans } from '../../shared/model/comparePlans.ts';
import { showProblem } from '../../shared/model/problem.ts';
import { readPlan } from '../../shared/model/readPlan.ts';
import { byteWords } from '../present/numbers.ts';
import { say } from '../present/say.ts';
import type { FormGround, Preview } from './deedForm.ts';

const mostPlanBytes = 1_048_576;
const mostProblems = 3;

/** What a plan would change of the one in force, part by part; or what keeps it from being read. */
export async function previewPlan(file: File, { plan: inForce }: FormGround): Promise<Preview> {
  if (file.size > mostPlanBytes) {
    const size = { name: file.name, size: byteWords(file.size), most: byteWords(mostPlanBytes) };
    return { isFault: true, lines: [say('file.tooLarge', size)] };
  }
  const { plan, problems } = readPlan(await file.text(), file.name);
  if (plan === undefined) {
    const lines = problems.slice(0, mostProblems).map((problem) => showProblem(problem));
    return { isFault: true, lines: [say('file.noPlan', { name: file.name }), ...lines] };
  }
  const differences = comparePlans(inForce, plan);
  if (differences.length === 0) return { isFault: true, lines: [say('file.samePlan', { name: file.name })] };
  const lines = differences.map(({ part, ids }) =>
    ids.length === 0 ? say('file.part', { part }) : say('file.partIds', { part, ids: ids.join(', ') }),
  );
  return { isFault: false, lines: [say('file.changes', { name: file.name }), ...lines] };
}
