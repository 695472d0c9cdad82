import type { ForeignFormat } from './foreignFormat.ts';
import { lineByLine } from './lineByLine.ts';

/** Our own lines, where they are merged with others or their clock is moved: the decoder judges them as they stand. */
export const nativeFormat: ForeignFormat = {
  name: 'holdpoint',
  says: 'holdpoint/telemetry@1',
  looksLike: (head) => /^\s*\{[^\n]{0,2000}"kind"\s*:\s*"(?:count|gauge|latency|event|mark)"/.test(head),
  open: () => ({
    begin: () => ({
      told: [],
      reader: lineByLine((line, row) => [{ kind: 'line', row, line }]),
    }),
  }),
};
