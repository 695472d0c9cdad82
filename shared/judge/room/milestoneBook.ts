import { instantAt } from '../../base/instant.ts';
import { excerptOf } from '../../model/excerpt.ts';
import type { MilestoneReading } from '../../model/room/milestoneReading.ts';
import type { CommandRefusal } from '../../model/room/refusal.ts';
import type { CommandArgs, RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import { countWords } from '../words.ts';
import { type Asker, type Book, type Decided, refuse, type World } from './book.ts';
import { criticalPath, slackOf, type Span } from './criticalPath.ts';
import { milestoneConflicts } from './milestoneConflicts.ts';
import { missingOwnership } from './missingOwnership.ts';
import { momentWords } from './momentWords.ts';

interface SavedMilestones {
  readonly reached: readonly (readonly [milestone: string, at: number])[];
  /** Where those begin that were moved. */
  readonly moved: readonly (readonly [milestone: string, fromAt: number])[];
}

const weekMs = 7 * 86_400_000;
const mostConflicts = 8;

/** Readiness: what is reached before the day, what is late, and what does not fit. */
export class MilestoneBook implements Book {
  readonly world: World;
  private readonly reached = new Map<string, number>();
  private readonly moved = new Map<string, number>();

  constructor(world: World) {
    this.world = world;
  }

  apply({ kind, body, at }: RoomRow): void {
    if (kind === 'milestone.reached') this.reached.set(body.milestone, at);
    else if (kind === 'milestone.moved') this.moved.set(body.milestone, body.toAt);
  }

  advance(_tick: number): void {
    // Time only makes a milestone late.
  }

  due(_tick: number): readonly RoomFact[] {
    return [];
  }

  reach({ milestone, note }: CommandArgs<'milestone.reach'>, { actor }: Asker): Decided {
    const missing = this.mayNot(milestone, actor.role, 'declare', 'reached');
    return missing ?? [{ kind: 'milestone.reached', body: { milestone, note } }];
  }

  move({ milestone, toAt, reason }: CommandArgs<'milestone.move'>, { actor }: Asker): Decided {
    const missing = this.mayNot(milestone, actor.role, 'move');
    if (missing !== undefined) return missing;
    if (this.spans().find(({ id }) => id === milestone)?.fromMs === toAt) {
      return refuse('already_done', `Milestone ${milestone} is at ${this.words(toAt)} already.`);
    }
    return [{ kind: 'milestone.moved', body: { milestone, toAt, reason } }];
  }

  read(): MilestoneReading {
    const { plan } = this.world;
    const spans = this.spans();
    const slack = slackOf(spans, plan.launch.t0);
    const path = criticalPath(spans);
    const milestones = spans.map((span) => this.readOne(span, slack.get(span.id) ?? 0, path.includes(span.id)));
    // What is reached needs no capacity any more, and its dates are history.
    const live = spans.filter(({ id }) => this.reachedAt(id) === undefined);
    const conflicts = milestoneConflicts(live, plan.capacity, slack, plan.launch.t0).slice(0, mostConflicts);
    const { evidence, passed } = this.readEvidence();
    const lateCount = milestones.filter(({ state }) => state === 'late').length;
    const lateEvidence = evidence.filter(({ late }) => late).length;
    return {
      milestones,
      criticalPath: path,
      conflicts,
      evidence,
      evidencePassed: passed,
      says: `${spans.length - live.length} of ${countWords(spans.length, 'milestone')} reached, ${lateCount} late; ${lateEvidence} of ${evidence.length + passed} evidence late.`,
    };
  }

  save(): unknown {
    const saved: SavedMilestones = { reached: [...this.reached], moved: [...this.moved] };
    return saved;
  }

  load(saved: unknown): void {
    const { reached, moved } = saved as SavedMilestones;
    this.reached.clear();
    this.moved.clear();
    for (const [id, at] of reached) this.reached.set(id, at);
    for (const [id, at] of moved) this.moved.set(id, at);
  }

  /** By the word of the room, or by that of a plan that was written later. */
  private reachedAt(id: string): number | undefined {
    const { plan, nowMs } = this.world;
    const written = plan.milestones[id]?.reached;
    const writtenAt = written === undefined ? undefined : instantAt(written, plan.launch.t0);
    return this.reached.get(id) ?? (writtenAt !== undefined && writtenAt <= nowMs ? writtenAt : undefined);
  }

  /** Milestones of the plan with the dates that hold now. */
  private spans(): Span[] {
    return Object.keys(this.world.plan.milestones).map((id) => this.spanOf(id, this.moved.get(id)));
  }

  private spanOf(id: string, movedTo: number | undefined): Span {
    const { milestones, launch } = this.world.plan;
    const milestone = milestones[id];
    const from = milestone?.at ?? milestone?.from;
    const fromMs = movedTo ?? (from === undefined ? launch.t0 : instantAt(from, launch.t0));
    const toMs = fromMs + (milestone?.lasts ?? 0);
    return { id, fromMs, toMs, needs: milestone?.needs ?? [], uses: milestone?.uses };
  }

  private readOne(
    { id, fromMs, toMs }: Span,
    slackMs: number,
    critical: boolean,
  ): MilestoneReading['milestones'][number] {
    const { plan, nowMs } = this.world;
    const milestone = plan.milestones[id];
    const reachedAt = this.reachedAt(id) ?? null;
    const begins = fromMs === toMs ? fromMs - weekMs : fromMs;
    const open = nowMs > toMs ? 'late' : nowMs >= begins ? 'due' : 'ahead';
    return {
      id,
      says: excerptOf(milestone?.says ?? id, 160),
      owner: milestone?.owner ?? null,
      from: fromMs,
      to: toMs,
      planned: this.moved.has(id) ? this.spanOf(id, undefined).toMs : null,
      state: reachedAt === null ? open : 'reached',
      reachedAt,
      slackMs,
      critical,
    };
  }

  private readEvidence(): { evidence: MilestoneReading['evidence']; passed: number } {
    const { plan, nowMs, evidence: desk } = this.world;
    const evidence: MilestoneReading['evidence'] = [];
    let passed = 0;
    for (const [id, { due, owner }] of Object.entries(plan.evidence)) {
      if (due === undefined) continue;
      const { state, why } = desk.stateOf(id);
      const dueAt = instantAt(due, plan.launch.t0);
      if (state === 'pass') passed += 1;
      else evidence.push({ id, owner: owner ?? null, due: dueAt, late: nowMs > dueAt, why: excerptOf(why, 160) });
    }
    return { evidence: evidence.sort((one, other) => one.due - other.due), passed };
  }

  private mayNot(id: string, role: string, verb: string, as = ''): CommandRefusal | undefined {
    const { milestones } = this.world.plan;
    const milestone = Object.hasOwn(milestones, id) ? milestones[id] : undefined;
    if (milestone === undefined) {
      return refuse('not_found', `The plan has no milestone ${id}; name one of its milestones.`);
    }
    const toDo = `${verb} milestone ${id}${as === '' ? '' : ` ${as}`}`;
    const missing = missingOwnership(this.world, role, milestone.owner, 'call', toDo);
    if (missing !== undefined) return missing;
    const at = this.reachedAt(id);
    return at === undefined
      ? undefined
      : refuse('already_done', `Milestone ${id} was reached at ${this.words(at)}; it stays so.`);
  }

  private words(atMs: number): string {
    return momentWords(atMs, this.world.plan.launch.t0);
  }
}
