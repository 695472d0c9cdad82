import { catalogue } from './catalogue.ts';

export type MessageKey = keyof typeof catalogue;
/** A text, or one for each plural of `count`. `{name}` stands for a value. */
export type Message = string | { readonly one: string; readonly other: string };
export type Values = Readonly<Record<string, string | number>>;

/** `?locale=pseudo` shows every text lengthened and marked, so that what was left out of the catalogue is seen. */
const isPseudo = new URLSearchParams(globalThis.location?.search ?? '').get('locale') === 'pseudo';
export const locale = 'en';
const plurals = new Intl.PluralRules(locale);
const numbers = new Intl.NumberFormat(locale);

/** A text of the catalogue with its values in place. */
export function say(key: MessageKey, values: Values = {}): string {
  const message: Message = catalogue[key];
  const text = typeof message === 'string' ? message : pluralOf(message, values['count']);
  return fill(isPseudo ? toPseudo(text) : text, values);
}

/** The catalogue's text for a word of the engine, such as a state; the word itself where there is none. */
export function sayWord(prefix: string, word: string): string {
  const key = `${prefix}.${word}`;
  return key in catalogue ? say(key as MessageKey) : word;
}

function pluralOf(message: Exclude<Message, string>, count: string | number | undefined): string {
  return plurals.select(Number(count ?? 0)) === 'one' ? message.one : message.other;
}

function fill(text: string, values: Values): string {
  return text.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = values[name];
    return typeof value === 'number' ? numbers.format(value) : (value ?? '');
  });
}

const accents: Readonly<Record<string, string>> = { a: 'á', e: 'é', i: 'í', o: 'ó', u: 'ú', A: 'Á', E: 'É', O: 'Ó' };

function toPseudo(text: string): string {
  const marked = text.replaceAll(/\{\w+\}|[aeiouAEO]/g, (found) => accents[found] ?? found);
  return `⟦${marked}${'·'.repeat(Math.ceil(text.length * 0.3))}⟧`;
}
