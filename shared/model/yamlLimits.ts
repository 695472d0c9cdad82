import { Lexer } from 'yaml';
import { printable } from './problem.ts';
import type { PlanPath } from './problem.ts';

/** What is wrong with a text before anybody looks at what it means. */
export interface TextProblem {
  readonly code: string;
  readonly path: PlanPath;
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

const MOST_CHARACTERS = 1_048_576;
/** Words and signs, blanks and line ends aside: some 2,000 rules. */
const MOST_WORDS = 80_000;
/** Everything that the lexer tells apart. */
const MOST_TOKENS = 300_000;
const MOST_MARKS = 1_000;
export const MOST_DEPTH = 32;

export const TOO_DEEP = {
  code: 'too_deep',
  text: `is nested more than ${MOST_DEPTH} deep; write it flatter.`,
} as const;

/**
 * What a text is refused for before it is parsed, so that a hostile one costs little: the parser's work and memory grow
 * with every fault that it finds, and it goes on after each. Undefined for a text that may be parsed.
 */
export function refuseText(text: string): TextProblem | undefined {
  const start = { path: [], line: 1, column: 1 } as const;
  if (text.length > MOST_CHARACTERS) {
    const says = `has ${text.length} characters; write at most ${MOST_CHARACTERS} (1 MiB).`;
    return { ...start, code: 'too_large', text: says };
  }
  const control = /[\0-\x08\x0b\x0c\x0e-\x1f]/.exec(text);
  if (control !== null) {
    const says = `holds a control character (${printable(control[0], 9)}); write plain text.`;
    return { ...start, ...placeOf(text, control.index), code: 'not_text', text: says };
  }
  const oldEnd = /\r(?!\n)/.exec(text);
  if (oldEnd !== null) {
    const says = 'ends its lines with a carriage return alone; save it with line feeds.';
    return { ...start, ...placeOf(text, oldEnd.index), code: 'not_text', text: says };
  }
  const mark = /^(?:<{7}|={7}|>{7})(?=\s|$)/m.exec(text);
  if (mark !== null) {
    const says = `holds the mark of a merge that is not finished (${mark[0]}); settle which of both is meant.`;
    return { ...start, ...placeOf(text, mark.index), code: 'not_yaml', text: says };
  }
  const fault = faultOfTokens(text);
  return fault === undefined ? undefined : { ...start, ...fault };
}

function placeOf(text: string, index: number): Place {
  const before = text.slice(0, index).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

interface Place {
  readonly line: number;
  readonly column: number;
}

interface Opener extends Place {
  readonly token: string;
}

type Fault = Place & { readonly code: string; readonly text: string };

/** Stands for text that follows: the lexer's sign that the next token is a word, and not what it looks like. */
const TEXT_FOLLOWS = '\x1f';
/** The lexer's sign that a line comes which is indented too little for the bracket that is open. */
const BRACKETS_END = '\x18';
/** Looks like a blank and is none: what is indented with it belongs to nothing. */
const ODD_BLANK = /^[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/;

/** How far the lexer has come, and what is open there. */
interface Walk {
  offset: number;
  line: number;
  column: number;
  /** Blanks at the start of this line. */
  indent: string;
  /** The last token that is no blank. */
  last: string;
  open: Opener[];
  tokens: number;
  words: number;
  marks: number;
  /** Dashes and question marks of this line: each may nest. */
  steps: number;
}

function faultOfTokens(text: string): Fault | undefined {
  const counts = { tokens: 0, words: 0, marks: 0, steps: 0 };
  const walk: Walk = { offset: 0, line: 1, column: 1, indent: '', last: '', open: [], ...counts };
  for (const token of new Lexer().lex(text)) {
    const fault = faultOfBracket(token, walk) ?? faultOfText(token, walk) ?? faultOfSize(token, walk);
    if (fault !== undefined) return fault;
    if (token === BRACKETS_END) return unclosed(walk, text.slice(walk.offset).trim() === '');
    pass(token, walk);
  }
  return walk.open.length === 0 ? undefined : unclosed(walk, true);
}

function faultOfBracket(token: string, walk: Walk): Fault | undefined {
  const { open, last, line, column } = walk;
  if (token === '[' || token === '{') open.push({ token, line, column });
  if (token === ',' && (last === ',' || last === '[' || last === '{'))
    return syntax(walk, 'nothing stands before this comma; take it out');
  if (token !== ']' && token !== '}') return undefined;
  const opener = open.pop()?.token;
  if (opener === undefined) return syntax(walk, `${token} closes nothing; take it out`);
  const right = opener === '[' ? ']' : '}';
  return token === right ? undefined : syntax(walk, `${token} closes what ${opener} opened; write ${right}`);
}

function faultOfText(token: string, walk: Walk): Fault | undefined {
  const first = token[0] ?? '';
  if (walk.last === TEXT_FOLLOWS) {
    if (!ODD_BLANK.test(token)) return undefined;
    return syntax(walk, `a blank that is no space (${codePoint(first)}) stands here; write spaces`);
  }
  if (first !== '"' && first !== "'") return undefined;
  if (first === '"' && hasUnknownEscape(token))
    return syntax(walk, 'a text in double quotes has a \\ that means nothing; write \\\\, or use single quotes');
  if (token.length > 1 && token.endsWith(first)) return undefined;
  return syntax(walk, `a text begins with ${first} here and does not end; write the other ${first}`);
}

function faultOfSize(token: string, walk: Walk): Fault | undefined {
  walk.tokens += 1;
  if (token === '-' || token === '?') walk.steps += 1;
  if (walk.last !== TEXT_FOLLOWS && /^[!&*]/.test(token)) walk.marks += 1;
  const here = { line: walk.line, column: 1 };
  if (walk.open.length > MOST_DEPTH || walk.steps > MOST_DEPTH) return { ...TOO_DEEP, ...here };
  if (walk.tokens > MOST_TOKENS || walk.words > MOST_WORDS) {
    const says = `has more than ${MOST_WORDS} words and signs; write a shorter plan.`;
    return { code: 'too_large', ...here, text: says };
  }
  if (walk.marks <= MOST_MARKS) return undefined;
  const says = `has more than ${MOST_MARKS} tags, anchors and aliases; write what they stand for.`;
  return { code: 'too_large', ...here, text: says };
}

function pass(token: string, walk: Walk): void {
  if (isSign(token)) {
    walk.last = token;
    return;
  }
  const isBlank = /^[ \t\r\n]/.test(token) && walk.last !== TEXT_FOLLOWS;
  walk.offset += token.length;
  if (token.includes('\n')) {
    walk.line += token.split('\n').length - 1;
    walk.column = token.length - token.lastIndexOf('\n');
    walk.indent = '';
    walk.steps = 0;
  } else {
    if (isBlank && walk.column === 1) walk.indent = token;
    walk.column += token.length;
  }
  if (isBlank) return;
  walk.words += 1;
  walk.last = token;
}

/** What the lexer says beside the text itself. */
function isSign(token: string): boolean {
  return token === TEXT_FOLLOWS || token === BRACKETS_END || token === '\x02';
}

function unclosed({ open, line, column, indent }: Walk, isEnd: boolean): Fault {
  if (indent.includes('\t')) return syntax({ line, column: 1 }, 'a tab indents this line; write spaces');
  const opener = open.at(-1) ?? { token: '{', line, column };
  const right = opener.token === '[' ? ']' : '}';
  if (isEnd) return syntax(opener, `nothing closes this ${opener.token}; write the ${right}`);
  const what = `nothing closes this ${opener.token} before line ${line}, which is not indented under it`;
  return syntax(opener, `${what}; write the ${right}, or indent that line`);
}

function codePoint(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function syntax({ line, column }: Place, what: string): Fault {
  return { code: 'not_yaml', line, column, text: `cannot be read as YAML or JSON: ${what}.` };
}

function hasUnknownEscape(quoted: string): boolean {
  for (const [escape] of quoted.matchAll(/\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[\s\S]|$)/g)) {
    if (escape.length <= 2 && !/^\\[0abtnvfre "/\\N_LP\r\n\t]/.test(escape)) return true;
  }
  return false;
}
