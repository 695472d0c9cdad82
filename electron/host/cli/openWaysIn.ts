import { waysInFile } from '../configFolder.ts';
import { dropWaysInSecret, openWaysInSecret, secretOfSession } from '../waysInSecret.ts';
import type { CommandIo } from './command.ts';

/** The secret behind the ways into this session. Where it cannot be kept, all is new after a restart, and that is said. */
export function openWaysIn(
  path: string,
  { viewOnly, isNew }: { readonly viewOnly: boolean; readonly isNew: boolean },
  io: Pick<CommandIo, 'err'>,
): { secret?: string } {
  const file = waysInFile();
  try {
    if (isNew) dropWaysInSecret(file);
    return { secret: secretOfSession(openWaysInSecret(file), path, viewOnly ? 'looks' : 'acts') };
  } catch (error) {
    const words = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
    io.err(`After a restart nobody is known any more, and links are new (${words}).\n`);
    return {};
  }
}
