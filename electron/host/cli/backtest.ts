import { buildCurve } from '../../../shared/judge/backtest/curve.ts';
import { curveWords } from '../../../shared/judge/backtest/curveWords.ts';
import { sweepPoints } from '../../../shared/judge/backtest/sweepPoints.ts';
import { isRight, showAccount } from './backtestAccount.ts';
import { loadAnswers } from './backtestAnswers.ts';
import { type BacktestCall, readBacktestCall } from './backtestCall.ts';
import { showCurve } from './backtestCurve.ts';
import { toDocumentPoint, writeBacktest } from './backtestDocument.ts';
import { writeCurveFiles } from './backtestFiles.ts';
import { type TestCase, testPlans, testSweep } from './backtestRun.ts';
import { type CommandIo, Refusal } from './command.ts';
import { changePlan } from './judgeCall.ts';
import type { LoadedPlan } from './loadPlan.ts';
import { refuseExisting } from './refuseExisting.ts';
import { openTested, planOf } from './testedSource.ts';
import { writeTexts } from './writeTexts.ts';

/**
 * `holdpoint backtest`: a plan held against recordings and sessions of which it is known what should be found in them. Exit codes: 0
 * everything was found and nothing else fired, or a curve was made; 1 it was not so, or a file is wrong; 2 the call is
 * wrong; 3 a file could not be read, or the work was interrupted.
 */
export async function backtest(argv: string[], io: CommandIo): Promise<number> {
  const call = readBacktestCall(argv);
  const { csv, svg, force } = call.files;
  for (const file of [csv, svg]) if (file !== undefined) await refuseExisting(file, force);
  const sources = await Promise.all(call.recordings.map((path) => openTested(path)));
  const plan = await planOf(call.plan, sources, (text) => io.err(text));
  const expected = await loadAnswers(plan, sources, call.expects);
  const recordings = sources.map(({ recording }) => recording);
  const given: TestCase = { recordings, expected };
  return call.sweeps.length > 0 ? makeCurve(call, plan, given, io) : holdAgainst(call, plan, given, io);
}

async function makeCurve(call: BacktestCall, plan: LoadedPlan, given: TestCase, io: CommandIo): Promise<number> {
  const sweep = sweepPoints(plan.plan, call.sweeps);
  if (typeof sweep === 'string') throw new Refusal(2, `--sweep: ${sweep}`);
  const tested = await testSweep(plan.plan, sweep, given, io);
  const scores = sweep.points.map((_, place) => tested.flatMap((one) => one.scores[place]?.triggers ?? []));
  const curve = buildCurve(plan.plan, sweep, scores);
  const says = curveWords(curve, sweep.numbers, tested.length);
  await writeCurveFiles(call.files, { plan, sweep, curve, tested, says }, io);
  await writeTexts(
    call.json
      ? writeBacktest(plan, sweep, curve.map(toDocumentPoint), tested, says)
      : showCurve(plan, sweep, curve, tested, io.paint),
    io,
  );
  return 0;
}

async function holdAgainst(call: BacktestCall, plan: LoadedPlan, given: TestCase, io: CommandIo): Promise<number> {
  const changed = changePlan(plan.plan, call.set);
  for (const doubt of changed?.doubts ?? []) io.err(`With ${call.set.join(' ')}: ${doubt}\n`);
  const plans = changed === undefined ? [plan.plan] : [plan.plan, changed.plan];
  const tested = await testPlans(plans, given, io);
  const points = plans.map((_, place) => ({
    set: place === 0 ? [] : call.set,
    values: [],
    isOwn: place === 0,
    refusal: place === 0 ? undefined : changed?.doubts[0],
  }));
  await writeTexts(
    call.json ? writeBacktest(plan, undefined, points, tested, []) : showAccount(plan, changed, tested, io.paint),
    io,
  );
  const last = tested.flatMap(({ scores }) => scores.at(-1) ?? []);
  return last.every(isRight) ? 0 : 1;
}
