import { printable } from './problem.ts';

/** What to do about a key that is none, where its shape tells how it came about. */
export function hintOnKey(key: string, value: unknown): string | undefined {
  if (value !== null || !/[\s:]/.test(key)) return undefined;
  const isGlued = /^[\w.-]+:\S/.test(key);
  return isGlued
    ? 'write a blank behind the colon'
    : 'a comma ends a text between { and }: put the whole text in quotes';
}

/** What else to say where a map or a list was expected and something else was found; begins with a comma. */
export function hintOnShape(expected: string, found: unknown): string {
  if (expected === 'array') {
    if (typeof found === 'string')
      return found.startsWith('-') ? ', with a blank behind each dash' : `, such as [${printable(found, 40)}]`;
    return typeof found === 'object' && found !== null ? ', each behind a dash' : '';
  }
  if (expected !== 'object' && expected !== 'record') return '';
  if (Array.isArray(found)) return ', without dashes';
  if (found === null) return ', indented under this key (or {})';
  return typeof found === 'string' && /^[\w.-]+:\S/.test(found) ? ', with a blank behind each colon' : '';
}
