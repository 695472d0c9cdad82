import type { Plan } from '../../shared/model/plan.ts';
import { requiredCriteria } from './requiredCriteria.ts';
import { say } from './say.ts';
import { spanWords, utcWords } from './times.ts';
import type { Judged, People } from './wire.ts';

/** What somebody has to do next although the call says GO; undefined when nothing needs anybody. */
export function needWords(judged: Judged | null, people: People | null, plan: Plan | undefined): string | undefined {
  const poll = people?.polls.polls.find(({ state }) => state === 'open');
  if (poll !== undefined) return say('call.pollOpen', { question: poll.question, time: utcWords(poll.closesAt) });
  const late = (people?.runbook.phases ?? [])
    .flatMap(({ steps }) => steps)
    .filter(({ state, lateMs }) => state !== 'done' && state !== 'skipped' && (lateMs ?? 0) > 0)
    .sort((one, other) => (other.lateMs ?? 0) - (one.lateMs ?? 0));
  const [first] = late;
  if (first !== undefined) {
    return say('call.stepLate', { step: first.says, time: spanWords(first.lateMs ?? 0) });
  }
  const { unknown } = requiredCriteria(judged, plan);
  return unknown === 0 ? undefined : say('call.criteriaUnknown', { count: unknown });
}
