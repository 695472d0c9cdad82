import type { QueryAnswer } from '../../shared/contract/contract.ts';
import type { Mark } from '../present/levels.ts';

export type SourceReading = QueryAnswer<'sources.read'>['sources'][number];

/** How a source looks: a shape for each state, and silence loudest. */
export interface SourceRow {
  readonly reading: SourceReading;
  readonly key: string;
  readonly mark: Mark;
  readonly level: 'caut' | undefined;
  /** Something of it was lost or changed. */
  readonly isTroubled: boolean;
}

const marks: Readonly<Record<SourceReading['state'], Mark>> = {
  stale: 'blind',
  unknown: 'few',
  talking: 'norm',
  ended: 'done',
  retired: 'todo',
};
const order = ['stale', 'unknown', 'talking', 'ended', 'retired'] as const;

/** What is silent first, then what lost something, then the rest; by name within each. */
export function sourceRows(sources: readonly SourceReading[]): SourceRow[] {
  return sources
    .map((reading): SourceRow => {
      const { source, state, conflicts, tooLate, quarantined, gaps } = reading;
      return {
        reading,
        key: source ?? '',
        mark: marks[state],
        level: state === 'stale' ? 'caut' : undefined,
        isTroubled: conflicts + tooLate + quarantined + gaps.open > 0,
      };
    })
    .sort(
      (one, other) =>
        order.indexOf(one.reading.state) - order.indexOf(other.reading.state) ||
        Number(other.isTroubled) - Number(one.isTroubled) ||
        one.key.localeCompare(other.key),
    );
}
