import { listAt, member, textAt, toTree, type Tree } from './jsonTree.ts';

/** Names and texts; what is no text is written as one. */
export function readAttributes(list: readonly unknown[]): [key: string, value: string][] {
  return list.map((one) => {
    const pair = toTree(one);
    return [textAt(pair, 'key'), textOf(toTree(member(pair, 'value')))];
  });
}

/** A list or a map is written as JSON. */
function textOf(value: Tree): string {
  const plain = toPlain(value, 0);
  return typeof plain === 'string' ? plain : JSON.stringify(plain);
}

/** Deeper than this nobody looks. */
const mostDepth = 4;

function toPlain(value: Tree, depth: number): unknown {
  const [kind] = Object.keys(value);
  const held = kind === undefined ? undefined : value[kind];
  if (typeof held === 'string' || typeof held === 'boolean' || typeof held === 'number') return held;
  if (typeof held === 'bigint') return String(held);
  if (depth === mostDepth) return '...';
  const values = listAt(toTree(held), 'values').map(toTree);
  if (kind === 'arrayValue') return values.map((one) => toPlain(one, depth + 1));
  if (kind !== 'kvlistValue') return held instanceof Uint8Array ? Buffer.from(held).toString('base64') : '';
  return Object.fromEntries(
    values.map((one) => [textAt(one, 'key'), toPlain(toTree(member(one, 'value')), depth + 1)]),
  );
}
