/** What a field of a message holds. A message of ours is a table of fields by number. */
export type FieldKind = 'text' | 'bytes' | 'bool' | 'double' | 'fixed64' | 'sfixed64' | 'int64' | 'uint64' | 'sint32';

export interface Field {
  readonly name: string;
  readonly kind: FieldKind | (() => Message);
  readonly repeated?: true;
}

export type Message = Readonly<Record<number, Field>>;

type Tree = Record<string, unknown>;

/** Deeper than any message that we read. */
const mostDepth = 16;
/** Two bytes can say a whole message: without an end to them, a few MiB would become a thousand. */
const mostValues = 500_000;

/** Why bytes are no such message. */
export class ProtobufError extends Error {
  override readonly name = 'ProtobufError';
}

/**
 * A message as a tree, named as its JSON form names it; numbers of 64 bits are bigint. Fields that the table does not have
 * are skipped, whatever they hold.
 */
export function decodeMessage(bytes: Uint8Array, message: Message): Readonly<Tree> {
  return new Decoder(bytes).message(message, bytes.length, 0);
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

class Decoder {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at = 0;
  private values = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  message(message: Message, end: number, depth: number): Tree {
    if (depth > mostDepth) throw new ProtobufError('Messages are nested too deep.');
    const tree: Tree = {};
    while (this.at < end) {
      const tag = Number(this.varint(end));
      const field = Object.hasOwn(message, tag >>> 3) ? message[tag >>> 3] : undefined;
      if (field === undefined) this.skip(tag & 7, end);
      else this.field(tree, field, tag & 7, end, depth);
    }
    return tree;
  }

  private field(tree: Tree, field: Field, wire: number, end: number, depth: number): void {
    const { name, kind, repeated } = field;
    const isScalar = typeof kind === 'string' && kind !== 'text' && kind !== 'bytes';
    if (repeated === undefined) {
      tree[name] = this.value(kind, wire, end, depth);
      return;
    }
    const list = (tree[name] ??= []) as unknown[];
    if (!isScalar || wire !== 2) {
      list.push(this.value(kind, wire, end, depth));
      return;
    }
    const packedEnd = this.length(end);
    const each = kind === 'double' || kind === 'fixed64' || kind === 'sfixed64' ? 1 : 0;
    while (this.at < packedEnd) list.push(this.value(kind, each, packedEnd, depth));
  }

  private value(kind: Field['kind'], wire: number, end: number, depth: number): unknown {
    this.values += 1;
    if (this.values > mostValues) throw new ProtobufError(`There are more than ${mostValues} values in it.`);
    if (typeof kind === 'function') {
      this.expect(wire, 2);
      return this.message(kind(), this.length(end), depth + 1);
    }
    switch (kind) {
      case 'text':
      case 'bytes': {
        this.expect(wire, 2);
        const to = this.length(end);
        const held = this.bytes.subarray(this.at, to);
        this.at = to;
        return kind === 'bytes' ? held : textOf(held);
      }
      case 'double':
      case 'fixed64':
      case 'sfixed64':
        this.expect(wire, 1);
        return this.eight(kind, end);
      case 'bool':
        this.expect(wire, 0);
        return this.varint(end) !== 0n;
      case 'int64':
        this.expect(wire, 0);
        return BigInt.asIntN(64, this.varint(end));
      case 'uint64':
        this.expect(wire, 0);
        return this.varint(end);
      case 'sint32': {
        this.expect(wire, 0);
        const zigzag = Number(BigInt.asUintN(32, this.varint(end)));
        return (zigzag >>> 1) ^ -(zigzag & 1);
      }
    }
  }

  private eight(kind: 'double' | 'fixed64' | 'sfixed64', end: number): number | bigint {
    const { at } = this;
    this.move(8, end);
    if (kind === 'double') return this.view.getFloat64(at, true);
    return kind === 'fixed64' ? this.view.getBigUint64(at, true) : this.view.getBigInt64(at, true);
  }

  private varint(end: number): bigint {
    let low = 0;
    // Most are short, and numbers are faster.
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.byte(end);
      low |= (byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt(low);
    }
    let value = BigInt(low);
    for (let shift = 28n; shift < 70n; shift += 7n) {
      const byte = this.byte(end);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new ProtobufError('A number in it does not end.');
  }

  private byte(end: number): number {
    this.move(1, end);
    return this.bytes[this.at - 1] ?? 0;
  }

  /** Where what is as long as it says ends. */
  private length(end: number): number {
    const length = this.varint(end);
    if (length > BigInt(end - this.at)) throw new ProtobufError('It ends in the middle.');
    return this.at + Number(length);
  }

  private skip(wire: number, end: number): void {
    if (wire === 0) this.varint(end);
    else if (wire === 1) this.move(8, end);
    else if (wire === 2) this.at = this.length(end);
    else if (wire === 5) this.move(4, end);
    else throw new ProtobufError('It holds what no such message holds.');
  }

  private move(count: number, end: number): void {
    if (this.at + count > end) throw new ProtobufError('It ends in the middle.');
    this.at += count;
  }

  private expect(wire: number, right: number): void {
    if (wire !== right) throw new ProtobufError('A field of it has the wrong type.');
  }
}

function textOf(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new ProtobufError('A text in it is not UTF-8.');
  }
}
