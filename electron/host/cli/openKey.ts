import type { SigningKey } from '../../engine/store/session.ts';
import { openSigningKey } from '../../engine/store/signingKey.ts';
import { signingKeyFile } from '../configFolder.ts';
import type { CommandIo } from './command.ts';

/** Without a key a session is chained all the same, and only its signatures are missing. */
export function openKey(io: Pick<CommandIo, 'err'>): { signingKey?: SigningKey } {
  try {
    return { signingKey: openSigningKey(signingKeyFile()) };
  } catch (error) {
    const words = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
    io.err(`The session is not signed (${words}); \`holdpoint doctor\` says what to do.\n`);
    return {};
  }
}
