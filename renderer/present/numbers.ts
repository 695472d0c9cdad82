import { locale } from './say.ts';
import { spanWords } from './times.ts';

/** Numbers as they are read on a wall: no more digits than the eye can use, and the unit after a thin space. */
const space = '\u202f';
const mostPercentDigits = 6;
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });

export function countWords(count: number): string {
  return whole.format(count);
}

function digits(value: number, most: number, least = most): string {
  return value.toLocaleString(locale, { minimumFractionDigits: least, maximumFractionDigits: most });
}

/**
 * `0.9995` is `99.95 %`. Near 100 % the digits that tell nines apart stay, near nothing two that count: what is not all is not
 * told as all, and what is not nothing not as nothing.
 */
export function percentWords(ratio: number, mostDigits?: number): string {
  const percent = Number((ratio * 100).toPrecision(12));
  const size = Math.abs(percent);
  const left = 100 - percent;
  if (percent !== 0 && size < 1) {
    const least = mostDigits ?? 0;
    return `${digits(percent, Math.max(least, 1 - Math.floor(Math.log10(size))), least)}${space}%`;
  }
  let most = mostDigits ?? (percent === 0 || left === 0 ? 0 : Math.abs(left) < 1 ? 2 : size < 10 ? 1 : 0);
  const isRoundedUp = (): boolean => left > 0 && Number(percent.toFixed(most)) >= 100;
  while (isRoundedUp() && most < mostPercentDigits) most += 1;
  const told = isRoundedUp() ? 100 - 10 ** -most : percent;
  return `${digits(told, most)}${space}%`;
}

/** A share as a plan writes it: `5 %`, `2.5 %`. What is measured keeps its digits, so that it does not jump. */
export function writtenPercentWords(ratio: number): string {
  return `${digits(Number((ratio * 100).toPrecision(12)), 6, 0)}${space}%`;
}

/** A difference of shares: `+0.80 pp`. */
export function pointWords(ratio: number): string {
  const points = ratio * 100;
  return `${points > 0 ? '+' : ''}${digits(points, 2)}${space}pp`;
}

/** How many times faster than the budget allows: `12.0x`, `45x`. */
export function burnWords(rate: number | null): string {
  if (rate === null) return '';
  return `${digits(rate, rate >= 20 ? 0 : 1)}x`;
}

/** From two minutes on as a span: refunds are credited in minutes. Nothing is nothing in each unit. */
export function millisWords(millis: number): string {
  if (millis === 0) return '0';
  if (millis >= 120_000) return spanWords(millis);
  return millis >= 10_000 ? `${digits(millis / 1000, 1)}${space}s` : `${digits(millis, millis < 10 ? 1 : 0)}${space}ms`;
}

export function moneyWords(amount: number, currency: string): string {
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    notation: Math.abs(amount) >= 1e5 ? 'compact' : 'standard',
    maximumFractionDigits: Math.abs(amount) >= 1e5 ? 1 : Math.abs(amount) >= 100 || Number.isInteger(amount) ? 0 : 2,
  }).format(amount);
}

/** Three significant digits, or all of a whole number. */
export function valueWords(value: number): string {
  if (Number.isInteger(value)) return whole.format(value);
  return value.toLocaleString(locale, { maximumSignificantDigits: Math.abs(value) >= 100 ? 4 : 3 });
}

/** `1.4 MiB`, `512 bytes`: as limits of files are told. */
export function byteWords(bytes: number): string {
  if (bytes >= 1_048_576) return `${valueWords(Math.round((bytes / 1_048_576) * 10) / 10)}${space}MiB`;
  if (bytes >= 1024) return `${valueWords(Math.round(bytes / 102.4) / 10)}${space}KiB`;
  return `${whole.format(bytes)}${space}B`;
}
