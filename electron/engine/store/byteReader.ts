/** Reads what a `ByteWriter` wrote. Running past the end is an error: the block is not what we wrote. */
export class ByteReader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  readByte(): number {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw overrun();
    this.at += 1;
    return byte;
  }

  readUnsigned(): number {
    let byte = this.readByte();
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    let scale = 128;
    do {
      byte = this.readByte();
      value += (byte & 0x7f) * scale;
      scale *= 128;
    } while (byte >= 0x80);
    return value;
  }

  readSigned(): number {
    const folded = this.readUnsigned();
    return folded % 2 === 1 ? -(folded + 1) / 2 : folded / 2;
  }

  readDouble(): number {
    if (this.left < 8) throw overrun();
    const value = this.view.getFloat64(this.at, true);
    this.at += 8;
    return value;
  }

  readNumber(): number {
    const tagged = this.readUnsigned();
    const tag = tagged % 4;
    if (tag === 2) return this.readDouble();
    const folded = (tagged - tag) / 4;
    const integer = folded % 2 === 1 ? -(folded + 1) / 2 : folded / 2;
    return tag === 1 ? integer / 1000 : integer;
  }

  readNear(base: number): number {
    const delta = this.readNumber();
    return Number.isNaN(delta) ? this.readDouble() : base + delta;
  }

  /** A number of things of which each takes at least one of the bytes left in `column`. */
  readCount(column: ByteReader): number {
    const count = this.readUnsigned();
    if (count > column.left) throw overrun();
    return count;
  }

  readBytes(length: number): Uint8Array {
    if (length > this.left) throw overrun();
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

function overrun(): RangeError {
  return new RangeError('The block ends before its content does.');
}
