// The burn of 18 cells over six windows at every second of the day, asked of DuckDB in the two best ways that we found.

/** Six of the windows that the launch's plan looks at, in seconds. */
export const burnWindowsS: readonly number[] = [300, 600, 900, 3600, 7200, 86_400];

/** What the plan's objective allows to fail. */
const allowedRatio = 0.0005;

/**
 * - `frames`: window functions with the windows as frames, which is how SQL states the question.
 * - `totals`: running totals, and each window as the difference of two of them, over rows that lie in order already; by
 *   far the fastest of a dozen that were tried (frames without partitions, self joins, positional joins, lists...).
 */
export type BurnWay = 'frames' | 'totals';

/** Statements by step; the last leaves a table `burn` with one row a second and cell. */
export function burnSql(way: BurnWay, recording: string): Readonly<Record<string, readonly string[]>> {
  return {
    load: [loadSql(recording)],
    bucket: [bucketSql, gridSql],
    burn: way === 'frames' ? [framesSql()] : [runningSql, totalsSql()],
  };
}

/** Only the lines and columns that the question needs are kept. */
function loadSql(recording: string): string {
  const columns = [
    `t: 'BIGINT', source: 'VARCHAR', epoch: 'VARCHAR', seq: 'BIGINT', metric: 'VARCHAR', value: 'DOUBLE'`,
    `labels: 'STRUCT(path VARCHAR, market VARCHAR, method VARCHAR, outcome VARCHAR)'`,
  ].join(', ');
  return `CREATE TABLE line AS
    SELECT t // 1000 AS s, source, epoch, seq, labels.market AS market, labels."method" AS "method",
           labels.outcome AS outcome, value
    FROM read_json('${recording.replaceAll(`'`, `''`)}', format = 'newline_delimited', columns = {${columns}})
    WHERE metric = 'checkout.requests' AND labels.path = 'one-click'`;
}

/** A line that was sent twice counts once. */
const bucketSql = `CREATE TABLE bucket AS
  SELECT s, market, "method", sum(CASE WHEN outcome = 'error' THEN value ELSE 0 END) AS bad, sum(value) AS total
  FROM (SELECT DISTINCT source, epoch, seq, s, market, "method", outcome, value FROM line)
  GROUP BY ALL`;

/** Every second of every cell, those without traffic too, by cell and then by second. */
const gridSql = `CREATE TABLE grid AS
  WITH cell AS (
    SELECT market, "method", row_number() OVER (ORDER BY market, "method")::INTEGER AS cell
    FROM (SELECT DISTINCT market, "method" FROM bucket)
  ), bound AS (SELECT min(s) AS low, max(s) AS high FROM bucket),
  second AS (SELECT unnest(range((SELECT low FROM bound), (SELECT high + 1 FROM bound))) AS s)
  SELECT cell, market, "method", s, s - (SELECT low FROM bound) AS place,
         coalesce(bad, 0) AS bad, coalesce(total, 0) AS total
  FROM cell CROSS JOIN second LEFT JOIN bucket USING (market, "method", s)
  ORDER BY cell, s`;

function framesSql(): string {
  const burns = burnWindowsS.map(
    (w) => `sum(bad) OVER w${w} / nullif(sum(total) OVER w${w}, 0) / ${allowedRatio} AS b${w}`,
  );
  const frames = burnWindowsS.map(
    (w) => `w${w} AS (PARTITION BY cell ORDER BY s ROWS BETWEEN ${w - 1} PRECEDING AND CURRENT ROW)`,
  );
  return `CREATE TABLE burn AS SELECT market, "method", s, ${burns.join(', ')} FROM grid WINDOW ${frames.join(', ')}`;
}

/** One total runs through all the cells: the counts are whole, so what came before a cell cancels out to nothing. */
const runningSql = `CREATE TABLE running AS
  SELECT cell, market, "method", s, place, bad AS ownBad, total AS ownTotal,
         sum(bad) OVER (ROWS UNBOUNDED PRECEDING) AS bad, sum(total) OVER (ROWS UNBOUNDED PRECEDING) AS total
  FROM grid`;

function totalsSql(): string {
  // A window that reaches back beyond the first second of its cell holds all since then.
  const since = (column: string, w: number): string =>
    `(${column} - CASE WHEN place >= ${w} THEN lag(${column}, ${w}) OVER () ELSE ${column}Before END)`;
  const burns = burnWindowsS.map(
    (w) => `${since('bad', w)} / nullif(${since('total', w)}, 0) / ${allowedRatio} AS b${w}`,
  );
  return `CREATE TABLE burn AS
    SELECT market, "method", s, ${burns.join(', ')}
    FROM running JOIN (
      SELECT cell, bad - ownBad AS badBefore, total - ownTotal AS totalBefore FROM running WHERE place = 0
    ) USING (cell)`;
}
