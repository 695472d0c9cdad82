import { printable } from './problem.ts';

/**
 * The parser's faults by its code, and where one code stands for several, by how its message begins: what a person who
 * writes a plan did, and what to do. Sentences without their end.
 */
const WORDS: readonly (readonly [code: string, start: string, words: string])[] = [
  ['TAB_AS_INDENT', '', 'a tab indents this line; write spaces'],
  [
    'BAD_INDENT',
    'All mapping',
    'this stands in another column than the keys before it; give the keys of one map the same indentation',
  ],
  [
    'BAD_INDENT',
    'All sequence',
    'this dash stands in another column than those before it; give the dashes of one list the same indentation',
  ],
  [
    'BAD_INDENT',
    'Flow',
    'what stands between brackets is not indented under the line that opens them; indent it, or close the bracket',
  ],
  [
    'BLOCK_AS_IMPLICIT_KEY',
    'Nested',
    'a second colon follows within one value; put a text that holds a colon in quotes, or begin a map on a line of its own',
  ],
  [
    'BLOCK_IN_FLOW',
    '',
    'a second colon, or a dash, follows within one value; write the comma that is missing, or put a text that holds one in quotes',
  ],
  [
    'MULTILINE_IMPLICIT_KEY',
    '',
    'this line has no colon with a blank behind it; write one after each key, as in sre: {}',
  ],
  ['MISSING_CHAR', 'Missing ,', 'a comma is missing before this; write it, or put the whole text in quotes'],
  [
    'MISSING_CHAR',
    'Implicit map keys',
    'a word stands here without a colon; write every key with a colon and a blank behind it',
  ],
  ['MISSING_CHAR', 'Missing space after :', 'a blank is missing behind a colon; write it'],
  ['MISSING_CHAR', 'Sequence item', 'this stands among the dashes of a list and has none; write it'],
  ['MISSING_CHAR', 'Comments', 'a blank is missing before #; write it, or put a text that holds # in quotes'],
  [
    'UNEXPECTED_TOKEN',
    'Unexpected scalar',
    'this follows a value that has ended; write the comma that is missing, or put the whole text in double quotes',
  ],
  ['UNEXPECTED_TOKEN', 'Block scalar header', 'a text cannot begin with > or |; put it in quotes'],
  ['UNEXPECTED_TOKEN', 'Not a YAML token', 'this belongs to nothing before it; put the whole text in quotes'],
  ['KEY_OVER_1024_CHARS', '', 'a key has more than 1,024 characters; write a shorter one'],
];

const NO_START = /^Plain value cannot start with .*?(\S)$/u;

/** A fault that the parser found, in words: `cannot be read as YAML or JSON: ...`. */
export function yamlFault(code: string, message: string): string {
  const start = code === 'BAD_SCALAR_START' ? NO_START.exec(message)?.[1] : undefined;
  const known = WORDS.find(([its, begins]) => its === code && message.startsWith(begins))?.[2];
  const words = start === undefined ? (known ?? printable(message.replace(/\.$/, ''), 200)) : beginsWith(start);
  return `cannot be read as YAML or JSON: ${words}.`;
}

function beginsWith(character: string): string {
  return `a text cannot begin with ${character}; put it in quotes`;
}
