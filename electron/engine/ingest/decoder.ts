import type { Arrival } from '../../../shared/model/arrival.ts';
import type { BadLine } from '../../../shared/model/badLine.ts';
import { sampleLimits } from '../../../shared/model/sample.ts';
import { decodeFully } from './decodeFull.ts';
import { createShapeBook } from './decodeLearn.ts';
import { createLineScanner } from './decodeScan.ts';
import type { SeriesTable } from './seriesTable.ts';

/** The only parser of telemetry: one line of a recording to what it says, or to why it says nothing. */
export interface Decoder {
  /**
   * Reads `bytes[start .. end)`, one line without its line end. The result keeps no reference to `bytes`. What it says
   * depends on these bytes and on the series table, never on the lines before.
   */
  decodeLine(bytes: Buffer, start: number, end: number, line: number): Arrival | BadLine;
}

/**
 * A line goes the whole way once (structure, JSON, schema, texts); its shape is remembered, and later lines of that shape
 * are read by scanning their numbers where they lie. Whatever differs by a byte outside the numbers goes the whole way.
 *
 * With `reuse`, what was read from a line is written over by the next: whoever keeps it copies it.
 */
export function createDecoder(table: SeriesTable, options: { readonly reuse?: boolean } = {}): Decoder {
  const book = createShapeBook();
  const scanner = createLineScanner(book, options.reuse === true);

  return {
    decodeLine(bytes, start, end, line) {
      if (end - start <= sampleLimits.lineBytes) {
        const arrival = scanner.scan(bytes, start, end);
        if (arrival !== undefined) return arrival;
      }
      const { result, members } = decodeFully(bytes, start, end, line, table);
      if (result.kind !== 'bad') book.learn(bytes, start, end, result, members);
      return result;
    },
  };
}
