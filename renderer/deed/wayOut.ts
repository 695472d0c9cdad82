import type { WireOutcome } from '../../shared/contract/commands.ts';
import type { MessageKey } from '../present/say.ts';
import type { Deed } from '../state/deeds.svelte.ts';

type RefusalCode = Extract<WireOutcome, { kind: 'refused' }>['refusal']['code'];

/** What can be done about a refusal: another deed, or the same once more. */
export type WayOut = { readonly kind: 'again' } | ({ readonly kind: 'deed'; readonly label: MessageKey } & Deed);

const blocked: readonly RefusalCode[] = ['criterion_unknown', 'criterion_not_met', 'not_yet', 'trigger_on'];

/** Undefined where the sentence says all that can be done. */
export function wayOut(code: RefusalCode, { name, args }: Deed): WayOut | undefined {
  const to = (other: Deed['name'], label: MessageKey, known: Deed['args'] = {}): WayOut => ({
    kind: 'deed',
    name: other,
    label,
    args: known,
  });
  if (code === 'stale_view' || code === 'engine_lost') return { kind: 'again' };
  if (code === 'not_allowed' && name !== 'role.take') return to('role.take', 'way.role');
  if (code === 'poll_closed') return to('poll.open', 'way.poll', { poll: args['poll'] });
  if (code === 'order_underway') return to('order.cancel', 'way.order');
  if (name === 'ramp.advance' && blocked.includes(code)) return to('override.propose', 'way.override', args);
  const isStep = name === 'step.finish' || name === 'step.skip';
  if (isStep && code === 'bad_request') return to('step.reopen', 'way.reopen', { step: args['step'] });
  return undefined;
}
