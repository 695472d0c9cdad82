/** Cells that say that there is nothing. */
const nothing = new Set(['', '-', '\u2013', '\u2014', 'null', 'none', 'na', 'n/a', '#n/a', 'nan', 'undefined']);

export function isNothing(cell: string): boolean {
  return cell.length < 12 && nothing.has(cell.trim().toLowerCase());
}

const withPoint = /^[+-]?(?:\d+|\d{1,3}(?:[,' \u00a0\u202f]\d{3})+)?(?:\.\d*)?(?:[eE][+-]?\d{1,3})?$/;
const withComma = /^[+-]?(?:\d+|\d{1,3}(?:[.' \u00a0\u202f]\d{3})+)?(?:,\d*)?(?:[eE][+-]?\d{1,3})?$/;

/** The number in a cell, thousands parted or not; `5 %` is 5. Undefined for what is none. */
export function readNumber(cell: string, decimal: '.' | ','): number | undefined {
  const text = cell.length > 60 ? '' : cell.trim().replace(/\s?%$/, '');
  if (!/\d/.test(text) || !(decimal === '.' ? withPoint : withComma).test(text)) return undefined;
  const plain =
    decimal === '.'
      ? text.replaceAll(/[,' \u00a0\u202f]/g, '')
      : text.replaceAll(/[.' \u00a0\u202f]/g, '').replace(',', '.');
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}

/** Which of both writes more of these cells as numbers; the point where they write as many. */
export function findDecimal(cells: readonly string[]): '.' | ',' {
  const reads = (decimal: '.' | ','): number => cells.filter((cell) => readNumber(cell, decimal) !== undefined).length;
  return reads(',') > reads('.') ? ',' : '.';
}
