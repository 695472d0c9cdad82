import { holdsCardNumber } from '../../../shared/base/cardNumber.ts';

export type TextTrouble = 'card_number' | 'lone_surrogate' | 'nul' | 'not_finite';

/**
 * The first trouble with a text anywhere in a parsed line: keys, names, labels, and everything inside `data`. The
 * numbers of telemetry itself are no text, but a card number inside an event's `data` may stand there as a number.
 * Parsed lines are as deep as the depth limit at most, so this may recurse.
 */
export function findTextTrouble(line: Readonly<Record<string, unknown>>): TextTrouble | undefined {
  for (const key of Object.keys(line)) {
    const trouble = troubleOfText(key) ?? (key === 'data' ? troubleOfData(line[key]) : troubleOfValue(line[key]));
    if (trouble !== undefined) return trouble;
  }
  return undefined;
}

function troubleOfText(text: string): TextTrouble | undefined {
  if (!text.isWellFormed()) return 'lone_surrogate';
  if (text.includes('\0')) return 'nul';
  return holdsCardNumber(text) ? 'card_number' : undefined;
}

/** Outside `data`: lists of numbers are passed over. */
function troubleOfValue(value: unknown): TextTrouble | undefined {
  if (typeof value === 'string') return troubleOfText(value);
  return typeof value === 'object' && value !== null ? troubleOfParts(value, troubleOfValue) : undefined;
}

function troubleOfData(value: unknown): TextTrouble | undefined {
  if (typeof value === 'string') return troubleOfText(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return 'not_finite';
    return isCardLike(value) ? troubleOfText(String(value)) : undefined;
  }
  return typeof value === 'object' && value !== null ? troubleOfParts(value, troubleOfData) : undefined;
}

function troubleOfParts(value: object, troubleOf: (part: unknown) => TextTrouble | undefined): TextTrouble | undefined {
  if (Array.isArray(value)) {
    for (const part of value) {
      const trouble = troubleOf(part);
      if (trouble !== undefined) return trouble;
    }
    return undefined;
  }
  for (const key of Object.keys(value)) {
    const trouble = troubleOfText(key) ?? troubleOf(Reflect.get(value, key));
    if (trouble !== undefined) return trouble;
  }
  return undefined;
}

/** Cards begin with 2 to 6; instants in ms, us or ns begin with 1 until the year 2033 and are numbers people log. */
function isCardLike(value: number): boolean {
  if (!Number.isInteger(value) || value < 2e12 || value >= 1e19) return false;
  const first = String(value).charCodeAt(0) - 0x30;
  return first >= 2 && first <= 6;
}
