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
    const byte = this.readByte();
    return byte < 0x80 ? byte : this.readLong(byte & 0x7f);
  }

  readSigned(): number {
    return unfold(this.readUnsigned());
  }

  readDouble(): number {
    if (this.left < 8) throw overrun();
    const value = this.view.getFloat64(this.at, true);
    this.at += 8;
    return value;
  }

  readNumber(): number {
    const tagged = this.readUnsigned();
    const tag = tagged & 3;
    if (tag === 2) return this.readDouble();
    const integer = unfold(tagged < smallest32 ? tagged >>> 2 : (tagged - tag) / 4);
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

  /** The rest of an integer of more than one byte: as far as 28 bits without leaving small integers. */
  private readLong(first: number): number {
    let value = first;
    for (let shift = 7; shift < 28; shift += 7) {
      const byte = this.readByte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    let byte: number;
    let scale = 2 ** 28;
    do {
      byte = this.readByte();
      value += (byte & 0x7f) * scale;
      scale *= 128;
    } while (byte >= 0x80);
    return value;
  }
}

/** Nearly every number is small, and a remainder of what may be a double costs more than all the rest of reading it. */
function unfold(folded: number): number {
  if (folded < smallest32) return (folded >>> 1) ^ -(folded & 1);
  return folded % 2 === 1 ? -(folded + 1) / 2 : folded / 2;
}

/** From here on an integer does not fit into 31 bits. */
const smallest32 = 2 ** 31;

function overrun(): RangeError {
  return new RangeError('The block ends before its content does.');
}
