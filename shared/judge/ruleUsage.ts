import type { Plan } from '../model/plan.ts';
import type { Condition } from '../model/planConditions.ts';
import type { Scope } from '../model/planTriggers.ts';
import type { Labels } from '../model/series.ts';
import { leaves } from './planWindows.ts';
import { cellKey, cellsOf } from './selector.ts';
import { alertPairs, sloOf } from './slo.ts';

/** What the rules ask of one indicator: for display, each window in each cell. */
export interface AskedOf {
  readonly windowsMs: Set<number>;
  readonly cells: Map<string, Labels>;
}

/** Which windows and cells the rules use, so that a snapshot shows just those. */
export class RuleUsage {
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
    for (const leaf of leaves(condition)) this.noteLeaf(leaf, scope);
  }

  private noteLeaf(condition: Condition, scope: Scope): void {
    switch (condition.kind) {
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
