import type { Plan } from '../../model/plan.ts';
import type { RoomRow } from '../../model/room/roomFact.ts';
import type { ExperimentBook } from '../experimentBook.ts';
import { sharesKey, type SharesInForce, tellShares } from '../tellShares.ts';
import type { Book } from './book.ts';

/**
 * What the arms of the plan's experiments should get: the shares follow the ramp, cell by cell, as it is in force, not as
 * it is ordered. While an order waits for its confirmation nobody knows who gets what, and the arms are not judged.
 */
export class ArmShareBook implements Book {
  private readonly plan: Plan;
  private readonly experiments: ExperimentBook;
  private readonly inForce: () => SharesInForce;
  /** What was told last; '' before the first time. */
  private told = '';

  constructor(plan: Plan, experiments: ExperimentBook, inForce: () => SharesInForce) {
    this.plan = plan;
    this.experiments = experiments;
    this.inForce = inForce;
  }

  apply({ kind }: RoomRow): void {
    if (kind.startsWith('order.')) this.follow();
  }

  advance(): void {
    this.follow();
  }

  due(): readonly [] {
    return [];
  }

  save(): unknown {
    return this.told;
  }

  load(saved: unknown): void {
    this.told = typeof saved === 'string' ? saved : '';
  }

  private follow(): void {
    if (Object.keys(this.plan.experiments).length === 0 || this.plan.ramp === undefined) return;
    const cells = this.inForce();
    const found = sharesKey(cells);
    if (found === this.told) return;
    this.told = found;
    tellShares(this.plan, this.experiments, cells);
  }
}
