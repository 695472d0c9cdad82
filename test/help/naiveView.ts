/** Unknown is undefined. */
export type Truth = boolean | undefined;

/** What a condition says at one tick. */
export interface View {
  readonly truth: Truth;
  /** The truth with clear levels in the place of the thresholds: a trigger is off where this is false. */
  readonly clearTruth: Truth;
  /** Something in it is stale or was never seen. */
  readonly isBlind: boolean;
  /** Something in it was never seen, and nothing is stale. */
  readonly isNever: boolean;
  readonly isFresh: boolean;
  readonly value: number | undefined;
  readonly n: number | undefined;
}

/** `all` (where false decides) and `any` (where true does), in three-valued logic. */
export function combine(views: readonly View[], decisive: boolean): View {
  const join = (truths: readonly Truth[]): Truth => {
    if (truths.includes(decisive)) return decisive;
    return truths.includes(undefined) ? undefined : !decisive;
  };
  return {
    truth: join(views.map(({ truth }) => truth)),
    clearTruth: join(views.map(({ clearTruth }) => clearTruth)),
    isBlind: views.some(({ isBlind }) => isBlind),
    isNever: views.some(({ isNever }) => isNever) && !views.some((it) => it.isBlind && !it.isNever),
    isFresh: views.every(({ isFresh }) => isFresh),
    value: views[0]?.value,
    n: views[0]?.n,
  };
}

export function negate(view: View): View {
  return { ...view, truth: opposite(view.truth), clearTruth: opposite(view.clearTruth) };
}

function opposite(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}
