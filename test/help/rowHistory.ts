import type { RowHistory } from '../../shared/judge/hydration.ts';
import type { SecondRow } from '../../shared/model/tickInput.ts';

/** What a session would say of these rows, which are in order of arrival. */
export function rowHistory(rows: readonly SecondRow[]): RowHistory {
  return (spans, visit) => {
    for (const row of rows) {
      if (spans.some(({ fromBucket, toBucket }) => row.bucket >= fromBucket && row.bucket <= toBucket)) visit(row);
    }
  };
}
