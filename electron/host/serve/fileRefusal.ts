import type { WireOutcome } from '../../../shared/contract/commands.ts';
import type { RefusalCode } from '../../../shared/model/room/refusal.ts';

export type FileRefusal = Pick<Extract<WireOutcome, { kind: 'refused' }>, 'refusal'>;

/** Why a file, or what it says, does not get as far as the room. */
export function refusal(code: RefusalCode, text: string): FileRefusal {
  return { refusal: { code, text } };
}
