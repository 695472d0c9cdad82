/** What one value (or combination of values) came to. */
export interface CurveRow {
  /** In the order of the numbers; undefined where the plan's default stands. */
  readonly values: readonly (string | undefined)[];
  readonly isOwn: boolean;
  /** Why lint refuses it. */
  readonly refused: string | undefined;
  readonly expected: number;
  readonly found: number;
  readonly falseAlarms: number;
  readonly falseSeconds: number;
  /** Seconds; undefined where nothing was found, or nothing says when it began. */
  readonly detect: { readonly median: number; readonly longest: number } | undefined;
}

/** A curve of detection against false alarms, for whoever writes it down: as a table, a document or a picture. */
export interface CurveSheet {
  /** The numbers that were swept: `RB-2.over`. */
  readonly numbers: readonly string[];
  /** The launch, the plan and what was looked at, a line each. */
  readonly about: readonly string[];
  readonly rows: readonly CurveRow[];
  /** What it teaches, in sentences. */
  readonly says: readonly string[];
}
