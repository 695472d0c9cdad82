/** The sum of doubles as if there were no rounding, rounded once: it does not depend on the order of adding. */
export function exactSum(values: readonly number[]): number {
  if (values.some((value) => !Number.isFinite(value))) return values.reduce((sum, value) => sum + value, 0);
  return toNumber(values.reduce((sum, value) => sum + toUnits(value), 0n));
}

/** One unit is the smallest double, 2^-1074: every double is a whole number of them. */
function toUnits(value: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const size = exponent === 0n ? fraction : (fraction | 0x10000000000000n) << (exponent - 1n);
  return bits >> 63n === 1n ? -size : size;
}

function toNumber(units: bigint): number {
  if (units < 0n) return -toNumber(-units);
  const shift = Math.max(0, units.toString(2).length - 64);
  const top = units >> BigInt(shift);
  const isRest = top << BigInt(shift) !== units;
  // The last of the 64 bits stands for all that was cut off: it only decides a tie.
  return timesPowerOfTwo(Number(isRest ? top | 1n : top), shift - 1074);
}

function timesPowerOfTwo(value: number, power: number): number {
  const first = Math.max(-1000, Math.min(900, power));
  return value * 2 ** first * 2 ** (power - first);
}
