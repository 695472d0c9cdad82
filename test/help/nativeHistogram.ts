/** A native histogram of schema 0 (bounds are powers of two) as Prometheus scrapes it: one MetricFamily, delimited. */
export function nativeHistogram(name: string, observed: readonly number[]): Buffer {
  const counts = new Map<number, number>();
  for (const value of observed) {
    const index = Math.ceil(Math.log2(value));
    counts.set(index, (counts.get(index) ?? 0) + 1);
  }
  const indices = [...counts.keys()].sort((one, other) => one - other);
  const spans = indices.map((index, place) => {
    const before = indices[place - 1];
    const offset = before === undefined ? index : index - before - 1;
    return field(12, Buffer.concat([numberField(1, zigzag(offset)), numberField(2, 1)]));
  });
  const deltas = indices.map((index, place) => {
    const before = counts.get(indices[place - 1] ?? NaN) ?? 0;
    return numberField(13, zigzag((counts.get(index) ?? 0) - before));
  });
  const sum = observed.reduce((one, other) => one + other, 0);
  const histogram = Buffer.concat([
    numberField(1, observed.length),
    doubleField(2, sum),
    numberField(5, zigzag(0)),
    doubleField(6, 1e-9),
    numberField(7, 0),
    ...spans,
    ...deltas,
  ]);
  const metric = field(4, field(7, histogram));
  const family = Buffer.concat([field(1, Buffer.from(name)), numberField(3, 4), metric]);
  return Buffer.concat([varint(family.length), family]);
}

function field(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

function numberField(number: number, value: number): Buffer {
  return Buffer.concat([varint(number * 8), varint(value)]);
}

function doubleField(number: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([varint(number * 8 + 1), bytes]);
}

function zigzag(value: number): number {
  return value >= 0 ? 2 * value : -2 * value - 1;
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}
