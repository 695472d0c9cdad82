/** What came from outside, read field by field: what is not there, or is something else, is as if it were not there. */
export type Tree = Readonly<Record<string, unknown>>;

export function toTree(value: unknown): Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Tree) : {};
}

export function member(tree: Tree, key: string): unknown {
  return Object.hasOwn(tree, key) ? tree[key] : undefined;
}

export function listAt(tree: Tree, key: string): readonly unknown[] {
  const value = member(tree, key);
  return Array.isArray(value) ? value : [];
}

export function textAt(tree: Tree, key: string): string {
  const value = member(tree, key);
  return typeof value === 'string' ? value : '';
}

/** A number, however it is written: JSON has the long ones as texts. Undefined for what is none. */
export function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' && /^-?(?:\d[\d.eE+-]{0,40}|Infinity)$/.test(value) ? Number(value) : undefined;
}

/** Whole, at least 0, as long as 64 bits; 0 for what is none. */
export function longAt(tree: Tree, key: string): bigint {
  const value = member(tree, key);
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : 0n;
  return typeof value === 'string' && /^\d{1,20}$/.test(value) ? BigInt(value) : 0n;
}

/** Numbers of a list; undefined where one of them is none. */
export function numbersAt(tree: Tree, key: string): number[] | undefined {
  const numbers: number[] = [];
  for (const value of listAt(tree, key)) {
    const number = toNumber(value);
    if (number === undefined || Number.isNaN(number)) return undefined;
    numbers.push(number);
  }
  return numbers;
}
