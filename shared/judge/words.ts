import { formatDuration } from '../base/duration.ts';
import type { Indicator } from '../model/planIndicators.ts';

const mostPercentDigits = 6;

/** Numbers for sentences: at most `digits` significant ones, thousands parted by commas, no exponent for what people read. */
export function numberWords(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return value > 0 ? 'endless' : 'unknown';
  if (value !== 0 && (Math.abs(value) >= 1e15 || Math.abs(value) < 1e-6)) return value.toPrecision(digits);
  const rounded = Number(value.toPrecision(Math.max(digits, Math.abs(value) >= 1 ? wholeDigits(value) : 0)));
  const [whole = '0', fraction] = decimalText(rounded).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** A number of which only the first two digits mean anything. */
export function aboutWords(value: number): string {
  return numberWords(Number(value.toPrecision(2)));
}

/** A count as it was counted, without what doubles leave behind of decimals. */
export function plainWords(count: number): string {
  return String(Number(count.toPrecision(12)));
}

/** Three digits; near 100 % as many as tell the nines apart, for 99.95 % is not 100 %. */
export function percentWords(ratio: number): string {
  const percent = Number((ratio * 100).toPrecision(12));
  if (!(percent > 90 && percent < 100)) return `${numberWords(percent, 3)} %`;
  const digits = Math.max(3, Math.min(mostPercentDigits, 3 - Math.floor(Math.log10(100 - percent))));
  const rounded = Number(percent.toPrecision(digits));
  return `${numberWords(rounded === 100 ? Math.floor(percent * 1e4) / 1e4 : rounded, digits)} %`;
}

export function countWords(count: number, noun: string): string {
  return `${numberWords(count)} ${noun}${count === 1 ? '' : 's'}`;
}

export function secondsWords(seconds: number): string {
  return formatDuration(Math.round(seconds) * 1000);
}

/** A value of this indicator with its unit. */
export function valueWords(indicator: Indicator, value: number | undefined): string {
  if (value === undefined) return 'nothing';
  switch (indicator.kind) {
    case 'ratio':
    case 'share':
      return percentWords(value);
    case 'quantile':
    case 'mean':
      return value === Infinity ? 'above every bucket' : `${numberWords(value)} ms`;
    case 'rate':
      return `${numberWords(value)}${indicator.scale === undefined ? '' : ` per ${numberWords(indicator.scale)}`}`;
    case 'speed':
      return `${numberWords(value)} a second`;
    case 'compare':
      return `${numberWords(value)} times`;
    case 'total':
    case 'gauge':
      return numberWords(value);
  }
}

function wholeDigits(value: number): number {
  return Math.floor(Math.log10(Math.abs(value))) + 1;
}

/** Without an exponent, as people write numbers; at most 12 decimals. */
export function decimalText(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(12).replace(/0+$/, '').replace(/\.$/, '') : text;
}
