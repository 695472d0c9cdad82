import { mostSnapshotBytes, type WholeRoom, type WireSnapshot } from '../../../shared/contract/wireRoom.ts';
import { cellKey } from '../../../shared/judge/selector.ts';
import type { Labels } from '../../../shared/model/series.ts';

type WireJudged = NonNullable<WireSnapshot['judged']>;
type Rule = WireJudged['triggers'][number] | WireJudged['criteria'][number];

/** Some of a snapshot's frame and of what a client may add around it. */
const frameBytes = 256;

/**
 * The snapshot for the stream: whole where it fits, else shorter by one step after the other, always in this order, so that
 * the same room is always shortened in the same way. What needs nobody goes first.
 */
export function compactSnapshot(room: WholeRoom, mostBytes = mostSnapshotBytes): WireSnapshot {
  let snapshot: WireSnapshot = { ...room, leftOut: [] };
  for (const step of steps) {
    if (fits(snapshot, mostBytes)) return snapshot;
    const { judged } = snapshot;
    if (judged === null) break;
    const shorter = step(judged);
    if (shorter === undefined) continue;
    snapshot = { ...snapshot, judged: shorter.judged, leftOut: [...snapshot.leftOut, shorter.leftOut] };
  }
  if (fits(snapshot, mostBytes)) return snapshot;
  snapshot = leaveCosts(snapshot);
  if (fits(snapshot, mostBytes)) return snapshot;
  return { ...snapshot, room: null, leftOut: [...snapshot.leftOut, 'what people have done: ask for room.now'] };
}

function leaveCosts(snapshot: WireSnapshot): WireSnapshot {
  const { room } = snapshot;
  if (room === null) return snapshot;
  const cells = room.ramp.cells.map(({ next, ...cell }) => ({
    ...cell,
    next: next === null ? null : { ...next, cost: null },
  }));
  return {
    ...snapshot,
    room: { ...room, ramp: { ...room.ramp, cells } },
    leftOut: [...snapshot.leftOut, 'what the next step of the ramp costs'],
  };
}

function fits(snapshot: WireSnapshot, mostBytes: number): boolean {
  return Buffer.byteLength(JSON.stringify(snapshot)) + frameBytes <= mostBytes;
}

type Step = (judged: WireJudged) => { readonly judged: WireJudged; readonly leftOut: string } | undefined;

const steps: readonly Step[] = [
  leaveWordsOfQuiet,
  leaveIndicatorsOfQuietCells,
  leaveBudgetsOfQuietCells,
  leaveQuietRules,
  leaveIndicatorsOfCells,
  leaveAllWords,
  (judged) => keepRules(judged, 200),
  (judged) => keepRules(judged, 50),
  leaveBudgetsOfCells,
  leaveGuardrails,
  keepReasons,
  leaveNumbers,
];

/** Nobody has to look at it: a trigger that is off, a criterion that passes. */
function isQuiet(rule: Rule): boolean {
  return 'frozen' in rule ? rule.state === 'ok' && !rule.frozen : rule.state === 'pass';
}

function leaveWordsOfQuiet(judged: WireJudged): ReturnType<Step> {
  const rules = [...judged.triggers, ...judged.criteria].filter(isQuiet).length;
  if (rules === 0) return undefined;
  const quieten = <One extends Rule>(rule: One): One => (isQuiet(rule) ? wordless(rule) : rule);
  return {
    judged: { ...judged, triggers: judged.triggers.map(quieten), criteria: judged.criteria.map(quieten) },
    leftOut: `the reasons of ${rules} triggers that are off and criteria that pass`,
  };
}

function leaveIndicatorsOfQuietCells(judged: WireJudged): ReturnType<Step> {
  const loud = loudCells(judged);
  return keepIndicators(judged, (cell) => loud.has(cellKey(cell)), 'of cells in which all is quiet');
}

function leaveIndicatorsOfCells(judged: WireJudged): ReturnType<Step> {
  return keepIndicators(judged, (cell) => cellKey(cell) === '', 'of cells');
}

function keepIndicators(judged: WireJudged, isKept: (cell: Labels) => boolean, which: string): ReturnType<Step> {
  let left = 0;
  const indicators = mapRecord(judged.indicators, (readings) => {
    const kept = readings.filter(({ cell }) => isKept(cell));
    left += readings.length - kept.length;
    return kept;
  });
  return left === 0 ? undefined : { judged: { ...judged, indicators }, leftOut: `${left} indicator readings ${which}` };
}

function leaveBudgetsOfQuietCells(judged: WireJudged): ReturnType<Step> {
  const loud = loudCells(judged);
  return keepBudgets(judged, (cell) => loud.has(cellKey(cell)), 'of cells in which all is quiet');
}

function leaveBudgetsOfCells(judged: WireJudged): ReturnType<Step> {
  return keepBudgets(judged, (cell) => cellKey(cell) === '', 'of cells');
}

function keepBudgets(judged: WireJudged, isKept: (cell: Labels) => boolean, which: string): ReturnType<Step> {
  let left = 0;
  const slos = mapRecord(judged.slos, (readings) => {
    const kept = readings.filter(({ cell }) => isKept(cell));
    left += readings.length - kept.length;
    return kept;
  });
  return left === 0 ? undefined : { judged: { ...judged, slos }, leftOut: `${left} burn readings ${which}` };
}

function leaveQuietRules(judged: WireJudged): ReturnType<Step> {
  const isShown = (rule: Rule): boolean => !isQuiet(rule) || cellKey(rule.cell) === '';
  const triggers = judged.triggers.filter(isShown);
  const criteria = judged.criteria.filter(isShown);
  const left = judged.triggers.length - triggers.length + judged.criteria.length - criteria.length;
  if (left === 0) return undefined;
  return {
    judged: { ...judged, triggers, criteria },
    leftOut: `${left} triggers that are off and criteria that pass, each in a cell`,
  };
}

function leaveAllWords(judged: WireJudged): ReturnType<Step> {
  const { triggers, criteria } = judged;
  return {
    judged: { ...judged, triggers: triggers.map(wordless), criteria: criteria.map(wordless) },
    leftOut: 'the reasons of all triggers and criteria',
  };
}

/** What is worst comes first, and the plan's order decides among equals. */
const urgency = ['firing', 'fail', 'pending', 'unknown', 'maturing', 'waived', 'handled', 'ok', 'pass'];

function keepRules(judged: WireJudged, most: number): ReturnType<Step> {
  const triggers = keepWorst(judged.triggers, most);
  const criteria = keepWorst(judged.criteria, most);
  const left = judged.triggers.length - triggers.length + judged.criteria.length - criteria.length;
  if (left === 0) return undefined;
  return { judged: { ...judged, triggers, criteria }, leftOut: `${left} triggers and criteria that are less urgent` };
}

function keepWorst<One extends Rule>(rules: readonly One[], most: number): readonly One[] {
  if (rules.length <= most) return rules;
  return [...rules].sort((a, b) => urgency.indexOf(a.state) - urgency.indexOf(b.state)).slice(0, most);
}

function leaveGuardrails(judged: WireJudged): ReturnType<Step> {
  if (Object.keys(judged.experiments).length === 0) return undefined;
  const experiments = mapRecord(judged.experiments, (experiment) => ({ ...experiment, guardrails: [] }));
  return { judged: { ...judged, experiments }, leftOut: 'the guardrails of experiments' };
}

const mostReasons = 20;

function keepReasons(judged: WireJudged): ReturnType<Step> {
  const { reasons, scopes } = judged;
  const left = Math.max(0, reasons.length - mostReasons) + Math.max(0, scopes.length - mostReasons);
  if (left === 0) return undefined;
  return {
    judged: { ...judged, reasons: reasons.slice(0, mostReasons), scopes: scopes.slice(0, mostReasons) },
    leftOut: `${left} reasons and scopes of the call`,
  };
}

function leaveNumbers(judged: WireJudged): ReturnType<Step> {
  return {
    judged: { ...judged, indicators: {}, slos: {}, experiments: {}, forecasts: {}, dependencies: {} },
    leftOut: 'all numbers: ask for room.now',
  };
}

function loudCells({ triggers, criteria }: WireJudged): Set<string> {
  const loud = [...triggers, ...criteria].filter((rule) => !isQuiet(rule));
  return new Set(['', ...loud.map(({ cell }) => cellKey(cell))]);
}

function wordless<One extends Rule>(rule: One): One {
  const { why: _why, ...rest } = rule;
  return rest as One;
}

function mapRecord<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
