import { excerptOf } from '../../model/excerpt.ts';
import type { CommandRefusal } from '../../model/room/refusal.ts';
import type { CommandArgs } from '../../model/room/roomFact.ts';
import { refuse } from './book.ts';
import { barredBy, criteriaInTheWay, freshVotes, hasVeto, type RoundBasis } from './pollRound.ts';
import { criterionWords, defaultAnswerMs, staleWhy } from './voteFreshness.ts';

type Asked = Pick<CommandArgs<'decision.record'>, 'choice' | 'conditions' | 'dissent'>;

/** Why the decision may not choose this; undefined when it may. */
export function refuseChoice(basis: RoundBasis, asked: Asked): CommandRefusal | undefined {
  return basis.poll.options === undefined ? refusePlain(basis, asked) : refuseOption(basis, asked);
}

function refusePlain(basis: RoundBasis, asked: Asked): CommandRefusal | undefined {
  const { choice } = asked;
  if (choice === 'no-go' || choice === 'hold') return undefined;
  if (choice !== 'go') {
    return refuse('bad_request', `${basis.round.poll} is decided by go, no-go or hold, and not by "${choice}".`);
  }
  return refuseVetoed(basis) ?? refuseUnready(basis, undefined, asked);
}

/** One of the options, or none of them: no-go, or hold until they are asked for anew. */
function refuseOption(basis: RoundBasis, asked: Asked): CommandRefusal | undefined {
  const { round, poll } = basis;
  const { choice } = asked;
  const options = Object.keys(poll.options ?? {});
  if (!options.includes(choice)) {
    if (choice === 'no-go' || choice === 'hold') return undefined;
    const say = `choose one of ${options.join(', ')}, or no-go or hold for none of them`;
    return refuse('bad_request', `${round.poll} has no option "${choice}"; ${say}.`);
  }
  const reasons = barredBy(basis, round, choice);
  if (reasons.length === 0) return refuseUnready(basis, choice, asked);
  const isVetoed = [...freshVotes(basis).values()].some(
    ({ role, body }) => body.vote === 'no-go' && body.option === choice && hasVeto(basis.world, role),
  );
  return refuse(
    isVetoed ? 'not_allowed' : 'criterion_not_met',
    `${choice} is barred, as ${reasons.join(' and ')}; choose another option.`,
  );
}

/** What a go and an option need alike; of an option, said of it and not of another. */
function refuseUnready(
  basis: RoundBasis,
  option: string | undefined,
  { conditions, dissent }: Asked,
): CommandRefusal | undefined {
  const objectors = (dissent ?? []).map(({ role }) => role);
  return (
    refuseVotes(basis, option, objectors) ??
    refuseCriteria(basis, option) ??
    refuseUnanswered(basis, option, conditions)
  );
}

function refuseVetoed(basis: RoundBasis): CommandRefusal | undefined {
  for (const { role, body } of freshVotes(basis).values()) {
    if (body.vote !== 'no-go' || !hasVeto(basis.world, role)) continue;
    const says = excerptOf(body.reason ?? '', 300);
    return refuse('not_allowed', `${role} has a veto and says no-go (${says}); nobody can decide against it.`);
  }
  return undefined;
}

/**
 * A go needs every voter; only a no-go that was said may be overridden, silence may not. Whoever wants another option may be
 * decided against as well, where the decision says so.
 */
function refuseVotes(
  basis: RoundBasis,
  option: string | undefined,
  objectors: readonly string[],
): CommandRefusal | undefined {
  const { round, poll, world } = basis;
  const fresh = freshVotes(basis);
  for (const role of poll.voters) {
    const vote = fresh.get(role);
    if (vote === undefined) {
      const cast = round.votes.find((one) => one.role === role);
      const why = cast === undefined ? undefined : staleWhy(cast, world.nowMs, poll.answerExpires ?? defaultAnswerMs);
      const says = why === undefined ? `${role} has not voted` : `The vote of ${role} is stale, as ${why}`;
      return refuse('bad_request', `${says}; ask for it while the poll is open, or open the poll anew.`);
    }
    const { body } = vote;
    if (body.vote === 'hold') {
      return refuse('bad_request', `${role} says hold; a go needs another vote of theirs first.`);
    }
    if (body.option !== option && !objectors.includes(role)) {
      const says = `${role} says ${body.vote} to ${body.option ?? 'no option'}, and nothing of ${option ?? 'a go'}`;
      return refuse('bad_request', `${says}; ask for another vote of theirs, or record their objection as dissent.`);
    }
  }
  return undefined;
}

function refuseCriteria(basis: RoundBasis, option: string | undefined): CommandRefusal | undefined {
  const ways = criteriaInTheWay(basis, option);
  if (ways.length === 0) return undefined;
  const under = basis.criteria.filter((live) => basis.isUnder(live, option));
  const isNotMet = under.some(({ state }) => state === 'fail' || state === 'maturing');
  const waivable = under
    .filter(({ state, criterion }) => (state === 'fail' || state === 'unknown') && criterion.waivable.length > 0)
    .map(criterionWords);
  const remedy = waivable.length === 0 ? 'wait until it passes' : `wait, or have ${waivable.join(', ')} waived`;
  return refuse(
    isNotMet ? 'criterion_not_met' : 'criterion_unknown',
    `There is no ${option ?? 'go'} while ${ways.join(' and ')}; ${remedy}.`,
  );
}

/** Whoever said "go, if" is answered, or has not said go. */
function refuseUnanswered(
  basis: RoundBasis,
  option: string | undefined,
  conditions: readonly string[],
): CommandRefusal | undefined {
  if (conditions.length > 0) return undefined;
  const asked = [...freshVotes(basis).values()].filter(({ body }) => body.vote === 'go-if' && body.option === option);
  const [first] = asked;
  if (first === undefined) return undefined;
  const says = excerptOf(first.body.condition ?? '', 300);
  return refuse('bad_request', `${first.role} says go, if ${says}; write into the conditions how that is answered.`);
}
