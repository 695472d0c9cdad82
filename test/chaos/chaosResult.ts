/** What one kind of chaos came to. */
export interface ChaosResult {
  readonly name: string;
  readonly runs: number;
  /** One sentence for each run that broke a promise, with the seed that does it again. */
  readonly breaches: readonly string[];
  /** What was met on the way, for the table. */
  readonly notes: Readonly<Record<string, number | string>>;
}
