import { shown } from './evidenceText.ts';

/** An element begins or ends, or the text is refused; nothing comes after a refusal. */
export type XmlEvent =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: ReadonlyMap<string, string> }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'refused'; readonly refusal: string };

const mostDepth = 64;
const mostElements = 500_000;
const mostAttributes = 64;
const longestName = 256;
const longestValue = 1_048_576;
const longestReference = 41;
const namePattern = /[\p{L}_:][\p{L}\p{M}\p{N}_.:\u00b7-]*/uy;
const spacePattern = /[ \t\r\n]*/y;

const predefined: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly isEmpty: boolean;
  readonly end: number;
}

/**
 * Reads XML 1.0 for those who look at elements and attributes: what stands between tags is checked and passed over. It is
 * stricter than the standard where the standard is dangerous: no DOCTYPE, so no entities but the five of XML itself, and
 * limits on depth and numbers. The time grows with the length of the text, and nesting takes no stack.
 */
export function* readXml(text: string): Generator<XmlEvent, void, undefined> {
  try {
    yield* readElements(text);
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error;
    yield { kind: 'refused', refusal: `cannot be read as XML: line ${lineAt(text, error.at)} ${error.message}` };
  }
}

function lineAt(text: string, end: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

class XmlFault extends Error {
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

function* readElements(text: string): Generator<XmlEvent, void, undefined> {
  const control = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.exec(text);
  if (control !== null) throw new XmlFault(control.index, 'holds a character that XML does not allow');
  const open: string[] = [];
  let elements = 0;
  let at = afterDeclaration(text);
  while (at < text.length) {
    const next = text.indexOf('<', at);
    const end = next === -1 ? text.length : next;
    if (end > at) checkText(text, at, end, open.length > 0);
    if (next === -1) break;
    if (text.startsWith('<!', next) || text.startsWith('<?', next)) {
      at = afterMarkup(text, next, open.length > 0);
      continue;
    }
    if (text.startsWith('</', next)) {
      const { name, end: after } = readClosing(text, next);
      const opened = open.pop();
      if (opened !== name)
        throw new XmlFault(
          next,
          `closes ${shown(name, 40)} where ${opened === undefined ? 'nothing' : shown(opened, 40)} is open`,
        );
      yield { kind: 'close', name };
      at = after;
      continue;
    }
    if (open.length === 0 && elements > 0) throw new XmlFault(next, 'begins a second root element');
    const tag = readTag(text, next);
    elements += 1;
    if (elements > mostElements) throw new XmlFault(next, `goes beyond ${mostElements} elements`);
    if (open.length >= mostDepth) throw new XmlFault(next, `is nested more than ${mostDepth} deep`);
    yield { kind: 'open', name: tag.name, attributes: tag.attributes };
    if (tag.isEmpty) yield { kind: 'close', name: tag.name };
    else open.push(tag.name);
    at = tag.end;
  }
  const last = open.at(-1);
  if (last !== undefined) throw new XmlFault(text.length, `breaks off inside ${shown(last, 40)}`);
  if (elements === 0) throw new XmlFault(0, 'holds no element');
}

/** Past `<?xml ... ?>` at the very beginning; whatever it declares, the text was decoded as UTF-8. */
function afterDeclaration(text: string): number {
  if (!/^<\?xml\s/.test(text)) return 0;
  const end = text.indexOf('?>');
  if (end === -1) throw new XmlFault(0, 'breaks off inside the XML declaration');
  const encoding = /\sencoding\s{0,9}=\s{0,9}["']([^"']{0,60})["']/.exec(text.slice(0, Math.min(end, 500)))?.[1];
  if (encoding !== undefined && !/^(?:utf-?8|us-ascii)$/i.test(encoding))
    throw new XmlFault(0, `declares the encoding ${shown(encoding, 40)}; write it as UTF-8`);
  return end + 2;
}

/** Past a comment, a CDATA section or a processing instruction; every other declaration is refused. */
function afterMarkup(text: string, at: number, isInside: boolean): number {
  if (text.startsWith('<!--', at)) {
    const end = text.indexOf('--', at + 4);
    if (end === -1) throw new XmlFault(at, 'begins a comment that does not end');
    if (text[end + 2] !== '>') throw new XmlFault(end, 'has -- inside a comment');
    return end + 3;
  }
  if (text.startsWith('<?', at)) {
    if (/^<\?xml[\s?]/i.test(text.slice(at, at + 6))) throw new XmlFault(at, 'has an XML declaration in the middle');
    return pastEnd(text, at, '?>', 'an instruction');
  }
  if (text.startsWith('<![CDATA[', at)) {
    if (!isInside) throw new XmlFault(at, 'has text outside of the root element');
    return pastEnd(text, at, ']]>', 'a CDATA section');
  }
  if (/^<!doctype/i.test(text.slice(at, at + 9)))
    throw new XmlFault(at, 'has a DOCTYPE, which can define entities; take it out');
  throw new XmlFault(at, 'has a declaration (<!); take it out');
}

function pastEnd(text: string, at: number, mark: string, what: string): number {
  const end = text.indexOf(mark, at);
  if (end === -1) throw new XmlFault(at, `begins ${what} that does not end`);
  return end + mark.length;
}

function checkText(text: string, from: number, to: number, isInside: boolean): void {
  const between = text.slice(from, to);
  if (!isInside && /[^ \t\r\n]/.test(between)) throw new XmlFault(from, 'has text outside of the root element');
  if (between.includes(']]>')) throw new XmlFault(from, 'has ]]> outside of a CDATA section');
  for (let next = between.indexOf('&'); next !== -1;)
    next = between.indexOf('&', readReference(between, next, from).end);
}

/** The text with its references replaced; each stands for one character, so nothing can grow. */
function decodeReferences(text: string, at: number): string {
  let decoded = '';
  let from = 0;
  for (let next = text.indexOf('&'); next !== -1; next = text.indexOf('&', from)) {
    const reference = readReference(text, next, at);
    decoded += text.slice(from, next) + reference.character;
    from = reference.end;
  }
  return from === 0 ? text : decoded + text.slice(from);
}

/** The reference that begins at `start` in a part of the text that begins at `at`. */
function readReference(text: string, start: number, at: number): { character: string; end: number } {
  const end = text.indexOf(';', start);
  const body = end === -1 || end - start > longestReference ? '' : text.slice(start + 1, end);
  if (body === '' || body.includes('&')) throw new XmlFault(at, 'has an & that begins no reference; write &amp;');
  const plain = predefined.get(body);
  if (plain !== undefined) return { character: plain, end: end + 1 };
  const number = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(body);
  if (number === null)
    throw new XmlFault(at, `uses the entity ${shown(`&${body};`, 50)} which XML itself does not know`);
  const code = number[1] === undefined ? Number(number[2]) : Number.parseInt(number[1], 16);
  if (!isCharacter(code)) throw new XmlFault(at, `refers to a character that XML does not allow (&${body};)`);
  return { character: String.fromCodePoint(code), end: end + 1 };
}

function isCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}

function readName(text: string, at: number): string {
  namePattern.lastIndex = at;
  const name = namePattern.exec(text)?.[0];
  if (name === undefined) throw new XmlFault(at, 'has a < or a tag without a name; write &lt; for a plain <');
  if (name.length > longestName) throw new XmlFault(at, `has a name of more than ${longestName} characters`);
  return name;
}

function afterSpace(text: string, at: number): number {
  spacePattern.lastIndex = at;
  return at + (spacePattern.exec(text)?.[0].length ?? 0);
}

function readClosing(text: string, at: number): { name: string; end: number } {
  const name = readName(text, at + 2);
  const end = afterSpace(text, at + 2 + name.length);
  if (text[end] !== '>') throw new XmlFault(at, `does not end the tag </${shown(name, 40)}`);
  return { name, end: end + 1 };
}

function readTag(text: string, start: number): Tag {
  const name = readName(text, start + 1);
  const attributes = new Map<string, string>();
  let at = start + 1 + name.length;
  for (;;) {
    const next = afterSpace(text, at);
    if (text[next] === '>') return { name, attributes, isEmpty: false, end: next + 1 };
    if (text.startsWith('/>', next)) return { name, attributes, isEmpty: true, end: next + 2 };
    if (next >= text.length) throw new XmlFault(start, `breaks off inside the tag <${shown(name, 40)}`);
    if (next === at) throw new XmlFault(next, `has no space before an attribute of ${shown(name, 40)}`);
    if (attributes.size >= mostAttributes)
      throw new XmlFault(start, `has more than ${mostAttributes} attributes on ${shown(name, 40)}`);
    const key = readName(text, next);
    if (attributes.has(key)) throw new XmlFault(next, `has the attribute ${shown(key, 40)} twice`);
    const equals = afterSpace(text, next + key.length);
    const from = afterSpace(text, equals + 1);
    const quote = text[from];
    if (text[equals] !== '=' || (quote !== '"' && quote !== "'"))
      throw new XmlFault(next, `has the attribute ${shown(key, 40)} without a value in quotes`);
    const to = text.indexOf(quote, from + 1);
    if (to === -1) throw new XmlFault(next, `breaks off inside the attribute ${shown(key, 40)}`);
    if (to - from > longestValue) throw new XmlFault(next, `has more than 1 MiB in the attribute ${shown(key, 40)}`);
    const value = text.slice(from + 1, to);
    if (value.includes('<')) throw new XmlFault(next, `has a < in the attribute ${shown(key, 40)}; write &lt;`);
    attributes.set(key, decodeReferences(value.replace(/[\t\r\n]/g, ' '), from));
    at = to + 1;
  }
}
