/**
 * Payment card numbers in text: 13 to 19 digits that pass Luhn's check, written together or in groups parted by single
 * spaces or dashes. Only whole groups are put together, so a longer run of digits (a trace id) is no card number, and a
 * card number behind another number ("12 4111 1111 1111 1111") is found. Letters may touch it: names cannot begin with
 * a digit. Digits of other scripts, dashes of other lengths and invisible separators are no disguise. Zeros alone are no
 * card number: empty ids are written so.
 */
const minDigits = 13;
const maxDigits = 19;

const digitClass = '0-9\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\uff10-\uff19';
const separatorClass =
  ' \\-\u00a0\u00ad\u2007\u2009\u200b-\u200d\u2010-\u2015\u202f\u2060\u2212\ufe58\ufe63\ufeff\uff0d';
const digitRun = new RegExp(`[${digitClass}]+(?:[${separatorClass}][${digitClass}]+)*`, 'g');
const digitGroup = new RegExp(`[${digitClass}]+`, 'g');
const anyDigit = new RegExp(`[${digitClass}]`, 'g');
const zeros = [0x30, 0x660, 0x6f0, 0x966, 0xff10];

export interface TextRange {
  readonly start: number;
  readonly end: number;
}

export function holdsCardNumber(text: string): boolean {
  return text.length >= minDigits && !eachCardNumber(text).next().done;
}

/** The card numbers in a text, separators included. They overlap where the grouping can be read in two ways. */
export function findCardNumbers(text: string): TextRange[] {
  return [...eachCardNumber(text)];
}

function* eachCardNumber(text: string): Generator<TextRange, void, undefined> {
  for (const run of text.matchAll(digitRun)) {
    if (run[0].length < minDigits) continue;
    const groups = [...run[0].matchAll(digitGroup)].map((group) => ({
      start: run.index + group.index,
      digits: Array.from(group[0].slice(0, maxDigits + 1), digitValue),
    }));
    for (const [place, first] of groups.entries()) {
      const digits: number[] = [];
      for (let last = place; last < groups.length && digits.length < maxDigits; last += 1) {
        const group = groups[last] ?? first;
        digits.push(...group.digits);
        const isRightLength = digits.length >= minDigits && digits.length <= maxDigits;
        if (isRightLength && isCardNumber(digits)) yield { start: first.start, end: group.start + group.digits.length };
      }
    }
  }
}

/** The text with every digit of every card number as `*`. */
export function maskCardNumbers(text: string, isSpared: (range: TextRange) => boolean = () => false): string {
  let masked = text;
  for (const range of findCardNumbers(text)) {
    if (isSpared(range)) continue;
    const stars = masked.slice(range.start, range.end).replace(anyDigit, '*');
    masked = masked.slice(0, range.start) + stars + masked.slice(range.end);
  }
  return masked;
}

function isCardNumber(digits: readonly number[]): boolean {
  let sum = 0;
  let isZero = true;
  digits.forEach((digit, place) => {
    if (digit !== 0) isZero = false;
    const doubled = (digits.length - place) % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  });
  return !isZero && sum % 10 === 0;
}

function digitValue(character: string): number {
  const code = character.charCodeAt(0);
  for (const zero of zeros) if (code >= zero && code <= zero + 9) return code - zero;
  return 0;
}
