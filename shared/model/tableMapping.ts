import * as z from 'zod';
import type { Problem } from './problem.ts';
import { namePattern, nameRule } from './sample.ts';
import { readDocument } from './readDocument.ts';

export const MAPPING_FORMAT = 'holdpoint/mapping@1';

/** How a table of somebody else's is read: written by `holdpoint import --map`, mended by people, read again. */
const name = z.string().regex(namePattern, { error: nameRule });
const column = z.string().min(1).max(1000);

/** `counter`: a sum that only grows, told as what was added since the row before. */
const valueKinds = ['count', 'counter', 'gauge', 'latency'] as const;
/** `excel`: days since 1900, as spreadsheets count them. */
const stampKinds = ['iso', 's', 'ms', 'us', 'ns', 'ymd', 'dmy', 'mdy', 'excel'] as const;

const valueColumn = z.strictObject({
  column,
  metric: name,
  kind: z.enum(valueKinds),
  unit: z.enum(['s', 'ms', 'us', 'ns']).optional(),
});

export const mappingSchema = z.strictObject({
  format: z.literal(MAPPING_FORMAT),
  delimiter: z.enum([',', ';', '\t', '|']),
  decimal: z.enum(['.', ',']),
  header: z.boolean(),
  time: z.strictObject({ column, as: z.enum(stampKinds), zone: z.string().max(64).optional() }),
  source: z.union([name, z.strictObject({ column })]),
  /** Columns whose texts are labels, by the name of the label. */
  labels: z.record(name, column),
  /** A wide table: each of these columns is a metric. */
  values: z.array(valueColumn).min(1).max(1000).optional(),
  /** A long table: a row is one value, and says of which metric. */
  long: z
    .strictObject({
      metric: column,
      value: column,
      kind: z.union([z.enum(valueKinds), z.strictObject({ column })]),
      unit: z.enum(['s', 'ms', 'us', 'ns']).optional(),
    })
    .optional(),
});

export type TableMapping = z.infer<typeof mappingSchema>;
export type ValueKind = (typeof valueKinds)[number];
export type StampKind = (typeof stampKinds)[number];
export type LatencyUnit = 's' | 'ms' | 'us' | 'ns';

/** Reads a mapping. Problems name their place in the text. */
export function readMapping(text: string, fileName: string): { mapping?: TableMapping; problems: readonly Problem[] } {
  const read = readDocument(mappingSchema, MAPPING_FORMAT, text, fileName);
  if (read.document === undefined) return { problems: read.problems };
  const { values, long } = read.document;
  if ((values === undefined) !== (long === undefined)) return { mapping: read.document, problems: [] };
  const text2 = 'must have either values (a column is a metric) or long (a row names its metric), and not both.';
  const at = { file: fileName, path: values === undefined ? '' : 'long', ...read.positionOf(['long']) };
  return { problems: [{ level: 'error', code: 'bad_mapping', ...at, text: text2 }] };
}

/** The mapping as YAML that people like to mend. Texts are in double quotes, which YAML reads as JSON does. */
export function writeMapping({ values, long, labels, ...rest }: TableMapping): string {
  const flow = (value: object): string =>
    `{ ${Object.entries(value)
      .map(([key, one]) => `${key}: ${typeof one === 'object' ? flow(one as object) : JSON.stringify(one)}`)
      .join(', ')} }`;
  const lines = Object.entries(rest).map(
    ([key, value]) => `${key}: ${typeof value === 'object' ? flow(value) : JSON.stringify(value)}`,
  );
  const isPlain = Object.keys(labels).length === 0;
  lines.push(isPlain ? 'labels: {}' : 'labels:');
  for (const [label, from] of Object.entries(labels)) lines.push(`  ${label}: ${JSON.stringify(from)}`);
  if (values !== undefined) lines.push('values:', ...values.map((value) => `  - ${flow(value)}`));
  if (long !== undefined) lines.push(`long: ${flow(long)}`);
  return `${lines.join('\n')}\n`;
}
