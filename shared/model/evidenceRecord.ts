import { z } from 'zod';
import { strict, text, word } from './planScalars.ts';
import { duration, isoInstant } from './planUnits.ts';
import { toProblems } from './planProblems.ts';
import { showPath } from './problem.ts';
import { readYaml } from './yamlTree.ts';

/** The two records that people write by hand, in YAML or JSON: that a rollback was drilled, and that a change was approved. */

const mayBeEmpty = (what: string) =>
  z
    .string({ error: `write ${what} as text` })

    .max(2000, { error: `write ${what} in at most 2,000 characters` })
    .nullish();

/** A number from the tracker, or a word such as CHG-1042. */
const recordId = z
  .union([text('an id'), z.int()], { error: 'write an id as text, in quotes if it is a long number' })
  .transform(String);

const drillSchema = strict({
  when: isoInstant,
  who: text('who ran the drill'),
  service: text('a service').optional(),
  rollback: duration('95s').optional(),
  limit: duration('2m').optional(),
  result: word('done', 'failed'),
}).refine((it) => it.result === 'failed' || it.rollback !== undefined, {
  path: ['rollback'],
  error: 'write how long the rollback took, such as 95s',
});
export type DrillRecord = z.output<typeof drillSchema>;

const changeSchema = strict({
  id: recordId,
  service: text('a service'),
  author: text('who wrote the change'),
  approver: mayBeEmpty('who approved it'),
  approvedAt: isoInstant.nullish(),
  commit: z
    .string({ error: 'write a commit as text, in quotes if it is digits alone' })
    .regex(/^[0-9a-fA-F]{7,64}$/, { error: 'write a commit of 7 to 64 hexadecimal digits' })
    .optional(),
});
export type ChangeRecord = z.output<typeof changeSchema>;

/** The record, or what is wrong with it as the end of a sentence that begins with its name. */
export type ReadRecord<Record> = { readonly record: Record } | { readonly record: undefined; readonly refusal: string };

export function readDrillRecord(written: string): ReadRecord<DrillRecord> {
  return readRecord(written, drillSchema);
}

export function readChangeRecord(written: string): ReadRecord<ChangeRecord> {
  return readRecord(written, changeSchema);
}

/** Far more than such a record needs, and little enough for the parser whatever it holds. */
const MOST_CHARACTERS = 65_536;

function readRecord<Schema extends z.ZodType>(written: string, schema: Schema): ReadRecord<z.output<Schema>> {
  if (written.length > MOST_CHARACTERS) {
    return refused(`has ${written.length} characters; write at most ${MOST_CHARACTERS}`);
  }
  const tree = readYaml(written);
  if (Array.isArray(tree)) {
    const [first] = tree;
    return refused(first === undefined ? 'cannot be read' : `${lineWords(first.line)}${first.text}`, tree.length);
  }
  if (tree.value === null) return refused('is empty');
  const read = schema.safeParse(tree.value);
  if (read.success) return { record: read.data };
  const problems = toProblems(read.error.issues, tree.value).map((it) => {
    const { line, column } = it.at === 'key' ? tree.positionOfKey(it.path) : tree.positionOf(it.path);
    const path = it.at === 'key' || it.path.length === 0 ? '' : `${showPath(it.path)} `;
    return { line, column, text: `${path}${it.text}` };
  });
  problems.sort((one, other) => one.line - other.line || one.column - other.column);
  const [first] = problems;
  return refused(first === undefined ? 'cannot be read' : `${lineWords(first.line)}${first.text}`, problems.length);
}

function lineWords(line: number): string {
  return `cannot be used: line ${line} `;
}

function refused(says: string, problems = 1): { record: undefined; refusal: string } {
  const more = problems > 1 ? ` (and ${problems - 1} more)` : '';
  return { record: undefined, refusal: `${says.replace(/\.$/, '')}${more}` };
}
