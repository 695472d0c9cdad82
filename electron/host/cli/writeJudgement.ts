import type { Judged } from './judge.ts';

/**
 * `holdpoint/judgement@1` in pieces, so that no single text need hold a million transitions. One transition a line, so
 * that other tools can search it.
 */
export function* writeJudgement({ plan, recording, judgement, changed }: Judged): Generator<string> {
  const { counters, gaps, ticks } = recording;
  const { lines, accepted, duplicates, conflicts, late, tooLate, quarantined } = counters;
  yield `{"format":"holdpoint/judgement@1"`;
  yield member('plan', { id: plan.plan.launch.id, digest: plan.digest });
  yield member('recording', { lines, accepted, duplicates, conflicts, late, tooLate, quarantined, gaps });
  yield member('ticks', ticks ?? { first: null, last: null, count: 0 });
  yield member('unjudged', judgement.unjudged);
  yield `,\n"transitions":`;
  yield* writeList(judgement.transitions);
  yield `,\n"at":`;
  yield* writeList(judgement.at);
  yield member('digest', judgement.digest);
  if (changed !== undefined) {
    yield member('set', changed.by.set);
    yield `,\n"original":{"transitions":`;
    yield* writeList(changed.original.transitions);
    yield `,"digest":${JSON.stringify(changed.original.digest)}}`;
  }
  yield `}\n`;
}

function member(key: string, value: unknown): string {
  return `,\n${JSON.stringify(key)}:${JSON.stringify(value)}`;
}

function* writeList(items: Iterable<unknown>): Generator<string> {
  let isFirst = true;
  yield '[';
  for (const item of items) {
    yield `${isFirst ? '' : ','}\n${JSON.stringify(item)}`;
    isFirst = false;
  }
  yield ']';
}
