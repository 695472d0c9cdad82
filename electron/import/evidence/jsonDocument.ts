import { valueAt } from '../../../shared/model/valueAt.ts';
import { quoted } from './evidenceText.ts';

const mostDepth = 64;
const mostValues = 1_000_000;

export type ReadJson = { readonly refusal: undefined; readonly value: unknown } | { readonly refusal: string };

/**
 * One JSON document as plain values. Depth and numbers are looked at before anything is parsed, and a key that stands twice
 * in one object is refused: two readers could see two documents. Keys such as `__proto__` are data like any others.
 */
export function readJson(text: string): ReadJson {
  if (/^\s{0,99}</.test(text)) return { refusal: 'is XML; hand in JSON' };
  const refusal = refuseJson(text);
  if (refusal !== undefined) return { refusal };
  try {
    return { refusal: undefined, value: JSON.parse(text) as unknown };
  } catch (error) {
    if (error instanceof SyntaxError) return { refusal: 'is not JSON, or breaks off before its end' };
    throw error;
  }
}

/** The text at a path of own keys, unless it is empty or something else. */
export function textAt(root: unknown, ...path: readonly (string | number)[]): string | undefined {
  const value = valueAt(root, path);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** The list at a path; `wrong` where something else stands there. */
export function listAt(root: unknown, ...path: readonly string[]): readonly unknown[] | 'wrong' | undefined {
  const value = valueAt(root, path);
  return value === undefined || Array.isArray(value) ? value : 'wrong';
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One walk over the characters, with the open brackets and the keys of each open object in hand. */
function refuseJson(text: string): string | undefined {
  const open: (Set<string> | 'object' | 'list')[] = [];
  let isBeforeKey = false;
  let values = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    switch (character) {
      case '"': {
        const end = endOfText(text, at);
        if (end === -1) return 'is not JSON, or breaks off before its end';
        if (isBeforeKey) {
          const key = toKey(text.slice(at, end + 1));
          const keys = open.at(-1);
          if (keys instanceof Set && keys.has(key)) return `has the key ${quoted(key)} twice in one object`;
          if (keys instanceof Set) keys.add(key);
          else open[open.length - 1] = new Set([key]);
        }
        isBeforeKey = false;
        at = end;
        break;
      }
      case '{':
      case '[':
        if (open.length >= mostDepth) return `is nested more than ${mostDepth} deep`;
        open.push(character === '{' ? 'object' : 'list');
        isBeforeKey = character === '{';
        values += 1;
        break;
      case '}':
      case ']':
        open.pop();
        isBeforeKey = false;
        if (open.length === 0 && /^\s*[{["]/.test(text.slice(at + 1, at + 100)))
          return 'holds more than one JSON document; hand in one';
        break;
      case ',':
        isBeforeKey = open.length > 0 && open.at(-1) !== 'list';
        values += 1;
        break;
      default:
        break;
    }
    if (values > mostValues) return `holds more than ${mostValues} values`;
  }
  return undefined;
}

/** Where the text that begins at a quote ends; -1 when it does not. */
function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x5c) at += 1;
    else if (code === 0x22) return at;
  }
  return -1;
}

/** A key with its escapes resolved: `a` and `\u0061` are one key. */
function toKey(written: string): string {
  if (!written.includes('\\')) return written.slice(1, -1);
  try {
    const key: unknown = JSON.parse(written);
    return String(key);
  } catch (error) {
    // A wrong escape is the parser's to refuse.
    if (error instanceof SyntaxError) return written;
    throw error;
  }
}
