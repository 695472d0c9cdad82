import { maskCardNumbers } from '../base/cardNumber.ts';

const excerptLength = 120;

/**
 * How many characters of the raw line an excerpt needs: a card number that the cut would halve must still be seen whole,
 * even where every character is written as an escape of six.
 */
export const excerptReach = 1_024;

const escapedCharacter = /\\u00([2-7][0-9a-fA-F])/g;
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;
const stampBefore = /"(?:t|arrived)"\s*:\s*$/;

/** The start of a line for a person: printable, card numbers masked, at most `limit` characters. */
export function excerptOf(line: string, limit: number = excerptLength): string {
  const plain = line
    .slice(0, excerptReach)
    .replace(escapedCharacter, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  const masked = maskCardNumbers(plain, ({ start }) => stampBefore.test(plain.slice(Math.max(0, start - 20), start)));
  const printable = masked.replace(unprintable, '\u00b7');
  const isWhole = line.length <= excerptReach;
  if (isWhole && printable.length <= limit) return printable;
  const cut = printable.slice(0, limit - 1);
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}\u2026`;
}
