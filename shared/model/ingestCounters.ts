/**
 * What became of the lines of a recording: `lines = accepted + duplicates + conflicts + quarantined`. Those that came
 * `late` or `tooLate` are among the accepted.
 */
export interface IngestCounters {
  lines: number;
  accepted: number;
  duplicates: number;
  conflicts: number;
  late: number;
  tooLate: number;
  quarantined: number;
}
