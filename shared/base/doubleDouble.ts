/**
 * A double-double is an unevaluated sum `high + low` that carries about 106 bits. Sums of telemetry kept this way are
 * exact for any realistic range of values, so they do not depend on the order in which samples came, and what is
 * added and later taken away again leaves exactly nothing behind.
 *
 * The functions write into `result`, so that a hot loop allocates nothing.
 */
export interface DoubleDouble {
  high: number;
  low: number;
}

/** result = (aHigh + aLow) + (bHigh + bLow), correct to about 2^-105 of the result whatever the signs. */
export function addDoubleDouble(aHigh: number, aLow: number, bHigh: number, bLow: number, result: DoubleDouble): void {
  const sum = aHigh + bHigh;
  const sumPart = sum - aHigh;
  const sumError = aHigh - (sum - sumPart) + (bHigh - sumPart);
  const low = aLow + bLow;
  const lowPart = low - aLow;
  const lowError = aLow - (low - lowPart) + (bLow - lowPart);
  const carry = sumError + low;
  const middle = sum + carry;
  const rest = lowError + (carry - (middle - sum));
  result.high = middle + rest;
  result.low = rest - (result.high - middle);
}
