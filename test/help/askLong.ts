import { expect } from 'vitest';
import type { QueryAnswer, QueryArgs } from '../../shared/contract/contract.ts';
import type { Client } from '../../shared/contract/createClient.ts';

type Long = 'plan.whatIf' | 'plan.sweep';
type Done<Name extends Long> = Exclude<QueryAnswer<Name>, { readonly state: 'working' }>;

/** Asks what takes seconds until it is answered, as a screen does. */
export async function askLong<Name extends Long>(
  client: Client,
  name: Name,
  args: QueryArgs<Name>,
): Promise<Done<Name>> {
  for (;;) {
    const answer = await client.query(name, args);
    if (answer.state !== 'working') return answer as Done<Name>;
    expect(answer.done).toBeLessThanOrEqual(answer.of);
    // Whoever asks without a pause lets nobody work.
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
