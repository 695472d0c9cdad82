/**
 * Why a line of telemetry is not judged. Codes are stable: sessions store them and people filter by them.
 *
 * The first group comes from reading (source and decoder), the last two from ingest, which compares lines.
 */
export const badLineReasons = [
  'line_too_long',
  'not_utf8',
  'not_json',
  'not_an_object',
  'too_deep',
  'duplicate_key',
  'forbidden_key',
  'unknown_key',
  'missing_key',
  'bad_kind',
  'bad_name',
  'bad_text',
  'bad_labels',
  'bad_number',
  'bad_latency',
  'bad_mark',
  'card_number',
  'too_many_series',
  'conflict',
  'future',
] as const;
export type BadLineReason = (typeof badLineReasons)[number];

/** A line that breaks a rule: quarantined and counted, while the rest of the recording is read. */
export interface BadLine {
  readonly kind: 'bad';
  /** 1-based number of the line in the recording; empty lines are counted. */
  readonly line: number;
  readonly reason: BadLineReason;
  /** One sentence for a person. It never repeats a card number. */
  readonly text: string;
  /** The start of the line, printable, at most 120 characters; every card number in it is masked. */
  readonly excerpt: string;
  /** The source that sent it, when that could be read (and is no card number): it was heard all the same. */
  readonly source: string | undefined;
  /** When it arrived by its own word (`arrived`, else `t`), ms, when that could be read. It has not been trusted yet. */
  readonly arrived: number | undefined;
}
