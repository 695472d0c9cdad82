import { visibleText } from './visibleText.ts';

/** HTML that is safe as it stands. Only `html` makes it, so that no text of people or data gets in unescaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Piece = string | number | Markup | readonly Piece[] | undefined;

/**
 * A template whose fixed parts are HTML and whose values are text, in elements and in quoted attributes alike. Where its
 * lines are broken is the formatter's and says nothing: a break is a space.
 */
export function html(fixed: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  let text = joined(fixed[0]);
  values.forEach((value, place) => (text += piece(value) + joined(fixed[place + 1])));
  return new Markup(text);
}

function piece(value: Piece): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(piece).join('');
  return escapeHtml(String(value));
}

/** The text with everything unseen made visible, and nothing in it that begins or ends markup. */
export function escapeHtml(text: string): string {
  return visibleText(text, { lines: true }).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function joined(fixed = ''): string {
  return fixed.replace(/\s*\n\s*/g, ' ');
}
