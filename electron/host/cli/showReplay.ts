import { printable } from '../../../shared/model/problem.ts';
import type { IngestCounters } from '../../../shared/model/ingestCounters.ts';
import type { LedgerCheckpoint } from '../../../shared/model/ledgerRow.ts';
import type { BadLineTally } from './badLineTally.ts';
import { type Paint, styleOf } from './paint.ts';
import { showCount, showTClock, showUtc } from './showTimes.ts';

/** How a replay ended. */
export interface Replayed {
  readonly session: string;
  readonly plan: { readonly id: string; readonly digest: string };
  readonly t0Ms: number;
  /** Read to the end of the recording, and not interrupted. */
  readonly isFinished: boolean;
  readonly counters: IngestCounters;
  /** Lines that were set aside. */
  readonly bad: BadLineTally;
  readonly gaps: readonly {
    readonly source: string;
    readonly epoch: string;
    readonly from: number;
    readonly to: number;
  }[];
  /** The last judged second; undefined before the first. */
  readonly tick: number | undefined;
  readonly call: string;
  readonly reasons: readonly string[];
  /** Of a replay that is finished: how many, and the digest over them as `judge` prints it. */
  readonly transitions: { readonly count: number; readonly digest: string } | undefined;
  /** The last one that was signed, to be kept elsewhere; undefined without a key. */
  readonly checkpoint: LedgerCheckpoint | undefined;
}

/** `replay --json`: `holdpoint/replay@1`. */
export function toDocument(replayed: Replayed): object {
  const { session, plan, isFinished, counters, gaps, tick, call, reasons, transitions, checkpoint } = replayed;
  return {
    format: 'holdpoint/replay@1',
    session,
    plan,
    finished: isFinished,
    recording: { ...counters, gaps },
    tick: tick ?? null,
    call,
    reasons,
    transitions: transitions?.count ?? null,
    digest: transitions?.digest ?? null,
    checkpoint: checkpoint ?? null,
  };
}

/** The end of a replay, for people. */
export function* showReplay(replayed: Replayed, paint: Paint): Generator<string> {
  const { session, counters, bad, gaps, tick, call, reasons, transitions, t0Ms } = replayed;
  const counted = (count: number): string => count.toLocaleString('en-US');
  yield (
    `${session}: ${showCount(counters.lines, 'line')}, ${counted(counters.accepted)} accepted, ` +
    `${showCount(counters.duplicates, 'duplicate')}, ${showCount(counters.conflicts, 'conflict')}, ` +
    `${counted(counters.quarantined)} set aside, ${showCount(gaps.length, 'gap')}\n`
  );
  yield* bad.show();
  if (tick === undefined) return;
  const where = `${showUtc(tick * 1000)} (${showTClock(tick * 1000, t0Ms)})`;
  yield `Call at ${where}: ${paint(styleOf(call), call)}\n`;
  for (const reason of reasons) yield `  ${printable(reason, 2000)}\n`;
  if (transitions !== undefined) yield `${showCount(transitions.count, 'transition')}, ${transitions.digest}\n`;
}
