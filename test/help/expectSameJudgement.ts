import { expect } from 'vitest';
import type { JudgedRecording } from '../../electron/engine/judgeRecording.ts';
import type { Transition } from '../../shared/model/transition.ts';
import type { Gap } from './naiveIntake.ts';

/** A judgement as `judge --json` prints it, as far as two readings of the page must agree. */
export interface ComparedJudgement {
  readonly recording: Record<string, unknown> & { readonly gaps: readonly Gap[] };
  readonly ticks: { readonly first: number; readonly last: number; readonly count: number } | undefined;
  readonly transitions: readonly Omit<Transition, 'why'>[];
}

export function toCompared(judged: JudgedRecording): ComparedJudgement {
  const transitions = judged.judgements[0]?.transitions ?? [];
  return { recording: { ...judged.counters, gaps: judged.gaps }, ticks: judged.ticks, transitions };
}

/** Everything alike and in the same order; values and n within 1e-9 of their size. */
export function expectSameJudgement(actual: ComparedJudgement, expected: ComparedJudgement): void {
  const { gaps, ...counters } = actual.recording;
  const { gaps: expectedGaps, ...expectedCounters } = expected.recording;
  expect(counters).toEqual(expectedCounters);
  expect(sortGaps(gaps)).toEqual(sortGaps(expectedGaps));
  expect(actual.ticks).toEqual(expected.ticks);
  const changes = actual.transitions.map(wordsOf);
  expect(changes).toEqual(expected.transitions.map(wordsOf));
  actual.transitions.forEach((change, place) => {
    const wanted = expected.transitions[place];
    expectClose(change.value, wanted?.value, `value of ${changes[place]}`);
    expectClose(change.n, wanted?.n, `n of ${changes[place]}`);
  });
}

function sortGaps(gaps: readonly Gap[]): Gap[] {
  const key = ({ source, epoch, from }: Gap): string => JSON.stringify([source, epoch, String(from).padStart(20, '0')]);
  return gaps.toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
}

function wordsOf({ at, kind, id, cell, from, to }: Omit<Transition, 'why'>): string {
  const labels = Object.entries(cell).sort(([one], [other]) => (one < other ? -1 : 1));
  return `${at / 1000} ${kind} ${id} ${JSON.stringify(labels)} ${from} -> ${to}`;
}

function expectClose(actual: number | undefined, expected: number | undefined, what: string): void {
  if (actual === undefined || expected === undefined) expect(actual, what).toBe(expected);
  else expect(Math.abs(actual - expected), what).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
}
