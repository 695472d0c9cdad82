/** The first schema. Rows that prove something can be added, in order, and never changed or taken away. */
export const sql = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE plan (
  seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, digest TEXT NOT NULL, text TEXT NOT NULL,
  prev TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;

CREATE TABLE chunk (
  seq INTEGER PRIMARY KEY, first_line INTEGER NOT NULL, lines INTEGER NOT NULL, raw_bytes INTEGER NOT NULL,
  first_tick INTEGER, last_tick INTEGER, whole_tick INTEGER,
  position TEXT NOT NULL, contents TEXT NOT NULL, prev TEXT NOT NULL, hash TEXT NOT NULL, body BLOB NOT NULL
) STRICT;
CREATE INDEX chunk_by_line ON chunk (first_line);

CREATE TABLE tail (
  seq INTEGER PRIMARY KEY, first_line INTEGER NOT NULL, lines INTEGER NOT NULL, raw_bytes INTEGER NOT NULL,
  prev TEXT NOT NULL, hash TEXT NOT NULL, body BLOB NOT NULL
) STRICT;

CREATE TABLE series (
  id INTEGER PRIMARY KEY, chunk INTEGER NOT NULL REFERENCES chunk (seq) DEFERRABLE INITIALLY DEFERRED,
  source TEXT NOT NULL, kind TEXT NOT NULL, metric TEXT NOT NULL, labels TEXT NOT NULL
) STRICT;
CREATE INDEX series_by_chunk ON series (chunk);

CREATE TABLE block (
  id INTEGER PRIMARY KEY, chunk INTEGER NOT NULL REFERENCES chunk (seq) DEFERRABLE INITIALLY DEFERRED,
  resolution INTEGER NOT NULL, first_tick INTEGER NOT NULL, last_tick INTEGER NOT NULL,
  min_bucket INTEGER, max_bucket INTEGER, rows INTEGER NOT NULL, raw_bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL, body BLOB NOT NULL
) STRICT;
CREATE INDEX block_by_chunk ON block (chunk);
CREATE INDEX block_by_tick ON block (resolution, last_tick, first_tick);
CREATE INDEX block_by_bucket ON block (resolution, max_bucket, min_bucket, first_tick);

CREATE TABLE transition (
  seq INTEGER PRIMARY KEY, chunk INTEGER NOT NULL REFERENCES chunk (seq) DEFERRABLE INITIALLY DEFERRED,
  at INTEGER NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, cell TEXT NOT NULL,
  from_state TEXT NOT NULL, to_state TEXT NOT NULL, value REAL, n REAL, why TEXT NOT NULL,
  prev TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE INDEX transition_by_at ON transition (at);

CREATE TABLE quarantine (
  seq INTEGER PRIMARY KEY, chunk INTEGER NOT NULL REFERENCES chunk (seq) DEFERRABLE INITIALLY DEFERRED,
  line INTEGER NOT NULL, at REAL, reason TEXT NOT NULL, text TEXT NOT NULL, excerpt TEXT NOT NULL, source TEXT
) STRICT;
CREATE INDEX quarantine_by_chunk ON quarantine (chunk);

CREATE TABLE gap (
  source TEXT NOT NULL, epoch TEXT NOT NULL, from_seq INTEGER NOT NULL, to_seq INTEGER NOT NULL,
  opened_at INTEGER NOT NULL, closed_at INTEGER, PRIMARY KEY (source, epoch, from_seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE source_state (source TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE judge_checkpoint (
  tick INTEGER PRIMARY KEY, chunk INTEGER NOT NULL REFERENCES chunk (seq) DEFERRABLE INITIALLY DEFERRED,
  raw_bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, body BLOB NOT NULL
) STRICT;
CREATE INDEX judge_checkpoint_by_chunk ON judge_checkpoint (chunk);

CREATE TABLE ledger (
  seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, role TEXT NOT NULL, name TEXT NOT NULL,
  kind TEXT NOT NULL, body TEXT NOT NULL, prev TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;

CREATE TABLE ledger_checkpoint (
  seq INTEGER PRIMARY KEY REFERENCES ledger (seq), hash TEXT NOT NULL, public_key TEXT NOT NULL, signature TEXT NOT NULL
) STRICT;

${['plan', 'chunk', 'series', 'block', 'transition', 'quarantine', 'judge_checkpoint', 'ledger', 'ledger_checkpoint']
  .map(neverChanged)
  .join('')}
${['plan', 'chunk', 'transition', 'quarantine', 'ledger'].map(withoutHoles).join('')}
`;

function neverChanged(table: string): string {
  return ['UPDATE', 'DELETE']
    .map(
      (what) => `
CREATE TRIGGER ${table}_no_${what.toLowerCase()} BEFORE ${what} ON "${table}"
BEGIN SELECT RAISE(ABORT, 'rows of ${table} are never changed or taken away'); END;`,
    )
    .join('');
}

function withoutHoles(table: string): string {
  return `
CREATE TRIGGER ${table}_in_order BEFORE INSERT ON "${table}"
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM "${table}")
BEGIN SELECT RAISE(ABORT, 'rows of ${table} are added in order, one after the last'); END;`;
}
