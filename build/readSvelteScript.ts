/**
 * The code of a Svelte component as one text that a TypeScript parser reads: `<script>` blocks and the expressions in
 * braces stay where they are, all else becomes blanks, so that lines and columns keep their numbers.
 */
export function readSvelteScript(source: string): string {
  let out = '';
  let at = 0;
  while (at < source.length) {
    const next = toEndOfPiece(source, at);
    out += next.kept ?? toBlanks(source.slice(at, next.end));
    at = next.end;
  }
  return out;
}

interface Piece {
  readonly end: number;
  /** The text that stands for the piece (of the same length), where it is code. */
  readonly kept?: string;
}

function toEndOfPiece(source: string, at: number): Piece {
  if (source.startsWith('<!--', at)) return { end: endAfter(source, '-->', at) };
  const tag = /^<(script|style)(?=[\s>])/i.exec(source.slice(at, at + 8))?.[1]?.toLowerCase();
  if (tag !== undefined) return toBlock(source, at, tag);
  if (source[at] === '{') return toExpression(source, at);
  return { end: at + 1 };
}

function toBlock(source: string, at: number, tag: string): Piece {
  const bodyAt = endOfTag(source, at);
  const close = source.toLowerCase().indexOf(`</${tag}`, bodyAt);
  const bodyEnd = close < 0 ? source.length : close;
  const end = close < 0 ? source.length : endAfter(source, '>', close);
  if (tag === 'style') return { end };
  // A semicolon on each side, so that the block cannot melt into an expression beside it.
  const before = toBlanks(source.slice(at, bodyAt)).slice(0, -1);
  return {
    end,
    kept: `${before};${source.slice(bodyAt, bodyEnd)}${toBlanks(source.slice(bodyEnd, end)).replace(/^ /, ';')}`,
  };
}

/** `{#await import('./a.ts') then a}`, `{@html text}`, `{value}`: the braces stay (as a block) and the sigil's word goes. */
function toExpression(source: string, at: number): Piece {
  const end = endOfBraces(source, at);
  const body = source.slice(at, end).replace(/^\{\s*[#:@/]\w*/, (sigil) => `{${toBlanks(sigil.slice(1))}`);
  return { end, kept: body };
}

function endOfTag(source: string, at: number): number {
  let quote = '';
  for (let i = at; i < source.length; i++) {
    const c = source.charAt(i);
    if (quote !== '') {
      if (c === quote) quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else if (c === '>') return i + 1;
  }
  return source.length;
}

function endOfBraces(source: string, at: number): number {
  let depth = 0;
  for (let i = at; i < source.length; i++) {
    const c = source.charAt(i);
    if (c === '"' || c === "'" || c === '`') i = endOfQuoted(source, i) - 1;
    else if (source.startsWith('/*', i)) i = endAfter(source, '*/', i) - 1;
    else if (source.startsWith('//', i)) i = endAfter(source, '\n', i) - 1;
    else if (c === '{') depth++;
    else if (c === '}' && --depth === 0) return i + 1;
  }
  return source.length;
}

function endOfQuoted(source: string, at: number): number {
  const quote = source.charAt(at);
  for (let i = at + 1; i < source.length; i++) {
    const c = source.charAt(i);
    if (c === '\\') i++;
    else if (c === quote) return i + 1;
    else if (quote === '`' && c === '$' && source[i + 1] === '{') i = endOfBraces(source, i + 1) - 1;
  }
  return source.length;
}

function endAfter(source: string, text: string, at: number): number {
  const found = source.indexOf(text, at);
  return found < 0 ? source.length : found + text.length;
}

function toBlanks(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
