/** Files of evidence, each once, known by what is in them. The ledger says what each was attached to. */
export const sql = `
CREATE TABLE evidence_file (
  sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64), bytes INTEGER NOT NULL, body BLOB NOT NULL
) STRICT;
CREATE TRIGGER evidence_file_no_update BEFORE UPDATE ON evidence_file
BEGIN SELECT RAISE(ABORT, 'files of evidence are never changed or taken away'); END;
CREATE TRIGGER evidence_file_no_delete BEFORE DELETE ON evidence_file
BEGIN SELECT RAISE(ABORT, 'files of evidence are never changed or taken away'); END;
`;
