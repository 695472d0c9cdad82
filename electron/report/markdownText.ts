import { visibleText } from './visibleText.ts';

/**
 * Text of people and plans as Markdown that says nothing but that text, on one line: no link, no picture, no markup, no
 * HTML, no table, whatever it holds and wherever it stands.
 */
export function markdownText(text: string): string {
  return (
    visibleText(text)
      .trim()
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replace(/[\\`*_[\]{}|~$!^]/g, '\\$&')
      .replace(/^([#+=\-:])/, '\\$1')
      .replace(/^(\d+)([.)])/, '$1\\$2')
      // What renderers make links of without being asked.
      .replace(/:(?=\/\/)/g, '\\:')
      .replace(/\b(www)\./gi, '$1\\.')
      .replaceAll('@', '&#64;')
  );
}
