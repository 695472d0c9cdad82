import { styleText } from 'node:util';

export type Style = 'red' | 'green' | 'yellow' | 'bold' | 'dim';

/** The text in a style, or as it is. */
export type Paint = (style: Style | undefined, text: string) => string;

export const plainPaint: Paint = (_style, text) => text;

const colourPaint: Paint = (style, text) =>
  style === undefined ? text : styleText(style, text, { validateStream: false });

/** Colours are for terminals that have them, and for people who have not declined them (no-color.org). */
export function choosePaint(isTerminal: boolean, environment: Readonly<Record<string, string | undefined>>): Paint {
  const isDeclined = (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb';
  return isTerminal && !isDeclined ? colourPaint : plainPaint;
}

const styles: ReadonlyMap<string, Style> = new Map([
  ['ROLLBACK', 'red'],
  ['NO-GO', 'red'],
  ['HOLD', 'yellow'],
  ['GO', 'green'],
  ['firing', 'red'],
  ['pending', 'yellow'],
  ['fail', 'red'],
  ['maturing', 'yellow'],
  ['pass', 'green'],
  ['waived', 'yellow'],
  ['critical', 'red'],
  ['rising', 'yellow'],
  ['stale', 'yellow'],
  ['never', 'yellow'],
]);

/** The style of a word that says how things stand; undefined for words that need none. */
export function styleOf(word: string): Style | undefined {
  return styles.get(word);
}
