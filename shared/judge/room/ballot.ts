import type { Poll } from '../../model/planExperiments.ts';
import type { CommandArgs } from '../../model/room/roomFact.ts';

/** What is wrong with a ballot, as a sentence; undefined when it may be cast. */
export function wrongBallot(
  id: string,
  poll: Poll,
  { vote, reason, condition, option }: Omit<CommandArgs<'vote.cast'>, 'poll'>,
): string | undefined {
  if (vote === 'no-go' && reason === undefined) return 'A no-go needs its reason; write why.';
  if (vote === 'go-if' && condition === undefined) return 'A go-if needs its condition; write what must be so.';
  if (poll.options === undefined) {
    return option === undefined ? undefined : `${id} offers no options; vote without one.`;
  }
  const options = Object.keys(poll.options);
  if (option === undefined) return `${id} offers options; name the one that you speak of: ${options.join(', ')}.`;
  return options.includes(option) ? undefined : `${id} has no option ${option}; name one of ${options.join(', ')}.`;
}

/** Whether two bodies say the same, in whatever order they were written. A key that says undefined says nothing. */
export function saysTheSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  const [ones, others] = [one, other].map(
    (it) => new Map(Object.entries(it).filter(([, value]) => value !== undefined)),
  );
  if (ones === undefined || others === undefined || ones.size !== others.size) return false;
  return [...ones].every(([key, value]) => others.has(key) && saysTheSame(value, others.get(key)));
}
