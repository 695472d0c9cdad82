import type { Connection } from './open.ts';

type Statement<Row> = ReturnType<typeof prepare<Row>>;

const statements = new WeakMap<Connection, Map<string, unknown>>();

/**
 * The statement of this text on this connection, prepared once. `Row` is what a row of it is: the schema is ours and
 * its tables are strict, so rows are not checked again.
 */
export function prepared<Row>(db: Connection, sql: string): Statement<Row> {
  let known = statements.get(db);
  if (known === undefined) {
    known = new Map();
    statements.set(db, known);
  }
  const found = known.get(sql) as Statement<Row> | undefined;
  if (found !== undefined) return found;
  const statement = prepare<Row>(db, sql);
  known.set(sql, statement);
  return statement;
}

function prepare<Row>(db: Connection, sql: string) {
  return db.prepare<unknown[], Row>(sql);
}

/** Null of SQL to the undefined of TypeScript. */
export function orUndefined<Value>(value: Value | null): Value | undefined {
  return value === null ? undefined : value;
}
