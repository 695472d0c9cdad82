const HALF_LOG_TWO_PI = 0.91893853320467274178;
const ONE_MINUS_EULER = 0.42278433509846713939;

/** `(-1)^k (zeta(k) - 1) / k` for k = 2, 3, ...: the series of `ln gamma(2 + z)` beyond its linear term. */
const ZETA_SERIES = [
  0.322467033424113218, -0.0673523010531980951, 0.0205808084277845479, -0.00738555102867398527, 0.00289051033074152329,
  -0.00119275391170326098, 0.000509669524743042422, -0.00022315475845357938, 0.0000994575127818085337,
  -0.0000449262367381331417, 0.0000205072127756706916, -9.4394882752683959e-6, 4.3748667899074878e-6,
  -2.03921575380136624e-6, 9.55141213040741983e-7, -4.49246919876456604e-7, 2.12071848055546659e-7,
  -1.00432248239680996e-7, 4.76981016936398057e-8, -2.27110946089431649e-8, 1.08386592148969541e-8,
  -5.18347504197004666e-9, 2.48367454380247832e-9, -1.19214014058609121e-9, 5.73136724167886201e-10,
];

/** `B(2k) / (2k (2k - 1))`: the asymptotic series of the Stirling correction in odd powers of `1/x`. */
const STIRLING_SERIES = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400];

/** From here on the asymptotic series is good to the last bits of a double. */
const STIRLING_FROM = 10;

/**
 * Natural logarithm of the gamma function, for `x >= 0`.
 *
 * Relative error is near 1e-15, also around the zeros at 1 and 2. `x = 0` (and anything below, which is not legal)
 * gives Infinity, the pole's value.
 */
export function logGamma(x: number): number {
  if (x <= 0) return Infinity;
  if (x >= STIRLING_FROM) return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + stirlingSeries(x);
  if (x < 0.5) return logGammaNearTwo(x) - Math.log1p(x) - Math.log(x);
  if (x < 1.5) return logGammaNearTwo(x - 1) - Math.log1p(x - 1);
  let product = 1;
  let reduced = x;
  while (reduced >= 2.5) {
    reduced -= 1;
    product *= reduced;
  }
  return Math.log(product) + logGammaNearTwo(reduced - 2);
}

/**
 * `ln gamma(x) - ((x - 1/2) ln x - x + ln(2 pi) / 2)` for `x > 0`: what Stirling's formula misses. It falls from
 * Infinity at 0 to `1 / (12 x)`; ratios of gamma functions of huge arguments are built from its differences, so that
 * the huge parts cancel on paper and not in the machine.
 */
export function stirlingCorrection(x: number): number {
  if (x >= STIRLING_FROM) return stirlingSeries(x);
  if (x <= 0) return Infinity;
  const known = Number.isInteger(x) ? SMALL_INTEGERS[x] : undefined;
  return known ?? correctionByDefinition(x);
}

/** `ln gamma(2 + z)` for `|z| <= 0.5`. */
function logGammaNearTwo(z: number): number {
  let sum = 0;
  for (let index = ZETA_SERIES.length - 1; index >= 0; index -= 1) sum = sum * z + (ZETA_SERIES[index] ?? 0);
  return z * (ONE_MINUS_EULER + z * sum);
}

function stirlingSeries(x: number): number {
  const inverse = 1 / x;
  const square = inverse * inverse;
  let sum = 0;
  for (let index = STIRLING_SERIES.length - 1; index >= 0; index -= 1)
    sum = sum * square + (STIRLING_SERIES[index] ?? 0);
  return sum * inverse;
}

function correctionByDefinition(x: number): number {
  return logGamma(x) - ((x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI);
}

const SMALL_INTEGERS = Array.from({ length: STIRLING_FROM }, (_, x) =>
  x === 0 ? Infinity : correctionByDefinition(x),
);
