import { isAlias, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { printable } from './problem.ts';
import type { PlanPath } from './problem.ts';
import { MOST_DEPTH, refuseText, TOO_DEEP } from './yamlLimits.ts';
import type { TextProblem } from './yamlLimits.ts';
import { yamlFault } from './yamlWords.ts';

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A YAML or JSON text as plain values, with the places from which they came. */
export interface YamlTree {
  /** Strings, finite numbers, true, false, null, lists, and maps without prototype keys; at most `MOST_DEPTH` deep. */
  readonly value: unknown;
  /** Where the value at `path` stands. Where there is none: its map, named by the key of the map. */
  readonly positionOf: (path: PlanPath) => Position;
  /** Where the last key of `path` stands. */
  readonly positionOfKey: (path: PlanPath) => Position;
}

const MOST_VALUES = 100_000;
const MOST_PROBLEMS = 20;
const FORBIDDEN_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** Reads one document. Limits come first, so that a hostile text costs little; nothing here throws. */
export function readYaml(text: string): YamlTree | TextProblem[] {
  const refused = refuseText(text);
  if (refused !== undefined) return [refused];
  const lines = new LineCounter();
  const document = parseQuietly(text, lines);
  if (document === undefined) return [{ path: [], line: 1, column: 1, ...TOO_DEEP }];
  // The parser goes on after a fault, and most of what it then says follows from the first.
  const isDeep = document.errors.some((error) => error.message.includes('call stack'));
  const [fault] = document.errors.toSorted((one, other) => one.pos[0] - other.pos[0]);
  if (isDeep) return [{ path: [], line: 1, column: 1, ...TOO_DEEP }];
  if (fault !== undefined) return [{ path: [], ...place(lines, fault.pos[0]), ...inWords(fault.code, fault.message) }];
  if (document.directives?.yaml.explicit === true && document.directives.yaml.version !== '1.2') {
    return [
      {
        path: [],
        line: 1,
        column: 1,
        code: 'not_yaml',
        text: 'is written in an old version of YAML; leave the %YAML line out.',
      },
    ];
  }
  return toTree(document, lines);
}

/** The parser descends as the text does, and can run out of stack in ways that no limit on the text foresees. */
function parseQuietly(text: string, lineCounter: LineCounter): Document | undefined {
  try {
    return parseDocument(text, { uniqueKeys: false, prettyErrors: false, lineCounter, logLevel: 'error' });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function inWords(code: string, message: string): { readonly code: string; readonly text: string } {
  return code === 'MULTIPLE_DOCS'
    ? { code: 'many_documents', text: 'holds more than one document; write one, without further --- lines.' }
    : { code: 'not_yaml', text: yamlFault(code, message) };
}

function place(lines: LineCounter, offset: number | undefined): Position {
  const { line, col } = lines.linePos(offset ?? 0);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

/** Walks the parsed document once: values out, everything that a plan may not hold refused. */
function toTree(document: Document, lines: LineCounter): YamlTree | TextProblem[] {
  const problems: TextProblem[] = [];
  const anchors = new Map<string, unknown>();
  let values = 0;
  const refuse = (code: string, path: PlanPath, node: unknown, text: string): undefined => {
    if (problems.length < MOST_PROBLEMS) problems.push({ code, path, ...place(lines, offsetOf(node)), text });
    return undefined;
  };

  function toValue(node: unknown, path: (string | number)[]): unknown {
    values += 1;
    if (values > MOST_VALUES) {
      if (values === MOST_VALUES + 1)
        refuse('too_large', [], undefined, `grows to more than ${MOST_VALUES} values; use fewer aliases.`);
      return undefined;
    }
    if (path.length > MOST_DEPTH)
      return problems.some((it) => it.code === 'too_deep') ? undefined : refuse('too_deep', [], node, TOO_DEEP.text);
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      return target === undefined
        ? refuse('alias_unknown', path, node, `found *${printable(node.source, 40)}; no & names it.`)
        : toValue(target, path);
    }
    if (isNode(node) && node.anchor !== undefined) anchors.set(node.anchor, node);
    if (isMap(node)) {
      if (node.tag !== undefined) return refuse('tag_refused', path, node, TAGGED);
      return toMap(node.items, path);
    }
    if (isSeq(node)) {
      if (node.tag !== undefined) return refuse('tag_refused', path, node, TAGGED);
      return node.items.map((item, index) => toValue(item, [...path, index]));
    }
    if (!isScalar(node)) return null;
    if (node.tag !== undefined) return refuse('tag_refused', path, node, TAGGED);
    const value: unknown = node.value;
    if (typeof value === 'number' && !Number.isFinite(value)) {
      return refuse(
        'not_finite',
        path,
        node,
        `found ${printable(node.source ?? String(value), 40)}; write a finite number.`,
      );
    }
    return value;
  }

  function toMap(items: readonly unknown[], path: (string | number)[]): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    const seen = new Map<string, unknown>();
    for (const pair of items) {
      if (!isPair(pair)) continue;
      const key = keyOf(pair.key);
      if (key === undefined)
        refuse(
          'key_refused',
          path,
          pair.key ?? pair.value,
          'has a key that is not a word; write a word before each colon.',
        );
      else if (FORBIDDEN_KEYS.includes(key))
        refuse('key_refused', [...path, key], pair.key, `found the key ${key}; write another name.`);
      else if (key === '<<') refuse('key_refused', [...path, key], pair.key, MERGED);
      else if (seen.has(key))
        refuse(
          'duplicate_key',
          [...path, key],
          pair.key,
          `found ${printable(key, 60)} twice in the same map (first on line ${place(lines, offsetOf(seen.get(key))).line}); write it once.`,
        );
      else {
        seen.set(key, pair.key);
        map[key] = toValue(pair.value, [...path, key]);
      }
    }
    return map;
  }

  const value = toValue(document.contents, []);
  if (problems.length > 0) return problems;
  return {
    value,
    positionOf: (path) => place(lines, offsetOf(find(document, path, 'value'))),
    positionOfKey: (path) => place(lines, offsetOf(find(document, path, 'key'))),
  };
}

const MERGED =
  'found <<, and maps are not merged here; write the keys out, or the alias (*name) in place of the whole map.';
const TAGGED = 'carries a tag (!); leave it out.';

function keyOf(node: unknown): string | undefined {
  if (!isScalar(node) || node.tag !== undefined || node.value === null) return undefined;
  return typeof node.value === 'string' ? node.value : node.source;
}

function offsetOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return undefined;
  const start: unknown = node.range[0];
  return typeof start === 'number' ? start : undefined;
}

/** The node of a path; where it ends early, the key of the last map that exists. */
function find(document: Document, path: PlanPath, want: 'key' | 'value'): unknown {
  let node: unknown = document.contents;
  let key: unknown = document.contents;
  for (const [index, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    let next: unknown;
    let nextKey: unknown;
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && keyOf(item.key) === step);
      next = pair?.value ?? pair?.key;
      nextKey = pair?.key;
    } else if (isSeq(node) && typeof step === 'number') {
      next = node.items[step];
      nextKey = next;
    }
    if (next === undefined) return key;
    if (index === path.length - 1) return want === 'key' ? nextKey : next;
    node = next;
    key = nextKey;
  }
  return want === 'key' ? key : node;
}
