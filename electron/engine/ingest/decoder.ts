import type { Arrival } from '../../../shared/model/arrival.ts';
import type { BadLine } from '../../../shared/model/badLine.ts';
import { decodeFully } from './decodeFull.ts';
import { createShapeBook, type LearnedShape } from './decodeLearn.ts';
import { scanLine } from './decodeScan.ts';
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
 */
export function createDecoder(table: SeriesTable): Decoder {
  const book = createShapeBook();
  let last: LearnedShape | undefined;

  return {
    decodeLine(bytes, start, end, line) {
      const expected = last?.next;
      if (expected !== undefined) {
        const arrival = scanLine(expected.shape, bytes, start, end);
        if (arrival !== undefined) {
          last = expected;
          return arrival;
        }
      }
      for (const candidate of book.alike(bytes, start, end)) {
        if (candidate === expected) continue;
        const arrival = scanLine(candidate.shape, bytes, start, end);
        if (arrival !== undefined) {
          follow(candidate);
          return arrival;
        }
      }
      const { result, members } = decodeFully(bytes, start, end, line, table);
      if (result.kind !== 'bad') {
        const learned = book.learn(bytes, start, end, result, members);
        if (learned !== undefined) follow(learned);
      }
      return result;
    },
  };

  function follow(shape: LearnedShape): void {
    if (last !== undefined) last.next = shape;
    last = shape;
  }
}
