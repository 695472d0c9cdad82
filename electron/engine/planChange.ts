import { isRefusal, refuse } from '../../shared/judge/room/book.ts';
import { decide } from '../../shared/judge/room/decide.ts';
import type { Judge } from '../../shared/judge/judge.ts';
import type { CommandOutcome, GivenCommand } from '../../shared/model/room/givenCommand.ts';
import type { HeadPipeline } from './headPipeline.ts';
import { readInputs } from './judgeUpTo.ts';
import { type PlanHistory, refusedChange } from './planHistory.ts';
import { UntoldRows } from './roomLedger.ts';
import type { Session } from './store/session.ts';

/** Seconds that are judged in one go while the head goes on. */
const sliceTicks = 128;

/** What a change of the plan needs of the engine. */
export interface ChangeInside {
  readonly session: Session;
  readonly plans: PlanHistory;
  head(): HeadPipeline;
  /** Lets the head and everybody else have their turn. */
  rest(): Promise<void>;
  isOver(): boolean;
}

/**
 * Before a plan can be changed, its judge is told the whole session while the head goes on by the plan in force, so that
 * the change itself takes no time. Resolves with why the plan cannot be taken, or with nothing when all is ready.
 */
export async function prepareChange(
  { actor, on, command }: GivenCommand,
  inside: ChangeInside,
): Promise<CommandOutcome | undefined> {
  const { room } = inside.head().judge;
  if (
    (command.kind !== 'plan.change' && command.kind !== 'plan.accept') ||
    room?.tick === undefined ||
    !inside.session.writable
  )
    return undefined;
  // What the room refuses anyway is not worth the work.
  if (isRefusal(decide(room, command, { actor, snapshot: on.snapshot }))) return undefined;
  const { digest } = command.args;
  if (inside.session.readPlan(digest) === undefined) {
    const text = 'The session holds no plan with that digest: hand the plan over first, then change to it.';
    return { kind: 'refused', refusal: refuse('not_found', text) };
  }
  const plan = inside.plans.readByDigest(digest);
  const refused = refusedChange(inside.head().plan.plan, plan);
  if (refused !== undefined) return { kind: 'refused', refusal: refuse('bad_request', refused) };
  const judge = inside.plans.createJudge({ plan });
  while (!inside.isOver() && judge.tick !== inside.head().tick) {
    judgeSlice(judge, inside);
    await inside.rest();
  }
  inside.head().prime(digest, judge);
  return undefined;
}

function judgeSlice(judge: Judge, inside: ChangeInside): void {
  const { firstTick, tick: headTick, unsealed } = inside.head();
  if (firstTick === undefined || headTick === undefined) return;
  const fromTick = judge.tick === undefined ? firstTick : judge.tick + 1;
  const toTick = Math.min(fromTick + sliceTicks - 1, headTick);
  const rows = new UntoldRows(inside.session, { fromSeq: (judge.room?.seq ?? 0) + 1, toAt: toTick * 1000 });
  for (const input of readInputs(inside.session, unsealed, fromTick, toTick)) {
    judge.judge(input);
    rows.tell(judge, input.tick);
  }
}
