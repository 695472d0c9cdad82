import { type AST, parse } from 'svelte/compiler';

/** Attributes whose text people read, or hear. */
const spoken = new Set(['title', 'aria-label', 'aria-description', 'aria-roledescription', 'placeholder', 'alt']);
const isWords = (text: string): boolean => /\p{L}{2,}/u.test(text);

/** Texts with words that a component has in its markup, and not from the catalogue. */
export function hardTexts(source: string): string[] {
  const found: string[] = [];
  walk(parse(source, { modern: true }).fragment, found);
  return found;
}

function walk(node: unknown, found: string[]): void {
  if (Array.isArray(node)) for (const one of node) walk(one, found);
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
  const { type } = node as { readonly type?: string };
  if (type === 'Comment' || type === 'Script' || type === 'StyleDirective') return;
  if (type === 'Attribute') {
    hearAttribute(node as AST.Attribute, found);
    return;
  }
  if (type === 'Text') {
    const { data } = node as AST.Text;
    if (isWords(data)) found.push(data.trim());
  }
  for (const value of Object.values(node)) walk(value, found);
}

function hearAttribute({ name, value }: AST.Attribute, found: string[]): void {
  if (!spoken.has(name) || value === true) return;
  for (const part of Array.isArray(value) ? value : [value]) {
    if (part.type === 'Text' && isWords(part.data)) found.push(part.data);
    if (part.type === 'ExpressionTag' && part.expression.type === 'Literal') found.push(String(part.expression.value));
  }
}
