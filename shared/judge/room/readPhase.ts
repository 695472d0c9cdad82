import { formatDuration } from '../../base/duration.ts';
import { instantAt } from '../../base/instant.ts';
import { excerptOf } from '../../model/excerpt.ts';
import type { Phase } from '../../model/planLaunch.ts';
import type { RunbookReading } from '../../model/room/runbookReading.ts';
import type { World } from './book.ts';
import { momentWords } from './momentWords.ts';
import type { StepMark } from './runbookBook.ts';
import { liveCheck, type Step } from './stepState.ts';

type PhaseReading = RunbookReading['phases'][number];
type StepReading = PhaseReading['steps'][number];

/** A phase for the screen: its steps, and whether it is ahead or behind. */
export function readPhase({ phase, steps }: Phase, marks: ReadonlyMap<string, StepMark>, world: World): PhaseReading {
  const read = steps.map((step) => readStep(step, marks.get(step.id), world));
  const open = read.filter((step) => !isFinished(step));
  const finished = read.length - open.length;
  const paceMs = paceOf(read, world.nowMs);
  return { phase, finished, of: read.length, paceMs, says: sentence(open, read.length, paceMs, world), steps: read };
}

function readStep(step: Step, mark: StepMark | undefined, world: World): StepReading {
  const { nowMs, plan } = world;
  const due = step.due === undefined ? null : instantAt(step.due, plan.launch.t0);
  const isDone = mark?.state === 'done' || mark?.state === 'skipped';
  const check = isDone ? undefined : liveCheck(step, world);
  const state = check?.state === 'unknown' ? 'blocked' : (mark?.state ?? 'open');
  const checkWhy = check === undefined || check.why === '' ? undefined : excerptOf(check.why, 160);
  return {
    id: step.id,
    says: excerptOf(step.says, 160),
    owner: step.owner ?? null,
    due,
    state,
    check: check?.state ?? null,
    why: (state === 'blocked' ? checkWhy : (mark?.why ?? checkWhy)) ?? null,
    note: mark?.note ?? null,
    lateMs: !isDone && due !== null && nowMs > due ? nowMs - due : null,
    by: mark?.by ?? null,
    at: mark?.at ?? null,
  };
}

function isFinished({ state }: StepReading): boolean {
  return state === 'done' || state === 'skipped';
}

/** Behind by the longest delay; else ahead by how early the last of what is finished was due. */
function paceOf(steps: readonly StepReading[], nowMs: number): number {
  const behindMs = Math.max(0, ...steps.map(({ lateMs }) => lateMs ?? 0));
  if (behindMs > 0) return -behindMs;
  return Math.max(0, ...steps.filter(isFinished).map(({ due }) => (due === null ? 0 : due - nowMs)));
}

function sentence(open: readonly StepReading[], of: number, paceMs: number, { plan, nowMs }: World): string {
  const count = `${of - open.length} of ${of} done`;
  if (open.length === 0) return `${count}.`;
  if (paceMs < 0) {
    const worst = open.find(({ lateMs }) => lateMs === -paceMs);
    return `${count}; behind by ${formatDuration(-paceMs)}: ${worst?.id ?? 'a step'}.`;
  }
  const next = nextOf(open);
  const ahead = paceMs > 0 ? `; ahead by ${formatDuration(paceMs)}` : '';
  if (next?.due === undefined || next.due === null) return `${count}${ahead}.`;
  const when = `${momentWords(next.due, plan.launch.t0)}, in ${formatDuration(next.due - nowMs)}`;
  return `${count}${ahead}; next is ${next.id}, due at ${when}.`;
}

function nextOf(open: readonly StepReading[]): StepReading | undefined {
  return open.reduce<StepReading | undefined>(
    (first, step) => ((step.due ?? Infinity) < (first?.due ?? Infinity) ? step : first),
    undefined,
  );
}
