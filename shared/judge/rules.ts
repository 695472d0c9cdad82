import type { Condition } from '../model/planConditions.ts';
import type { Plan } from '../model/plan.ts';
import type { Does, Trigger } from '../model/planTriggers.ts';
import type { Labels } from '../model/series.ts';
import { BudgetCondition } from './conditions/budgetCondition.ts';
import { BurnCondition } from './conditions/burnCondition.ts';
import { CompoundCondition } from './conditions/compoundCondition.ts';
import type { Asked, LiveCondition } from './conditions/condition.ts';
import { CusumCondition } from './conditions/cusumCondition.ts';
import { EvidenceCondition, type EvidenceSight } from './conditions/evidenceCondition.ts';
import { EventCondition } from './conditions/eventCondition.ts';
import { ExperimentCondition } from './conditions/experimentCondition.ts';
import { ForecastCondition } from './conditions/forecastCondition.ts';
import { LevelCondition } from './conditions/levelCondition.ts';
import { AlwaysValidRatioCondition, WindowRatioCondition } from './conditions/ratioCondition.ts';
import { ProxyCondition } from './conditions/proxyCondition.ts';
import { LiveCriterion } from './criterion.ts';
import type { EventLog } from './eventLog.ts';
import type { ExperimentBook } from './experimentBook.ts';
import type { ForecastBook } from './forecastBook.ts';
import { endlessSpan, type IndicatorBook, windowSpan } from './indicatorBook.ts';
import type { Reading } from './reading.ts';
import { leaves } from './planWindows.ts';
import { cellsOf } from './selector.ts';
import { type AskedOf, RuleUsage } from './ruleUsage.ts';
import { alertPairs, sloOf } from './slo.ts';
import type { SloBook } from './sloBook.ts';
import { rampCellsOf } from './room/rampCell.ts';
import { LiveTrigger } from './trigger.ts';

/** The rooms in which conditions find what they compare. */
export interface Sources {
  readonly plan: Plan;
  readonly indicators: IndicatorBook;
  readonly slos: SloBook;
  readonly experiments: ExperimentBook;
  readonly forecasts: ForecastBook;
  readonly events: EventLog;
  /** What a session knows of evidence; undefined where there is no session, and rules on evidence are left out. */
  readonly evidence: EvidenceSight | undefined;
}

/** The plan's triggers and criteria, one instance a cell, in the order in which they are judged. */
export interface Rules {
  readonly triggers: readonly LiveTrigger[];
  readonly criteria: readonly LiveCriterion[];
  /** Ids of polls, and of rules on evidence: only a session can judge them. */
  readonly unjudged: readonly string[];
  /** The same without rules on evidence, which are judged when people are there. */
  readonly withoutEvidence: {
    readonly triggers: readonly LiveTrigger[];
    readonly criteria: readonly LiveCriterion[];
  };
  readonly asked: ReadonlyMap<string, AskedOf>;
  /** Cells of the rules on each objective. */
  readonly sloCells: ReadonlyMap<string, ReadonlyMap<string, Labels>>;
}

/** For rules without a window. */
const defaultProxyWindowMs = 300_000;

export function createRules(sources: Sources): Rules {
  const { plan } = sources;
  const usage = new RuleUsage(plan);
  const triggers: LiveTrigger[] = [];
  const criteria: LiveCriterion[] = [];
  const unjudged = Object.keys(plan.polls);
  const onEvidence = new Set<LiveTrigger | LiveCriterion>();
  for (const [id, trigger] of Object.entries(plan.triggers)) {
    const needsEvidence = asksForEvidence(trigger.when);
    if (needsEvidence) unjudged.push(id);
    if (needsEvidence && sources.evidence === undefined) continue;
    for (const cell of cellsOf(trigger.scope.each, plan.dimensions)) {
      const condition = liveCondition(sources, trigger.when, askedBy(trigger, cell));
      const told = withProxy(sources, trigger.when, trigger.proxy, condition, cell);
      const live = new LiveTrigger(id, trigger, cell, told, isTotal(plan, trigger.when));
      live.waveCells = waveCellsOf(plan, trigger.does);
      triggers.push(live);
      if (needsEvidence) onEvidence.add(live);
    }
    usage.note(trigger.when, trigger.scope);
  }
  for (const [id, criterion] of Object.entries(plan.criteria)) {
    const holds: Condition = criterion.holds ?? { kind: 'evidence', evidence: criterion.evidence ?? [] };
    const needsEvidence = asksForEvidence(holds);
    if (needsEvidence) unjudged.push(id);
    if (needsEvidence && sources.evidence === undefined) continue;
    for (const cell of cellsOf(criterion.scope.each, plan.dimensions)) {
      const asked: Asked = { ...pointwise(cell), minimum: criterion.minimum?.n };
      const condition = liveCondition(sources, holds, asked);
      const live = new LiveCriterion(id, criterion, cell, withProxy(sources, holds, criterion.proxy, condition, cell));
      criteria.push(live);
      if (needsEvidence) onEvidence.add(live);
    }
    usage.note(holds, criterion.scope);
  }
  usage.noteAlerts();
  const withoutEvidence = {
    triggers: triggers.filter((one) => !onEvidence.has(one)),
    criteria: criteria.filter((one) => !onEvidence.has(one)),
  };
  return { triggers, criteria, unjudged, withoutEvidence, asked: usage.asked, sloCells: usage.sloCells };
}

/** A count of what has happened: it stays above its limit however it is answered. */
function isTotal(plan: Plan, condition: Condition): boolean {
  return condition.kind === 'level' && plan.indicators[condition.indicator]?.kind === 'total';
}

function askedBy(trigger: Trigger, cell: Labels): Asked {
  const acts = trigger.does.kind === 'rollback' || trigger.arm !== 'advise';
  return {
    cell,
    evidence: trigger.evidence ?? (acts ? 'bound' : 'point'),
    confidence: trigger.confidence,
    minimum: trigger.minimum?.n,
    clearUnder: trigger.clear?.under,
    clearOver: trigger.clear?.over,
    hasClearLevel: true,
    nots: 0,
  };
}

function pointwise(cell: Labels): Asked {
  return {
    cell,
    evidence: 'point',
    confidence: undefined,
    minimum: undefined,
    clearUnder: undefined,
    clearOver: undefined,
    hasClearLevel: false,
    nots: 0,
  };
}

/** The rule's own proxy, or that of the first indicator in it that has one, over the same window and up to now. */
function withProxy(
  { plan, indicators }: Sources,
  asked: Condition,
  own: string | undefined,
  condition: LiveCondition,
  cell: Labels,
): LiveCondition {
  const terms = leaves(asked).flatMap(windowOf);
  const proxy = own ?? terms.map((term) => plan.indicators[term.indicator]?.proxy).find((id) => id !== undefined);
  if (proxy === undefined) return condition;
  const windowMs = terms[0]?.windowMs ?? defaultProxyWindowMs;
  return new ProxyCondition(condition, indicators.reading(proxy, cell, windowSpan(windowMs, 0)));
}

function windowOf(leaf: Condition): { indicator: string; windowMs: number | undefined }[] {
  if (leaf.kind === 'cusum') return [{ indicator: leaf.cusum, windowMs: leaf.every }];
  return leaf.kind === 'level' || leaf.kind === 'ratio' ? [{ indicator: leaf.indicator, windowMs: leaf.window }] : [];
}

function asksForEvidence(condition: Condition): boolean {
  switch (condition.kind) {
    case 'all':
      return condition.all.some(asksForEvidence);
    case 'any':
      return condition.any.some(asksForEvidence);
    case 'not':
      return asksForEvidence(condition.not);
    default:
      return condition.kind === 'evidence';
  }
}

function liveCondition(sources: Sources, condition: Condition, asked: Asked): LiveCondition {
  const part = (one: Condition): LiveCondition => liveCondition(sources, one, asked);
  const { indicators } = sources;
  const readingOf = (id: string, windowMs: number): Reading =>
    indicators.reading(id, asked.cell, windowSpan(windowMs, indicators.delayMs(id)));
  switch (condition.kind) {
    case 'all':
      return new CompoundCondition('all', condition.all.map(part));
    case 'any':
      return new CompoundCondition('any', condition.any.map(part));
    case 'not':
      return new CompoundCondition('not', [liveCondition(sources, condition.not, { ...asked, nots: asked.nots + 1 })]);
    case 'level':
      return new LevelCondition(readingOf(condition.indicator, condition.window), condition, asked);
    case 'alert': {
      const slo = sloOf(sources.plan, condition.slo);
      const pair = alertPairs(slo).find((one) => one.id === condition.alert);
      if (pair === undefined)
        throw new Error(`Objective ${condition.slo} has no alert ${condition.alert}; lint says so.`);
      const long = readingOf(slo.indicator, pair.longMs);
      const short = readingOf(slo.indicator, pair.shortMs);
      return new BurnCondition({ objective: slo.objective, long, short, factor: pair.factor, over: true }, asked);
    }
    case 'burn': {
      const slo = sloOf(sources.plan, condition.slo);
      const long = readingOf(slo.indicator, condition.window);
      const over = condition.burnOver !== undefined;
      const factor = condition.burnOver ?? condition.burnUnder ?? 0;
      return new BurnCondition({ objective: slo.objective, long, short: undefined, factor, over }, asked);
    }
    case 'budget':
      return new BudgetCondition(sources.slos.budget(condition.slo), condition, asked);
    case 'ratio': {
      const terms = { ratioOver: condition.ratioOver, confidence: condition.confidence };
      if (condition.window !== undefined) {
        return new WindowRatioCondition({ ...terms, reading: readingOf(condition.indicator, condition.window) }, asked);
      }
      const reading = indicators.reading(condition.indicator, asked.cell, endlessSpan(-Infinity));
      return new AlwaysValidRatioCondition(
        { ...terms, reading },
        asked,
        indicators.arrivalSides(condition.indicator, asked.cell),
      );
    }
    case 'event':
      return new EventCondition(condition, asked, sources.events);
    case 'cusum':
      return new CusumCondition(readingOf(condition.cusum, condition.every), condition, asked);
    case 'experiment':
      return new ExperimentCondition(sources.experiments.experiment(condition.experiment), condition);
    case 'forecast':
      return new ForecastCondition(sources.forecasts.forecast(condition.forecast), condition, sources.plan.launch.t0);
    case 'evidence':
      if (sources.evidence === undefined) throw new Error('Rules on evidence are left to the session.');
      return new EvidenceCondition(condition.evidence, sources.evidence);
  }
}

function waveCellsOf(plan: Plan, does: Does): readonly Labels[] {
  if (does.kind !== 'rollback' || does.rollback === 'cell' || does.rollback === 'launch') return [];
  return rampCellsOf(plan).flatMap(({ cell, wave }) => (wave.id === does.rollback ? [cell] : []));
}
