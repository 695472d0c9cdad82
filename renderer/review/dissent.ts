import type { Plan } from '../../shared/model/plan.ts';
import type { Poll } from '../present/wire.ts';

/** The answer to "Strong objections?": silence is consent only where somebody asked. */
export type Dissent = 'notAsked' | 'none' | 'some';

/** What those who want another option, or none, have said: each a line, as objections are written. */
export function asVoted(poll: Poll | undefined, choice: string, plan: Plan | undefined): string {
  if (poll === undefined || choice === '') return '';
  const isFor = ({ vote, option }: Poll['votes'][number]): boolean =>
    poll.options.length === 0
      ? vote === choice || (vote === 'go-if' && choice === 'go')
      : option === choice && vote !== 'no-go';
  return poll.votes
    .filter((one) => one.vote !== null && one.isFresh && !isFor(one))
    .map((one) => {
      const says = one.reason ?? one.condition ?? [one.vote, one.option].filter((part) => part !== null).join(' ');
      return `${plan?.roles[one.role]?.name ?? one.role}: ${says.replaceAll('\n', ' ')}`;
    })
    .join('\n');
}
