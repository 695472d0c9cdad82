import { openSession } from '../../electron/engine/store/openSession.ts';
import type { Session } from '../../electron/engine/store/session.ts';
import { createSigningKey } from '../../electron/engine/store/signingKey.ts';
import type { SessionIdentity, SessionKind } from '../../shared/model/session.ts';

export const identity: SessionIdentity = {
  kind: 'replay',
  createdBy: 'holdpoint 0.1.0',
  recording: { name: 'day.ndjson' },
};

/** A new session at a clock that stands still. */
export function createSession(
  path: string,
  { signed = false, kind = 'replay' }: { readonly signed?: boolean; readonly kind?: SessionKind } = {},
): Session {
  return openSession(path, {
    mode: 'create',
    identity: { ...identity, kind },
    now: () => 1_774_900_000_000,
    ...(signed ? { signingKey: createSigningKey() } : {}),
  });
}
