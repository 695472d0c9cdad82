/**
 * Canonical JSON after RFC 8785 (JCS): no white space, members sorted by the UTF-16 code units of their names, numbers
 * and strings as ECMAScript writes them. Two parties that hash the same value hash the same characters (in UTF-8).
 *
 * It refuses, with a `TypeError` that names the place, whatever JSON cannot say or two readers could read differently:
 * NaN and infinities, `undefined` (absent members must be absent), bigints, functions, symbols, objects with a class
 * (a `Date` too), half surrogate pairs, and nesting deeper than 500.
 */
export function canonicalJson(value: unknown): string {
  return write(value, '$', 0);
}

const maxDepth = 500;

function write(value: unknown, path: string, depth: number): string {
  switch (typeof value) {
    case 'string':
      return writeText(value, path);
    case 'number':
      if (!Number.isFinite(value)) throw refusal(path, `${value}`);
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depth >= maxDepth) throw refusal(path, `nesting deeper than ${maxDepth}`);
      return Array.isArray(value) ? writeList(value, path, depth) : writeRecord(value, path, depth);
    default:
      throw refusal(path, value === undefined ? 'undefined' : `a ${typeof value}`);
  }
}

function writeText(text: string, path: string): string {
  if (!text.isWellFormed()) throw refusal(path, 'half a surrogate pair');
  return JSON.stringify(text);
}

function writeList(list: readonly unknown[], path: string, depth: number): string {
  let text = '[';
  for (let index = 0; index < list.length; index += 1) {
    if (index > 0) text += ',';
    text += write(list[index], `${path}[${index}]`, depth + 1);
  }
  return `${text}]`;
}

function writeRecord(record: object, path: string, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(record);
  if (prototype !== null && prototype !== Object.prototype) throw refusal(path, 'an object with a class');
  let text = '{';
  // The default order of sort is that of UTF-16 code units.
  for (const name of Object.keys(record).sort()) {
    if (text.length > 1) text += ',';
    const inner = `${path}.${name}`;
    text += `${writeText(name, inner)}:${write(Reflect.get(record, name), inner, depth + 1)}`;
  }
  return `${text}}`;
}

function refusal(path: string, found: string): TypeError {
  return new TypeError(`Canonical JSON cannot hold ${found} (at ${path}): give it a plain JSON value.`);
}
