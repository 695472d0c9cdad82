import type { Arrival } from '../../../shared/model/arrival.ts';
import type { BadLine } from '../../../shared/model/badLine.ts';
import type { SeriesTable } from './seriesTable.ts';

/** The only parser of telemetry: one line of a recording to what it says, or to why it says nothing. */
export interface Decoder {
  /**
   * Reads `bytes[start .. end)`, one line without its line end. The result keeps no reference to `bytes`. What it says
   * depends on these bytes and on how full the series table is, never on the lines before.
   */
  decodeLine(bytes: Buffer, start: number, end: number, line: number): Arrival | BadLine;
}

export type { SeriesTable };
