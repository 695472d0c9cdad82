import type { NamedRole } from '../serve/rolesOf.ts';
import type { CommandIo } from './command.ts';

const ownNames = ['127.0.0.1', 'localhost', '[::1]'];

/** The links by which people act in a role, and what has to be known before they are sent. */
export function tellInvitations(
  links: Readonly<Record<string, string>>,
  roles: readonly NamedRole[],
  io: Pick<CommandIo, 'out'>,
): void {
  const nameOf = (role: string): string => roles.find((one) => one.role === role)?.name ?? role;
  const width = Math.max(...Object.keys(links).map((role) => nameOf(role).length));
  io.out('One link for each role. Whoever has it acts in that role, on any device: send it to that person alone.\n');
  for (const [role, link] of Object.entries(links)) io.out(`  ${nameOf(role).padEnd(width)}  ${link}\n`);
  if (Object.values(links).every((link) => ownNames.includes(new URL(link).hostname))) {
    io.out('They open on this machine alone: served with --host 0.0.0.0, other machines reach it too.\n');
  }
}
