import { createDecoder } from '../../electron/engine/ingest/decoder.ts';
import { createSeriesTable } from '../../electron/engine/ingest/seriesTable.ts';
import type { BadLine, BadLineReason } from '../../shared/model/badLine.ts';

/** What is wrong, the line, and what must be said of it. */
export type HostileLine = readonly [what: string, line: string | Buffer, reason: BadLineReason, text: string];

/** Good lines, to be spoiled. */
export const good = {
  count: '{"t":1774879200000,"source":"gw-1","seq":1,"kind":"count","metric":"m","labels":{"a":"b"},"value":3}',
  event: '{"t":1774879200000,"source":"gw-1","kind":"event","type":"x","labels":{},"text":"T","data":{"d":"D"}}',
  values: '{"t":1774879200000,"source":"gw-1","kind":"latency","metric":"m","labels":{},"values":[1,2]}',
  buckets: '{"t":1774879200000,"source":"gw-1","kind":"latency","metric":"m","labels":{},"buckets":[[1,2],[3,4]]}',
  mark: '{"t":1774879200000,"source":"gw-1","kind":"mark"}',
} as const;

/** A good line with its first `from` replaced. */
export const swap = (kind: keyof typeof good, from: string, to: string): string => {
  if (!good[kind].includes(from)) throw new Error(`${from} is not in the ${kind}.`);
  return good[kind].replace(from, () => to);
};

/** What is said of the line, by a decoder that has seen nothing or that knows the shapes of the good lines. */
export function decodeBad(line: string | Buffer, isLearned: boolean): BadLine | undefined {
  const decoder = createDecoder(createSeriesTable());
  if (isLearned) for (const known of Object.values(good)) decoder.decodeLine(Buffer.from(known), 0, known.length, 1);
  const bytes = Buffer.from(line);
  const result = decoder.decodeLine(bytes, 0, bytes.length, 7);
  return result.kind === 'bad' ? result : undefined;
}
