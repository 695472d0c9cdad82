import { rmSync } from 'node:fs';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { createSigningKey } from '../../electron/engine/store/signingKey.ts';
import { verifySession } from '../../electron/engine/store/verify.ts';
import { answer, partWords, startWatch } from './partWords.ts';

// Proves a session with a long ledger whole: every row hashed again, every checkpoint's signature checked.

const { session: path, rows } = partWords('session', 'rows');
rmSync(path, { force: true });
const count = Number(rows);
const session = openSession(path, {
  mode: 'create',
  now: () => 1_774_900_000_000,
  identity: { kind: 'replay', createdBy: 'bench', recording: null },
  signingKey: createSigningKey(),
});
for (let from = 0; from < count; from += 5000) {
  session.appendFacts(
    Array.from({ length: Math.min(5000, count - from) }, (_, index) => ({
      at: (from + index) * 1000,
      actor: { role: 'sre', name: 'SRE on duty' },
      kind: 'note.written',
      body: { text: `Looked at the vault at ${from + index}, and it was well.` },
    })),
  );
}
session.close();
const spent = startWatch();
const { ok, counts } = verifySession(path);
const { seconds } = spent();
if (!ok || counts === undefined) throw new Error('The session of the bench is not whole.');
answer({ seconds, rows: counts.ledgerRows });
