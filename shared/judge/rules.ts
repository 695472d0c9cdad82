import type { Condition } from '../model/planConditions.ts';
import type { Plan } from '../model/plan.ts';
import type { Slo } from '../model/planIndicators.ts';
import type { Scope, Trigger } from '../model/planTriggers.ts';
import type { Labels } from '../model/series.ts';
import { BudgetCondition } from './conditions/budgetCondition.ts';
import { BurnCondition } from './conditions/burnCondition.ts';
import { CompoundCondition } from './conditions/compoundCondition.ts';
import type { Asked, LiveCondition } from './conditions/condition.ts';
import { CusumCondition } from './conditions/cusumCondition.ts';
import { EventCondition } from './conditions/eventCondition.ts';
import { ExperimentCondition } from './conditions/experimentCondition.ts';
import { ForecastCondition } from './conditions/forecastCondition.ts';
import { LevelCondition } from './conditions/levelCondition.ts';
import { AlwaysValidRatioCondition, WindowRatioCondition } from './conditions/ratioCondition.ts';
import { LiveCriterion } from './criterion.ts';
import type { EventLog } from './eventLog.ts';
import type { ExperimentBook } from './experimentBook.ts';
import type { ForecastBook } from './forecastBook.ts';
import { endlessSpan, type IndicatorBook, windowSpan } from './indicatorBook.ts';
import type { Reading } from './reading.ts';
import { cellKey, cellsOf } from './selector.ts';
import { alertPairs } from './slo.ts';
import type { SloBook } from './sloBook.ts';
import { LiveTrigger } from './trigger.ts';

/** The rooms in which conditions find what they compare. */
export interface Sources {
  readonly plan: Plan;
  readonly indicators: IndicatorBook;
  readonly slos: SloBook;
  readonly experiments: ExperimentBook;
  readonly forecasts: ForecastBook;
  readonly events: EventLog;
}

/** What the rules ask of one indicator: for display, each window in each cell. */
export interface AskedOf {
  readonly windowsMs: Set<number>;
  readonly cells: Map<string, Labels>;
}

/** The plan's triggers and criteria, one instance a cell, in the order in which they are judged. */
export interface Rules {
  readonly triggers: readonly LiveTrigger[];
  readonly criteria: readonly LiveCriterion[];
  /** Ids of polls, and of rules on evidence: only a session can judge them. */
  readonly unjudged: readonly string[];
  readonly asked: ReadonlyMap<string, AskedOf>;
  /** Cells of the rules on each objective. */
  readonly sloCells: ReadonlyMap<string, ReadonlyMap<string, Labels>>;
}

export function createRules(sources: Sources): Rules {
  const { plan } = sources;
  const usage = new Usage(plan);
  const triggers: LiveTrigger[] = [];
  const criteria: LiveCriterion[] = [];
  const unjudged = Object.keys(plan.polls);
  for (const [id, trigger] of Object.entries(plan.triggers)) {
    if (asksForEvidence(trigger.when)) {
      unjudged.push(id);
      continue;
    }
    for (const cell of cellsOf(trigger.scope.each, plan.dimensions)) {
      triggers.push(new LiveTrigger(id, trigger, cell, liveCondition(sources, trigger.when, askedBy(trigger, cell))));
    }
    usage.note(trigger.when, trigger.scope);
  }
  for (const [id, criterion] of Object.entries(plan.criteria)) {
    const { holds } = criterion;
    if (holds === undefined || asksForEvidence(holds)) {
      unjudged.push(id);
      continue;
    }
    for (const cell of cellsOf(criterion.scope.each, plan.dimensions)) {
      const asked: Asked = { ...pointwise(cell), minimum: criterion.minimum?.n };
      criteria.push(new LiveCriterion(id, criterion, cell, liveCondition(sources, holds, asked)));
    }
    usage.note(holds, criterion.scope);
  }
  usage.noteAlerts();
  return { triggers, criteria, unjudged, asked: usage.asked, sloCells: usage.sloCells };
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
    nots: 0,
  };
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
      throw new Error('Rules on evidence are left to the session.');
  }
}

export function sloOf(plan: Plan, id: string): Slo {
  const slo = plan.slos[id];
  if (slo === undefined) throw new Error(`The plan has no objective ${id}; lint says so before judging.`);
  return slo;
}

/** Which windows and cells the rules use, so that a snapshot shows just those. */
class Usage {
  readonly asked = new Map<string, AskedOf>();
  readonly sloCells = new Map<string, Map<string, Labels>>();
  private readonly plan: Plan;

  constructor(plan: Plan) {
    this.plan = plan;
    for (const id of Object.keys(plan.indicators)) {
      this.asked.set(id, { windowsMs: new Set(), cells: new Map([['', {}]]) });
    }
    for (const id of Object.keys(plan.slos)) this.sloCells.set(id, new Map([['', {}]]));
  }

  note(condition: Condition, scope: Scope): void {
    switch (condition.kind) {
      case 'all':
        for (const part of condition.all) this.note(part, scope);
        return;
      case 'any':
        for (const part of condition.any) this.note(part, scope);
        return;
      case 'not':
        this.note(condition.not, scope);
        return;
      case 'level':
        this.noteIndicator(condition.indicator, scope, condition.window);
        return;
      case 'ratio':
        this.noteIndicator(condition.indicator, scope, condition.window);
        return;
      case 'cusum':
        this.noteIndicator(condition.cusum, scope, condition.every);
        return;
      case 'alert':
      case 'budget':
      case 'burn':
        this.noteSlo(condition.slo, scope, condition.kind === 'burn' ? condition.window : undefined);
        return;
      default:
    }
  }

  /** The pairs of an objective are shown whether a rule uses them or not. */
  noteAlerts(): void {
    for (const slo of Object.values(this.plan.slos)) {
      const windowsMs = this.asked.get(slo.indicator)?.windowsMs;
      for (const pair of alertPairs(slo)) windowsMs?.add(pair.longMs).add(pair.shortMs);
    }
  }

  private noteSlo(id: string, scope: Scope, windowMs: number | undefined): void {
    const slo = sloOf(this.plan, id);
    this.noteIndicator(slo.indicator, scope, windowMs);
    for (const cell of cellsOf(scope.each, this.plan.dimensions)) this.sloCells.get(id)?.set(cellKey(cell), cell);
  }

  private noteIndicator(id: string, scope: Scope, windowMs: number | undefined): void {
    const asked = this.asked.get(id);
    if (windowMs !== undefined) asked?.windowsMs.add(windowMs);
    for (const cell of cellsOf(scope.each, this.plan.dimensions)) asked?.cells.set(cellKey(cell), cell);
  }
}
