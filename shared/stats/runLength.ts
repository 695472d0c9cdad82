import { poissonLowerTail, poissonPmf, poissonUpperTail } from './poisson.ts';

/** More states than this are not solved for: the work grows with their cube (some tenths of a second here). */
const MOST_STATES = 600;

/**
 * Mean steps of `S = max(0, S + x - k)`, x Poisson, from 0 until `S >= h`; `k >= 0`, `h > 0`, `rate > 0`.
 *
 * S lives on a lattice when k is a fraction p/q: its states below h are 0, 1/q, 2/q, ... The equations of that Markov
 * chain are solved exactly (to rounding, for lengths of any size). h need not be on the lattice. A k that is no such
 * fraction is replaced by the nearest one with the largest q that 600 states below h allow; paths that come back to 0
 * or alarm within q steps, which is nearly all of them, are then the true ones. Only when `h > 600` are the states
 * coarser than 1, each standing for an equal stretch below h, and the length is good to about a percent.
 */
export function solveRunLength(k: number, h: number, rate: number): number {
  const chain = h <= MOST_STATES ? latticeChain(k, h, rate) : coarseChain(k, h, rate);
  return meanStepsFromFirst(chain);
}

interface Chain {
  /** Probability of going from one state to another, row by row. */
  readonly moves: readonly Float64Array[];
  /** Probability of leaving the states (the alarm), for each. */
  readonly exits: Float64Array;
}

function latticeChain(k: number, h: number, rate: number): Chain {
  const { numerator: down, denominator: unit } = nearestFraction(k, Math.max(1, Math.floor(MOST_STATES / h)));
  // A product like 0.1 x 30 must not gain a state by its rounding.
  const size = Math.max(1, Math.ceil(h * unit * (1 - 1e-12)));
  const moves: Float64Array[] = [];
  const exits = new Float64Array(size);
  for (let from = 0; from < size; from += 1) {
    const row = new Float64Array(size);
    const toZero = Math.floor((down - from) / unit);
    row[0] = poissonLowerTail(toZero, rate);
    let count = Math.max(0, toZero + 1);
    for (let to = from - down + count * unit; to < size; to += unit) {
      row[to] = (row[to] ?? 0) + poissonPmf(count, rate);
      count += 1;
    }
    moves.push(row);
    exits[from] = poissonUpperTail(count, rate);
  }
  return { moves, exits };
}

function coarseChain(k: number, h: number, rate: number): Chain {
  const size = MOST_STATES;
  const width = h / (size - 0.5);
  const moves: Float64Array[] = [];
  const exits = new Float64Array(size);
  // State `to` takes what falls in the width around it, which is told by how far it is from `from`.
  const edgeAt = (distance: number): number => Math.floor((distance + 0.5) * width + k);
  const upTo = Float64Array.from({ length: 2 * size }, (_, place) => poissonLowerTail(edgeAt(place - size), rate));
  for (let from = 0; from < size; from += 1) {
    const row = new Float64Array(size);
    // The first takes all below as well.
    let below = 0;
    for (let to = 0; to < size; to += 1) {
      const tail = upTo[to - from + size] ?? 0;
      row[to] = Math.max(0, tail - below);
      below = tail;
    }
    moves.push(row);
    exits[from] = poissonUpperTail(edgeAt(size - 1 - from) + 1, rate);
  }
  return { moves, exits };
}

/**
 * Removes the states one by one, last first, and keeps for the others the time and the exit that their detours through
 * it cost. Everything added is positive and nothing is subtracted, so even a length of 1e12 keeps its digits.
 */
function meanStepsFromFirst({ moves, exits }: Chain): number {
  const steps = new Float64Array(exits.length).fill(1);
  for (let last = exits.length - 1; last > 0; last -= 1) {
    const row = moves[last] ?? new Float64Array(0);
    let leave = exits[last] ?? 0;
    for (let to = 0; to < last; to += 1) leave += row[to] ?? 0;
    if (leave === 0) continue;
    for (let from = 0; from < last; from += 1) {
      const other = moves[from] ?? row;
      const weight = (other[last] ?? 0) / leave;
      if (weight === 0) continue;
      for (let to = 0; to < last; to += 1) other[to] = (other[to] ?? 0) + weight * (row[to] ?? 0);
      exits[from] = (exits[from] ?? 0) + weight * (exits[last] ?? 0);
      steps[from] = (steps[from] ?? 0) + weight * (steps[last] ?? 0);
    }
  }
  return (steps[0] ?? 1) / (exits[0] ?? 0);
}

/** The closest fraction with a denominator of at most `largest`; the first that is exact, if one is. */
function nearestFraction(value: number, largest: number): { numerator: number; denominator: number } {
  let best = { numerator: Math.round(value), denominator: 1 };
  for (let denominator = 2; denominator <= largest; denominator += 1) {
    if (Math.abs(best.numerator / best.denominator - value) <= 1e-12 * Math.max(1, value)) break;
    const numerator = Math.round(value * denominator);
    if (Math.abs(numerator / denominator - value) < Math.abs(best.numerator / best.denominator - value)) {
      best = { numerator, denominator };
    }
  }
  return best;
}
