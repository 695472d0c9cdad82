import type { TableMapping } from '../../shared/model/tableMapping.ts';

/** A sample of ours as it is written on a line: `t` first, then `arrived` where there is one. The decoder judges it. */
export interface MadeSample {
  readonly t: number;
  readonly [key: string]: unknown;
}

/** What became of a piece of somebody else's data. Nothing is passed over without one of these. */
export type Converted =
  | { readonly kind: 'sample'; readonly row: number; readonly sample: MadeSample }
  /** A line of ours, as it stands. */
  | { readonly kind: 'line'; readonly row: number; readonly line: string }
  /** It breaks a rule. `text` is a sentence and few different ones, for they are counted; `excerpt` is how it began. */
  | { readonly kind: 'refused'; readonly row: number; readonly text: string; readonly excerpt: string }
  /** It was understood and is no sample by itself, such as the first value of a counter. `text` is a sentence, one of few. */
  | { readonly kind: 'counted'; readonly row: number; readonly text: string };

/** One file of those that are imported together. */
export interface ForeignFile {
  readonly path: string;
  /** What its samples are said to come from where nothing in it says so: a name of ours. */
  readonly source: string;
  /** When it was last written, ms: the stamp of what carries none. */
  readonly modifiedMs: number;
  /** Its first text, for looking at it. */
  readonly head: string;
}

/** Reads one file, in pieces of text as they come. Rows and lines are counted from 1. */
export interface ForeignReader {
  take(text: string): Iterable<Converted>;
  end(): Iterable<Converted>;
}

export interface BegunFile {
  /** What was understood of the file and what is assumed, a row each; shown before anything is kept. */
  readonly told: readonly string[];
  readonly reader: ForeignReader;
  /** Of a table: how it is read, to be remembered. */
  readonly mapping?: TableMapping;
}

/** One import: files one after another. Counters go on from one file to the next. */
export interface Conversion {
  begin(file: ForeignFile): BegunFile;
}

export interface ConversionOptions {
  /** The mapping of `--map`, as it was read; undefined where there is none yet. */
  readonly mapping: TableMapping | undefined;
  /** The zone of times that name none: an IANA name, `UTC` or `+02:00`. */
  readonly zone: string | undefined;
}

/** A format of other people: what it is called, how it is known, how it is read. One file a format, all in `foreignFormats`. */
export interface ForeignFormat {
  /** As `--as` names it. */
  readonly name: string;
  /** `a Prometheus answer to query_range`: for sentences. */
  readonly says: string;
  /** Whether the first text of a file (at most 64 KiB, perhaps cut) is plainly of this format. */
  looksLike(head: string): boolean;
  open(options: ConversionOptions): Conversion;
}

/** Why a file cannot be imported at all, in a sentence that says what to do. */
export class ForeignFileError extends Error {
  override readonly name = 'ForeignFileError';
}
