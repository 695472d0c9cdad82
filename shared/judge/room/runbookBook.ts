import { instantAt } from '../../base/instant.ts';
import { excerptOf } from '../../model/excerpt.ts';
import type { CommandRefusal } from '../../model/room/refusal.ts';
import type { CommandArgs, RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import type { RunbookReading } from '../../model/room/runbookReading.ts';
import { type Asker, type Book, type Decided, refuse, type RunbookDesk, type World } from './book.ts';
import { missingOwnership } from './missingOwnership.ts';
import { readPhase } from './readPhase.ts';
import { liveCheck, type Step } from './stepState.ts';

/** What was last done about a step. A step that nobody touched has none. */
export interface StepMark {
  readonly state: 'done' | 'skipped' | 'open' | 'redo';
  readonly at: number;
  readonly by: string;
  readonly note: string | null;
  /** Why it was skipped or reopened, or on what reason it was done although its check was not met. */
  readonly why: string | null;
}

/** Words of a person in a snapshot; the ledger has all of them. */
const mostWords = 160;

/** The runbook: what is done, by whom, and what is late. */
export class RunbookBook implements Book, RunbookDesk {
  readonly world: World;
  private readonly steps: ReadonlyMap<string, Step>;
  private readonly marks = new Map<string, StepMark>();

  constructor(world: World) {
    this.world = world;
    this.steps = new Map(world.plan.runbook.flatMap(({ steps }) => steps.map((step) => [step.id, step])));
  }

  isPhaseDone(phase: string): boolean {
    const steps = this.world.plan.runbook.filter((one) => one.phase === phase).flatMap((one) => one.steps);
    return steps.length > 0 && steps.every(({ id }) => this.isFinished(id));
  }

  apply({ kind, body, at, actor }: RoomRow): void {
    const by = actor.name;
    if (kind === 'step.finished') {
      const { note, override } = body;
      this.mark(body.step, { state: 'done', at, by, note: short(note), why: short(override) });
    } else if (kind === 'step.skipped') {
      this.mark(body.step, { state: 'skipped', at, by, note: null, why: short(body.reason) });
    } else if (kind === 'step.reopened') {
      this.mark(body.step, { state: 'open', at, by, note: null, why: short(body.reason) });
    } else if (kind === 'clock.recycled') this.redoFrom(body.toMs, at, by, body.reason);
  }

  advance(_tick: number): void {
    // A step is done by people: time only makes it late.
  }

  due(_tick: number): readonly RoomFact[] {
    return [];
  }

  finish({ step, note, override }: CommandArgs<'step.finish'>, { actor }: Asker): Decided {
    const found = this.stepOf(step, actor.role, 'finish');
    if ('code' in found) return found;
    const state = this.marks.get(step)?.state;
    if (state === 'done') return refuse('already_done', `Step ${step} is done already.`);
    if (state === 'skipped') return refuse('bad_request', `Step ${step} was skipped; reopen it before you finish it.`);
    const check = liveCheck(found.step, this.world);
    // Where its check is met there is nothing to override.
    if (check === undefined || check.state === 'met') return [{ kind: 'step.finished', body: { step, note } }];
    if (override !== undefined) return [{ kind: 'step.finished', body: { step, note, override } }];
    return refuse(
      check.state === 'unknown' ? 'criterion_unknown' : 'criterion_not_met',
      `${check.why} Wait until the check of step ${step} is met, or override it with a reason.`,
    );
  }

  skip({ step, reason }: CommandArgs<'step.skip'>, { actor }: Asker): Decided {
    const found = this.stepOf(step, actor.role, 'skip');
    if ('code' in found) return found;
    const state = this.marks.get(step)?.state;
    if (state === 'skipped') return refuse('already_done', `Step ${step} is skipped already.`);
    if (state === 'done') return refuse('bad_request', `Step ${step} is done; reopen it before you skip it.`);
    return [{ kind: 'step.skipped', body: { step, reason } }];
  }

  reopen({ step, reason }: CommandArgs<'step.reopen'>, { actor }: Asker): Decided {
    const found = this.stepOf(step, actor.role, 'reopen');
    if ('code' in found) return found;
    if (!this.isFinished(step)) return refuse('already_done', `Step ${step} is open.`);
    return [{ kind: 'step.reopened', body: { step, reason } }];
  }

  read(): RunbookReading {
    return { phases: this.world.plan.runbook.map((phase) => readPhase(phase, this.marks, this.world)) };
  }

  save(): unknown {
    return [...this.marks];
  }

  load(saved: unknown): void {
    this.marks.clear();
    for (const [step, mark] of saved as [string, StepMark][]) this.marks.set(step, mark);
  }

  private mark(step: string, mark: StepMark): void {
    if (this.steps.has(step)) this.marks.set(step, mark);
  }

  private isFinished(step: string): boolean {
    const state = this.marks.get(step)?.state;
    return state === 'done' || state === 'skipped';
  }

  /** The clock was returned to a mark: what is due from there on and was done is to be done again. */
  private redoFrom(toMs: number, at: number, by: string, reason: string): void {
    const { t0 } = this.world.plan.launch;
    for (const [id, { due }] of this.steps) {
      if (due === undefined || instantAt(due, t0) - t0 < toMs || this.marks.get(id)?.state !== 'done') continue;
      this.mark(id, { state: 'redo', at, by, note: null, why: short(`The clock was recycled: ${reason}`) });
    }
  }

  private stepOf(id: string, role: string, verb: string): { readonly step: Step } | CommandRefusal {
    const step = this.steps.get(id);
    if (step === undefined) return refuse('not_found', `The plan has no step ${id}; name a step of its runbook.`);
    return missingOwnership(this.world, role, step.owner, 'call', `${verb} step ${id}`) ?? { step };
  }
}

function short(text: string | undefined): string | null {
  return text === undefined ? null : excerptOf(text, mostWords);
}
