import { createRequire } from 'node:module';
import { burnSql, burnWindowsS, type BurnWay } from './burnSql.ts';
import { answer, partWords, startWatch } from './partWords.ts';

// What a fast database does with the same lines: DuckDB reads them, counts each once, and works out how fast the budget
// of each of 18 cells burns over six windows, at every second. It is spared the rest: late lines, gaps, latencies, gauges,
// rules, a chain of proof.

/** As much of DuckDB's client as is used here; it is fetched when the bench runs, and is no dependency. */
interface DuckDb {
  readonly DuckDBInstance: {
    create(path: string, options: Record<string, string>): Promise<{ connect(): Promise<Connection> }>;
  };
  readonly version: () => string;
}
interface Connection {
  run(sql: string): Promise<unknown>;
  runAndReadAll(sql: string): Promise<{ getRowObjectsJson(): readonly Record<string, unknown>[] }>;
}

const { recording, folder, way } = partWords('recording', 'folder', 'way');
const fetched = createRequire(`${folder}/package.json`);
const duckdb = fetched('@duckdb/node-api') as DuckDb;
const instance = await duckdb.DuckDBInstance.create(':memory:', { threads: '1' });
const db = await instance.connect();
await db.run('SET threads = 1');

const steps: Record<string, number> = {};
const spent = startWatch();
for (const [step, statements] of Object.entries(burnSql(way as BurnWay, recording))) {
  const spentOnStep = startWatch();
  for (const statement of statements) await db.run(statement);
  steps[step] = spentOnStep().seconds;
}
const time = spent();
const count = await db.runAndReadAll('SELECT count(*)::INTEGER AS n FROM burn');
const last = await db.runAndReadAll('SELECT * FROM burn WHERE s = (SELECT max(s) FROM burn)');
answer({
  ...time,
  steps,
  version: duckdb.version(),
  rows: count.getRowObjectsJson()[0]?.['n'],
  last: last.getRowObjectsJson().map((row) => ({
    market: row['market'],
    method: row['method'],
    burns: burnWindowsS.map((windowS) => row[`b${windowS}`]),
  })),
});
