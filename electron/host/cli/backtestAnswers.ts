import { basename, dirname, join } from 'node:path';
import { markAnswers } from '../../../shared/judge/backtest/markAnswers.ts';
import { type RightAnswer, rightAnswers } from '../../../shared/judge/backtest/rightAnswers.ts';
import type { JudgedSpan } from '../../../shared/judge/backtest/scoreTriggers.ts';
import { type Problem, printable, showPath, showProblem } from '../../../shared/model/problem.ts';
import { readScenario } from '../../../shared/model/readScenario.ts';
import { checkAnswers } from '../../engine/source/simulator/checkAnswers.ts';
import { buildTimeline, momentMs } from '../../engine/source/simulator/timeline.ts';
import { Refusal } from './command.ts';
import type { LoadedPlan } from './loadPlan.ts';
import { readTextFile } from './readTextFile.ts';
import { showUtc } from './showTimes.ts';
import type { TestedSource } from './testedSource.ts';

/** Four times the characters that a scenario may have, for those that take several bytes. */
const mostBytes = 4_194_304;

/** What a recording should be found to hold. */
export interface LoadedAnswers {
  /** The scenario that they stand in, or the session whose marks they are. */
  readonly path: string;
  readonly answers: readonly RightAnswer[];
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * The right answers for each recording: of the scenarios that were named, one for all or one for each; else the marks that
 * people set in a session; else of `scenario.yaml` beside the plan, as a launch's folder has it. Throws `Refusal` where
 * there are none.
 */
export async function loadAnswers(
  plan: LoadedPlan,
  sources: readonly TestedSource[],
  named: readonly string[],
): Promise<readonly LoadedAnswers[]> {
  const [only, ...others] = named.length > 0 ? named : [join(dirname(plan.path), 'scenario.yaml')];
  if (others.length > 0) return Promise.all(named.map((path) => loadScenario(path, plan, true)));
  const marked = sources.map((source) => (named.length > 0 ? undefined : markedAnswers(source, plan)));
  if (marked.every((one) => one !== undefined)) return marked;
  const loaded = await loadScenario(only ?? '', plan, named.length > 0);
  return marked.map((one) => one ?? loaded);
}

async function loadScenario(path: string, plan: LoadedPlan, isNamed: boolean): Promise<LoadedAnswers> {
  const file = await readTextFile(path, mostBytes);
  if (file.kind === 'unreadable') throw isNamed ? new Refusal(3, file.text) : withoutAnswers(`${path} is not there`);
  if (file.kind === 'refused') throw new Refusal(1, `${path} ${file.text}`);
  const read = readScenario(file.text, path);
  if (read.scenario === undefined) throw refuse(read.problems);
  const { scenario } = read;
  if (!isNamed && scenario.plan !== basename(plan.path))
    throw withoutAnswers(`${path} is the scenario of ${printable(scenario.plan, 80)}`);
  const timeline = buildTimeline(scenario, plan.plan);
  const wrong = checkAnswers(scenario, plan.plan, timeline)
    .filter(({ level, path: [part, , key] }) => level === 'error' && part === 'expects' && key !== 'role')
    .map(({ level, code, path: place, text }): Problem => {
      return { level, code, file: path, path: showPath(place), ...read.positionOf(place), text };
    });
  if (wrong.length > 0) throw refuse(wrong);
  const answers = rightAnswers(scenario, plan.plan, (moment) => momentMs(moment, timeline));
  return { path, answers, startMs: timeline.startMs, endMs: timeline.endMs };
}

/** Undefined where nobody has marked anything: that is no word on whether there was anything to find. */
function markedAnswers({ recording, session }: TestedSource, { plan }: LoadedPlan): LoadedAnswers | undefined {
  const answers = markAnswers(session?.marks ?? [], plan).map(({ answer }) => answer);
  if (answers.length === 0) return undefined;
  return { path: `the marks in ${recording.path}`, answers, startMs: -Infinity, endMs: Infinity };
}

/** A recording may be a part of its scenario; what arrived late makes it a little longer. */
const mostBeyondMs = 600_000;

/** Throws where the recording goes beyond the scenario: then its answers are those of another day. */
export function assertOfScenario(recording: string, judged: JudgedSpan | undefined, expected: LoadedAnswers): void {
  if (judged === undefined)
    throw new Refusal(
      1,
      `No second of ${recording} could be judged: there is nothing to hold against the right answers.`,
    );
  const { path, startMs, endMs } = expected;
  if (judged.firstMs >= startMs - mostBeyondMs && judged.lastMs <= endMs + mostBeyondMs) return;
  throw new Refusal(
    2,
    `${recording} goes from ${showUtc(judged.firstMs)} to ${showUtc(judged.lastMs)}, and ${path} from ${showUtc(startMs)} to ${showUtc(endMs)}: name the scenario of this recording with --expects.`,
  );
}

function withoutAnswers(why: string): Refusal {
  return new Refusal(
    2,
    `There are no right answers to hold the recording against, for ${why}: name a scenario with --expects; its expects say which trigger fires by when.`,
  );
}

function refuse(problems: readonly Problem[]): Refusal {
  return new Refusal(1, problems.map(showProblem).join('\n'));
}
