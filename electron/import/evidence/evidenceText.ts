import { excerptOf } from '../../../shared/model/excerpt.ts';

const longestText = 200;

export type DecodedText = { readonly text: string } | { readonly text: undefined; readonly refusal: string };

/** The bytes as text, a byte order mark aside. Only UTF-8 is text here, and a text holds no NUL. */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (bytes.length === 0) return { text: undefined, refusal: 'is empty' };
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return { text: undefined, refusal: 'is written in UTF-16; write it as UTF-8' };
  const text = decodeStrictly(bytes);
  if (text === undefined) return { text, refusal: 'is not UTF-8 text; write it as UTF-8' };
  if (text.includes('\0')) return { text: undefined, refusal: 'holds NUL characters; it is damaged or no text' };
  return text.trim() === '' ? { text: undefined, refusal: 'is empty' } : { text };
}

function decodeStrictly(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Text from a file as it may stand in a sentence: printable, of one line, at most 200 characters. */
export function shown(text: string, limit: number = longestText): string {
  return excerptOf(text, limit);
}

export function quoted(text: string): string {
  return `"${shown(text, 60)}"`;
}
