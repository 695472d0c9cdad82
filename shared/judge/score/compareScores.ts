import type { ComparisonReading, MomentsReading, ScoredComplication, ScoreReading } from '../../model/scoreReading.ts';
import { cellKey } from '../selector.ts';

interface Named {
  readonly name: string;
  readonly score: ScoreReading;
}

/** Two scores by the same scenario, aligned at the T-0 of each. */
export function compareScores(one: Named, other: Named): ComparisonReading {
  const known = new Map(other.score.complications.map((entry) => [keyOf(entry), entry]));
  return {
    format: 'holdpoint/comparison@1',
    names: { one: one.name, other: other.name },
    complications: one.score.complications.map((entry) => {
      const { incident, says, trigger, cell } = entry;
      const same = known.get(keyOf(entry));
      const moments = { one: momentsOf(entry, one.score.t0At), other: momentsOf(same, other.score.t0At) };
      return { incident, says, trigger, cell, ...moments };
    }),
    scores: { one: one.score, other: other.score },
  };
}

function keyOf({ incident, trigger, cell, call }: ScoredComplication): string {
  return JSON.stringify([incident, trigger, cellKey(cell), call?.right]);
}

function momentsOf(entry: ScoredComplication | undefined, t0At: number): MomentsReading {
  const against = (at: number | null | undefined): number | null => (at == null ? null : at - t0At);
  return {
    began: against(entry?.beganAt),
    visible: against(entry?.visibleAt),
    fired: against(entry?.firedAt),
    acknowledged: against(entry?.acknowledged?.at),
    decided: against(entry?.decided?.at),
    acted: against(entry?.acted?.at),
    answer: entry?.answer?.outcome ?? null,
  };
}
