import { judgeRecording, type JudgedRecording } from '../../electron/engine/judgeRecording.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { Transition } from '../../shared/model/transition.ts';
import { recordingOfLines } from './lineRecording.ts';
import type { RawLine } from './naiveIntake.ts';
import { t0S } from './tickByTick.ts';

export interface JudgedLines extends JudgedRecording {
  readonly transitions: readonly Transition[];
}

/** The whole way from lines to transitions, without a file. */
export async function judgeLines(plan: Plan, lines: readonly RawLine[]): Promise<JudgedLines> {
  const recording = recordingOfLines(lines.map((line) => JSON.stringify(line)));
  const judged = await judgeRecording(recording, [plan], { atMs: [] });
  return { ...judged, transitions: judged.judgements[0]?.transitions ?? [] };
}

export type SampleWords = Readonly<{ metric: string; labels?: object; value: number; source?: string; kind?: string }>;

/** Lines of samples and marks that arrive in second `second` after T-0, stamped with its beginning. */
export function linesAt(second: number, samples: readonly SampleWords[], marks: readonly string[] = []): RawLine[] {
  const t = (t0S + second) * 1000;
  return [
    ...samples.map(({ source = 'app', kind = 'count', labels = {}, ...rest }) => ({
      t,
      source,
      kind,
      labels,
      ...rest,
    })),
    ...marks.map((source) => ({ t, source, kind: 'mark' })),
  ];
}

/** The same for the seconds `from` to `to`, the last left out. */
export function linesOver(
  from: number,
  to: number,
  samplesAt: (second: number) => readonly SampleWords[],
  marks: readonly string[] = [],
): RawLine[] {
  const seconds = Array.from({ length: to - from }, (_, index) => from + index);
  return seconds.flatMap((second) => linesAt(second, samplesAt(second), marks));
}

/** What changed of one rule, as `second: from -> to`, seconds counted from T-0. */
export function changesOf(judged: JudgedLines, id: string): string[] {
  return judged.transitions
    .filter((change) => change.id === id)
    .map(({ at, from, to }) => `${at / 1000 - t0S}: ${from} -> ${to}`);
}
