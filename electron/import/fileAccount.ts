const mostReasons = 40;
const mostRows = 3;

export interface Reason {
  readonly text: string;
  count: number;
  /** Of the first few. */
  readonly rows: number[];
  readonly excerpt: string;
}

/** What became of one file that was imported: everything in it is counted here once. */
export class FileAccount {
  readonly path: string;
  readonly says: string;
  readonly told: readonly string[];
  readonly offsetMs: number;
  samples = 0;
  refused = 0;
  firstMs = Infinity;
  lastMs = -Infinity;
  private readonly bad = new Map<string, Reason>();
  private readonly others = new Map<string, Reason>();

  constructor(file: { path: string; says: string; told: readonly string[]; offsetMs: number }) {
    this.path = file.path;
    this.says = file.says;
    this.told = file.told;
    this.offsetMs = file.offsetMs;
  }

  take(t: number): void {
    this.samples += 1;
    if (t < this.firstMs) this.firstMs = t;
    if (t > this.lastMs) this.lastMs = t;
  }

  refuse(row: number, text: string, excerpt: string): void {
    this.refused += 1;
    note(this.bad, row, text, excerpt);
  }

  count(row: number, text: string): void {
    note(this.others, row, text, '');
  }

  /** Why what was refused was refused, the most frequent first. */
  refusals(): Reason[] {
    return [...this.bad.values()].sort((one, other) => other.count - one.count);
  }

  /** What was understood and is no sample by itself. */
  counted(): Reason[] {
    return [...this.others.values()];
  }
}

function note(reasons: Map<string, Reason>, row: number, text: string, excerpt: string): void {
  const key = reasons.has(text) || reasons.size < mostReasons ? text : 'Other reasons.';
  const known = reasons.get(key);
  if (known === undefined) reasons.set(key, { text: key, count: 1, rows: [row], excerpt });
  else {
    known.count += 1;
    if (known.rows.length < mostRows && known.rows.at(-1) !== row) known.rows.push(row);
  }
}
