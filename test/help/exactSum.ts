/**
 * The sum of doubles as if there were no rounding, rounded once: it does not depend on the order of adding. What the
 * sum cannot hold is kept in parts that do not overlap, the smallest first.
 */
export function exactSum(values: readonly number[]): number {
  const parts: number[] = [];
  for (const value of values) {
    let rest = value;
    let kept = 0;
    for (const part of parts) {
      const [large, small] = Math.abs(rest) < Math.abs(part) ? [part, rest] : [rest, part];
      rest = large + small;
      const lost = small - (rest - large);
      if (lost !== 0) parts[kept++] = lost;
    }
    parts.length = kept;
    parts.push(rest);
  }
  let sum = 0;
  let lost = 0;
  while (parts.length > 0 && lost === 0) {
    const part = parts.pop() ?? 0;
    const before = sum;
    sum += part;
    lost = part - (sum - before);
  }
  // Halfway between two doubles, what is smaller still decides.
  const next = parts.at(-1) ?? 0;
  const up = sum + 2 * lost;
  return Math.sign(next) === Math.sign(lost) && 2 * lost === up - sum ? up : sum;
}
