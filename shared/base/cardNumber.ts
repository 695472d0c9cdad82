/**
 * Payment card numbers in text: 13 to 19 digits that pass Luhn's check, written together or in groups parted by single
 * spaces or dashes. Only whole groups are put together, so a longer run of digits (a trace id) is no card number, and a
 * card number behind another number ("12 4111 1111 1111 1111") is found. Letters may touch it: names cannot begin with
 * a digit. Digits of other scripts, dashes of other lengths and invisible separators are no disguise. Zeros alone are no
 * card number: empty ids are written so.
 */
const minDigits = 13;
const maxDigits = 19;
/** How many of the last digits are remembered: enough for the longest number. */
const kept = 20;

/** What is written as 0 in the scripts whose digits follow each other from there. */
const zeros = [0x30, 0x660, 0x6f0, 0x966, 0xff10];
const separators: ReadonlySet<number> = new Set([
  ...[0x20, 0x2d, 0xa0, 0xad, 0x2007, 0x2009, 0x200b, 0x200c, 0x200d, 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015],
  ...[0x202f, 0x2060, 0x2212, 0xfe58, 0xfe63, 0xfeff, 0xff0d],
]);

export interface TextRange {
  readonly start: number;
  readonly end: number;
}

export function holdsCardNumber(text: string): boolean {
  return hasEnoughDigits(text) && !eachCardNumber(text).next().done;
}

/** The card numbers in a text, separators included. They overlap where the grouping can be read in two ways. */
export function findCardNumbers(text: string): TextRange[] {
  return hasEnoughDigits(text) ? [...eachCardNumber(text)] : [];
}

/** Most texts have not. */
function hasEnoughDigits(text: string): boolean {
  let missing = minDigits;
  for (let at = 0; missing > 0 && at < text.length; at += 1) if (digitOf(text.charCodeAt(at)) >= 0) missing -= 1;
  return missing === 0;
}

/**
 * Looks at each character once, for texts may be a megabyte long. Of the run of digits that it is in it keeps where the
 * last ones stood and Luhn's sums before them: one with every second digit doubled from the first on, one from the second.
 */
function* eachCardNumber(text: string): Generator<TextRange, void, undefined> {
  const places = new Int32Array(kept);
  const isGroupStart = new Uint8Array(kept);
  const evenBefore = new Int32Array(kept);
  const oddBefore = new Int32Array(kept);
  let evenSum = 0;
  let oddSum = 0;
  let count = 0;
  let lastNonZero = -1;
  let isAfterDigit = false;
  for (let at = 0; at <= text.length; at += 1) {
    const code = text.charCodeAt(at);
    const digit = digitOf(code);
    if (digit >= 0) {
      const slot = count % kept;
      places[slot] = at;
      isGroupStart[slot] = isAfterDigit ? 0 : 1;
      evenBefore[slot] = evenSum;
      oddBefore[slot] = oddSum;
      const doubled = digit < 5 ? digit * 2 : digit * 2 - 9;
      evenSum += count % 2 === 0 ? doubled : digit;
      oddSum += count % 2 === 0 ? digit : doubled;
      if (digit !== 0) lastNonZero = count;
      count += 1;
      isAfterDigit = true;
      continue;
    }
    if (isAfterDigit) {
      // The last digit stands for itself, the one before it is doubled, and so on.
      const sum = count % 2 === 0 ? evenSum : oddSum;
      const before = count % 2 === 0 ? evenBefore : oddBefore;
      for (let first = Math.max(0, count - maxDigits); first <= count - minDigits; first += 1) {
        const slot = first % kept;
        const isCard = isGroupStart[slot] === 1 && (sum - (before[slot] ?? 0)) % 10 === 0 && lastNonZero >= first;
        if (isCard) yield { start: places[slot] ?? at, end: at };
      }
    }
    if (!isAfterDigit || !separators.has(code)) {
      evenSum = oddSum = count = 0;
      lastNonZero = -1;
    }
    isAfterDigit = false;
  }
}

/** The text with every digit of every card number as `*`. */
export function maskCardNumbers(text: string, isSpared: (range: TextRange) => boolean = () => false): string {
  let masked = text;
  for (const range of findCardNumbers(text)) {
    if (isSpared(range)) continue;
    const stars = Array.from(text.slice(range.start, range.end), maskDigit).join('');
    masked = masked.slice(0, range.start) + stars + masked.slice(range.end);
  }
  return masked;
}

function maskDigit(character: string): string {
  return digitOf(character.charCodeAt(0)) < 0 ? character : '*';
}

/** -1 for what is no digit. */
function digitOf(code: number): number {
  if (code < 0x660) return code >= 0x30 && code <= 0x39 ? code - 0x30 : -1;
  for (const zero of zeros) if (code >= zero && code <= zero + 9) return code - zero;
  return -1;
}
