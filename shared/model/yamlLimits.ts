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
    const before = text.slice(0, control.index).split('\n');
    const says = `holds a control character (${printable(control[0], 9)}); write plain text.`;
    const column = (before.at(-1)?.length ?? 0) + 1;
    return { ...start, line: before.length, column, code: 'not_text', text: says };
  }
  const fault = faultOfTokens(text);
  return fault === undefined ? undefined : { ...start, ...fault };
}

function faultOfTokens(text: string): { code: string; line: number; text: string } | undefined {
  let tokens = 0;
  let words = 0;
  let marks = 0;
  let line = 1;
  let flowDepth = 0;
  let steps = 0;
  let last = '';
  for (const token of new Lexer().lex(text)) {
    tokens += 1;
    const first = token[0] ?? '';
    const isBlank = first === ' ' || first === '\t' || first === '\n' || first === '\r' || first === '\x1f';
    if (token === '[' || token === '{') flowDepth += 1;
    else if (token === ']' || token === '}') flowDepth -= 1;
    else if (token === '-' || token === '?') steps += 1;
    else if (first === '!' || first === '&' || first === '*') marks += 1;
    if (flowDepth > MOST_DEPTH || steps > MOST_DEPTH) return { ...TOO_DEEP, line };
    if (flowDepth < 0) return syntax(line, `${token} closes nothing`);
    if (token === ',' && (last === ',' || last === '[' || last === '{'))
      return syntax(line, 'nothing stands before a comma');
    if (first === '"' && hasUnknownEscape(token))
      return syntax(line, 'a text in double quotes has a \\ that means nothing');
    if (tokens > MOST_TOKENS || words > MOST_WORDS) {
      return { code: 'too_large', line, text: `has more than ${MOST_WORDS} words and signs; write a shorter plan.` };
    }
    if (marks > MOST_MARKS) {
      return {
        code: 'too_large',
        line,
        text: `has more than ${MOST_MARKS} tags, anchors and aliases; write what they stand for.`,
      };
    }
    if (token.includes('\n')) {
      line += token.split('\n').length - 1;
      steps = 0;
    }
    if (isBlank) continue;
    words += 1;
    last = token;
  }
  return undefined;
}

function syntax(line: number, what: string): { code: string; line: number; text: string } {
  return { code: 'not_yaml', line, text: `cannot be read as YAML or JSON: ${what}.` };
}

function hasUnknownEscape(quoted: string): boolean {
  for (const [escape] of quoted.matchAll(/\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[\s\S]|$)/g)) {
    if (escape.length <= 2 && !/^\\[0abtnvfre "/\\N_LP\r\n\t]/.test(escape)) return true;
  }
  return false;
}
