const PERCENT = /^([+-]?\d+(?:\.\d+)?)\s?(?:%|pp)$/;

/**
 * Reads `99.95%` as 0.9995 and `+0.8pp` as 0.008. The decimal point is shifted in the text, so that the result is the
 * double nearest to the decimal number (99.9 / 100 is not). Returns undefined for anything else.
 */
export function parsePercent(text: string): number | undefined {
  const match = text.length > 40 ? null : PERCENT.exec(text);
  return match?.[1] === undefined ? undefined : Number(`${match[1]}e-2`);
}

/** What was probably meant by a text that is no percentage: `2 percent`, `0,5%`, `99.95`, `.5 %`; undefined where nobody can tell. */
export function nearestPercent(text: string): string | undefined {
  if (text.length > 40) return undefined;
  const dense = text.toLowerCase().replaceAll(/\s/g, '');
  const match = /^([+-]?\d*)(?:[.,](\d+))?(%|percent|pct|pc|pp|points?|percentagepoints?)?$/.exec(dense);
  const [, whole = '', part, unit = '%'] = match ?? [];
  if (!/\d/.test(whole) && part === undefined) return undefined;
  const number = `${/\d/.test(whole) ? whole : `${whole}0`}${part === undefined ? '' : `.${part}`}`;
  return `${number}${/^p(?:p|o|ercentagep)/.test(unit) ? 'pp' : '%'}`;
}

/** Writes a ratio as a percentage of at most `digits` significant digits: 0.9995 is `99.95 %`. */
export function formatPercent(ratio: number, digits = 4): string {
  return `${Number((ratio * 100).toPrecision(digits))} %`;
}
