import type { Poll } from '../../model/planExperiments.ts';
import type { LiveCriterion } from '../criterion.ts';
import type { World } from './book.ts';
import type { Round, RoundBasis } from './pollRound.ts';

/** What the polls of a plan rest on: the criteria under each, and which of them count for what. */
export class PollGround {
  private readonly world: World;
  private readonly isOptionOpen: (option: string) => boolean;
  private readonly found = new Map<string, readonly LiveCriterion[]>();

  constructor(world: World, isOptionOpen: (option: string) => boolean) {
    this.world = world;
    this.isOptionOpen = isOptionOpen;
  }

  pollOf(id: string): Poll | undefined {
    const { polls } = this.world.plan;
    return Object.hasOwn(polls, id) ? polls[id] : undefined;
  }

  /** Undefined where there is no round, or no such poll any more. */
  under(round: Round | undefined): RoundBasis | undefined {
    const basis = round === undefined ? undefined : this.basisOf(round.poll);
    return round === undefined || basis === undefined ? undefined : { ...basis, round };
  }

  basisOf(id: string): Omit<RoundBasis, 'round'> | undefined {
    const poll = this.pollOf(id);
    if (poll === undefined) return undefined;
    return { world: this.world, poll, criteria: this.criteriaOf(id, poll), isUnder: this.isUnderOf(poll) };
  }

  private isUnderOf({ options }: Poll): RoundBasis['isUnder'] {
    return ({ criterion: { apply } }, option) => {
      if (apply === undefined || apply === option) return true;
      // One that applies to another option of the same poll is not under this one; that of another poll counts while open.
      return options !== undefined && Object.hasOwn(options, apply) ? false : this.isOptionOpen(apply);
    };
  }

  private criteriaOf(id: string, poll: Poll): readonly LiveCriterion[] {
    const known = this.found.get(id);
    if (known !== undefined) return known;
    const options = poll.options ?? {};
    const found = this.world.criteria.filter(
      ({ id: one, criterion: { apply } }) =>
        poll.criteria.includes(one) || (apply !== undefined && Object.hasOwn(options, apply)),
    );
    this.found.set(id, found);
    return found;
  }
}
