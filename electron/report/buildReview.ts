import { instantAt } from '../../shared/base/instant.ts';
import type { ReviewData } from './reviewData.ts';
import { chartsOf } from './reviewCharts.ts';
import { decisionsOf } from './reviewDecisions.ts';
import type { ReviewInput } from './reviewInput.ts';
import { latenciesOf } from './reviewLatencies.ts';
import { lossesOf, withLosses } from './reviewLosses.ts';
import { ReviewNames } from './reviewNames.ts';
import { evidenceOf, notesOf, ordersOf, updatesOf, waiversOf } from './reviewRecords.ts';
import { t0Of } from './reviewT0.ts';
import { callSpans, firingsOf, openGaps, timelineOf } from './reviewTimeline.ts';
import type { ReviewTimes } from './reviewTimes.ts';

/** Everything that a review says of a session: the same for the same session, whenever and wherever it is made. */
export function buildReview(input: ReviewInput, times: ReviewTimes): ReviewData {
  const { plan, ticks, end, kind } = input;
  const { launch } = plan;
  const names = new ReviewNames(plan, times, input.ledger);
  const calls = callSpans(input);
  const firings = withLosses(input, firingsOf(input, plan));
  const { window } = launch;
  return {
    format: 'holdpoint/review@1',
    watermark: kind === 'rehearsal' ? 'REHEARSAL' : null,
    launch: {
      id: launch.id,
      name: launch.name ?? launch.id,
      org: launch.org ?? null,
      t0At: t0Of(input),
      plannedT0At: launch.t0,
      liftOffAt: input.liftOff?.at ?? null,
      window:
        window === undefined
          ? null
          : { opensAt: instantAt(window.opens, launch.t0), closesAt: instantAt(window.closes, launch.t0) },
      value: launch.value ?? null,
    },
    plan: { digest: input.planDigest },
    session: { kind, createdBy: input.createdBy },
    seconds: ticks === undefined ? null : { firstAt: ticks.first * 1000, lastAt: ticks.last * 1000 },
    score: input.score ?? null,
    roleNames: Object.fromEntries(Object.entries(plan.roles).map(([role, { name }]) => [role, name ?? role])),
    counters: input.counters,
    gaps: openGaps(input.gaps).map(({ closedAt: _closedAt, ...gap }) => gap),
    gapsClosed: input.gaps.length - openGaps(input.gaps).length,
    end:
      end?.judged === undefined
        ? null
        : {
            call: end.judged.call,
            scopes: end.judged.scopes,
            reasons: [...end.judged.reasons, ...leftToPeople(end, plan)],
          },
    calls,
    firings,
    triggers: Object.entries(plan.triggers).map(([id, trigger]) => ({
      id,
      name: trigger.name ?? id,
      severity: trigger.severity ?? null,
      arm: trigger.arm,
    })),
    criteria: criteriaAtEnd(input, names),
    calendar: plan.calendar.map(({ says, from, to }) => ({
      says,
      fromAt: instantAt(from, launch.t0),
      toAt: instantAt(to, launch.t0),
    })),
    entries: timelineOf(input, names),
    decisions: decisionsOf(input, names, calls),
    waivers: waiversOf(input, names),
    orders: ordersOf(input, names),
    evidence: evidenceOf(input, names),
    notes: notesOf(input, names),
    updates: updatesOf(input, names),
    money: lossesOf(input),
    proof: { ...input.whole, checkpoint: lastCheckpoint(input) },
    charts: chartsOf(input, firings, times),
    latencies: latenciesOf(input),
  };
}

function criteriaAtEnd({ plan, end }: ReviewInput, names: ReviewNames): ReviewData['criteria'] {
  const waived = end?.room?.waivers.inForce ?? [];
  const judged = end?.judged?.criteria ?? [];
  return judged.map(({ id, cell, state, since, why }) => {
    const criterion = plan.criteria[id];
    const isWaived = waived.some((one) => one.criterion === id && sameCell(one.cell, cell));
    return {
      id,
      cell,
      says: criterion?.says ?? id,
      owner: criterion?.owner === undefined ? null : names.role(criterion.owner),
      required: criterion?.required ?? false,
      state: isWaived ? 'waived' : state,
      since,
      why,
    };
  });
}

function sameCell(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

function lastCheckpoint({ checkpoints }: ReviewInput): ReviewData['proof']['checkpoint'] {
  const last = checkpoints.at(-1);
  return last === undefined ? null : { seq: last.seq, hash: last.hash, publicKey: last.publicKey };
}

/** A session that nobody joined was judged by telemetry alone: its call leaves out what only people bring. */
function leftToPeople({ judged, room }: NonNullable<ReviewInput['end']>, plan: ReviewInput['plan']): string[] {
  const left = judged?.criteria.filter(({ id }) => plan.criteria[id]?.evidence !== undefined).map(({ id }) => id) ?? [];
  if (room?.isStaffed !== false || left.length === 0) return [];
  return [`Nobody joined this session, so telemetry alone was judged: the call leaves out ${left.join(', ')}.`];
}
