import { canonicalJson } from '../../shared/base/canonicalJson.ts';
import { namePattern, sampleSchema, type Sample } from '../../shared/model/sample.ts';

/** One line of telemetry as `JSON.parse` gives it. */
export type RawLine = Readonly<Record<string, unknown>>;

/** A sample that was accepted and is judged. */
export interface JudgedSample {
  readonly sample: Exclude<Sample, { kind: 'mark' }>;
  /** The first tick that knows of it. */
  readonly tick: number;
  readonly bucket: number;
}

/** A line of a source, whatever became of it. */
export interface HeardLine {
  readonly source: string;
  readonly atMs: number;
  readonly ended: boolean;
}

export interface Gap {
  readonly source: string;
  readonly epoch: string;
  readonly from: number;
  readonly to: number;
}

export interface NaiveIntake {
  readonly counters: {
    lines: number;
    accepted: number;
    duplicates: number;
    conflicts: number;
    late: number;
    tooLate: number;
    quarantined: number;
  };
  readonly gaps: readonly Gap[];
  readonly judged: readonly JudgedSample[];
  readonly heard: readonly HeardLine[];
  /** Undefined when no line has arrived. */
  readonly ticks: { readonly first: number; readonly last: number } | undefined;
}

const BREAK_MS = 600_000;
const FUTURE_MS = 60_000;
const LATE_SECONDS = 5;

/** Section 1, line by line. `longestSeconds` is the reach of the plan's longest window. */
export function readNaively(lines: readonly RawLine[], longestSeconds: number): NaiveIntake {
  const counters = { lines: 0, accepted: 0, duplicates: 0, conflicts: 0, late: 0, tooLate: 0, quarantined: 0 };
  const judged: JudgedSample[] = [];
  const heard: HeardLine[] = [];
  const contents = new Map<string, string>();
  const seqs = new Map<string, { source: string; epoch: string; arrived: number[] }>();
  let clock: number | undefined;
  let first: number | undefined;

  const hear = (line: RawLine, ended: boolean): void => {
    const source = line['source'];
    if (typeof source !== 'string' || !namePattern.test(source) || clock === undefined) return;
    heard.push({ source, atMs: clock, ended });
  };

  /** What its identity says of a sample; the first of its identity is `new` and is remembered. */
  const identify = (sample: Sample): 'new' | 'duplicate' | 'conflict' => {
    if (sample.kind === 'mark' || sample.seq === undefined) return 'new';
    const epoch = sample.epoch ?? '';
    const { arrived: _, ...content } = { ...sample, epoch };
    const identity = JSON.stringify([sample.source, epoch, sample.seq]);
    const before = contents.get(identity);
    const now = canonicalJson(content);
    if (before !== undefined) return before === now ? 'duplicate' : 'conflict';
    contents.set(identity, now);
    const stream = JSON.stringify([sample.source, epoch]);
    const known = seqs.get(stream);
    if (known === undefined) seqs.set(stream, { source: sample.source, epoch, arrived: [sample.seq] });
    else known.arrived.push(sample.seq);
    return 'new';
  };

  const take = (line: RawLine): void => {
    const sample = sampleSchema.safeParse(line).data;
    const own = sample?.arrived ?? sample?.t;
    if (own !== undefined) clock = clock === undefined ? own : Math.max(clock, own);
    first ??= clock;
    counters.lines += 1;
    hear(line, sample?.kind === 'mark' && sample.end === true);
    if (sample === undefined || clock === undefined) {
      counters.quarantined += 1;
      return;
    }
    const identity = identify(sample);
    if (identity === 'duplicate') counters.duplicates += 1;
    else if (identity === 'conflict') counters.conflicts += 1;
    else if (sample.t > clock + FUTURE_MS) counters.quarantined += 1;
    else {
      counters.accepted += 1;
      if (sample.kind === 'mark') return;
      const bucket = Math.floor(sample.t / 1000);
      const second = Math.floor(clock / 1000);
      if (bucket < second - longestSeconds) {
        counters.tooLate += 1;
        return;
      }
      if (second - bucket > LATE_SECONDS) counters.late += 1;
      judged.push({ sample: sample.kind === 'event' ? namedByData(sample) : sample, tick: second + 1, bucket });
    }
  };

  /** A line that would have moved the clock, alone. */
  const refuse = (line: RawLine): void => {
    counters.lines += 1;
    hear(line, false);
    const sample = sampleSchema.safeParse(line).data;
    const identity = sample === undefined ? 'new' : identify(sample);
    if (identity === 'duplicate') counters.duplicates += 1;
    else if (identity === 'conflict') counters.conflicts += 1;
    else counters.quarantined += 1;
  };

  let held: RawLine | undefined;
  for (const line of lines) {
    const sample = sampleSchema.safeParse(line).data;
    if (sample === undefined) {
      // It says nothing of the time, and does not settle a line that is held.
      take(line);
      continue;
    }
    const isFarAhead = clock !== undefined && (sample.arrived ?? sample.t) > clock + BREAK_MS;
    if (isFarAhead && held === undefined) {
      held = line;
      continue;
    }
    if (held !== undefined) {
      if (isFarAhead) take(held);
      else refuse(held);
    }
    held = undefined;
    take(line);
  }
  if (held !== undefined) refuse(held);

  return {
    counters,
    gaps: [...seqs.values()].flatMap(({ source, epoch, arrived }) =>
      missing(arrived).map(([from, to]) => ({ source, epoch, from, to })),
    ),
    judged,
    heard,
    ticks:
      first === undefined || clock === undefined
        ? undefined
        : { first: Math.floor(first / 1000) + 1, last: Math.floor(clock / 1000) + 1 },
  };
}

/** An event whose data says of which commit or digest it is, and whose labels do not, is labelled with it. */
function namedByData(sample: Extract<Sample, { kind: 'event' }>): Extract<Sample, { kind: 'event' }> {
  const named = Object.entries((sample.data ?? {}) as Record<string, unknown>).flatMap(([key, value]) => {
    const isNamed = (key === 'commit' || key === 'digest') && !Object.hasOwn(sample.labels, key);
    const isText = typeof value === 'string' && /^.{1,256}$/su.test(value);
    return isNamed && (isText || (Number.isSafeInteger(value) && Number(value) >= 0)) ? [[key, String(value)]] : [];
  });
  return { ...sample, labels: { ...sample.labels, ...(Object.fromEntries(named) as Record<string, string>) } };
}

/** The half-open ranges that are missing from the first that came to the greatest. */
function missing(arrived: readonly number[]): [from: number, to: number][] {
  const sorted = arrived.filter((seq) => seq >= (arrived[0] ?? 0)).sort((one, other) => one - other);
  return sorted.flatMap((seq, place): [number, number][] => {
    const before = sorted[place - 1];
    return before !== undefined && seq > before + 1 ? [[before + 1, seq]] : [];
  });
}
