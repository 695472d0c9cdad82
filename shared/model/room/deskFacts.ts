import { z } from 'zod';
import { instantMs, words } from './roomScalars.ts';

/** What a desk is called among the others: part of subjects, addresses and names of links. */
export const deskName = z
  .string({ error: 'write the name of a desk' })
  .regex(/^[a-z][a-z0-9_-]{0,31}$/, { error: 'name a desk in at most 32 small letters, digits, - and _' });

/** The desks of a launch that several of them decide. */
export const deskFacts = {
  'desk.joined': z.strictObject({ desk: deskName }),
  'desk.left': z.strictObject({ desk: deskName }),
  /** This one does what the room does by itself, until another one says so. */
  'desk.keeps': z.strictObject({ desk: deskName, reason: words('a reason', 500) }),
  /** It was cut off from the others; told when it is back. */
  'desk.returned': z.strictObject({ desk: deskName, fromMs: instantMs, toMs: instantMs, text: words('why', 500) }),
  /** What somebody wanted to do while his desk was cut off. */
  'desk.proposed': z.strictObject({
    desk: deskName,
    /** The id of the command as it was given: what it would have been. */
    asked: words('the id of a command', 200),
    by: z.strictObject({ role: words('a role', 128), name: words('a name', 80) }),
    does: words('what was asked', 80),
    /** What went with it, as JSON. */
    args: words('what was asked', 4000),
    atMs: instantMs,
  }),
};

/** What a desk that is cut off keeps for the others: everything but who holds a role, which nobody proposes. */
export function mayPropose(does: string): boolean {
  return !does.startsWith('role.');
}
