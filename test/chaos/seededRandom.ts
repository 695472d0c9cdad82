/** A stream of chances that is the same for the same seed, on every machine. */
export interface SeededRandom {
  /** From 0 up to, and without, 1. */
  next(): number;
  /** A whole number, `least <= n < most`. */
  between(least: number, most: number): number;
  /** True with this share of chance. */
  chance(ratio: number): boolean;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
}

/** Mulberry32: small, and good enough to choose moments by. */
export function createSeededRandom(seed: number): SeededRandom {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least));
  return {
    next,
    between,
    chance: (ratio) => next() < ratio,
    pick: (items) => items[between(0, items.length)] ?? items[0],
  };
}

/** Puts the items into another order, in place. */
export function shuffle<Item>(items: Item[], random: SeededRandom): Item[] {
  for (let place = items.length - 1; place > 0; place -= 1) {
    const other = random.between(0, place + 1);
    const [one] = items.splice(place, 1, ...items.slice(other, other + 1));
    if (one !== undefined) items[other] = one;
  }
  return items;
}
