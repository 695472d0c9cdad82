import { printable } from '../../../../shared/model/problem.ts';

/** Terminals are at least so wide. */
const columns = 80;
const longest = 2000;

/** Lines of a text, broken between words, each with `indent` spaces; later ones stand two further in. */
export function* wrap(text: string, indent: number, first = ''): Generator<string> {
  let line = `${' '.repeat(indent)}${first}`;
  let isEmpty = true;
  for (const word of printable(text, longest).split(' ')) {
    if (!isEmpty && widthOf(line) + widthOf(word) + 1 > columns) {
      yield `${line}\n`;
      line = ' '.repeat(indent + 2);
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  yield `${line.trimEnd()}\n`;
}

/** Characters as they stand on the screen: colours have no width. */
function widthOf(text: string): number {
  return [...text.replace(/\x1b\[[\d;]*m/g, '')].length;
}
