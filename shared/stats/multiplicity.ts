/**
 * Benjamini-Hochberg: which of several p-values to reject so that, on average, at most a share `q` of the rejections
 * is wrong. Returns their places in `p`, ascending; none for an empty list.
 */
export function benjaminiHochberg(p: readonly number[], q: number): number[] {
  const order = p.map((_, index) => index).sort((a, b) => (p[a] ?? 1) - (p[b] ?? 1) || a - b);
  let rejected = 0;
  order.forEach((index, rank) => {
    if ((p[index] ?? 1) <= ((rank + 1) * q) / p.length) rejected = rank + 1;
  });
  return order.slice(0, rejected).sort((a, b) => a - b);
}
