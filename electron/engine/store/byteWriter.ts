/** Integers up to this size are written as such; beyond it a delta of two would not be exact any more. */
const maxExactInteger = 2 ** 49;

/** A column of bytes that grows: variable-length integers, doubles, text. Reused from block to block (`clear`). */
export class ByteWriter {
  private bytes = new Uint8Array(1024);
  private view = new DataView(this.bytes.buffer);
  private used = 0;

  clear(): void {
    this.used = 0;
  }

  get length(): number {
    return this.used;
  }

  content(): Uint8Array {
    return this.bytes.subarray(0, this.used);
  }

  writeByte(byte: number): void {
    if (this.used === this.bytes.length) this.grow(1);
    this.bytes[this.used] = byte;
    this.used += 1;
  }

  /** An integer from 0 to 2^53, seven bits a byte, low bits first. */
  writeUnsigned(value: number): void {
    if (this.used + 8 > this.bytes.length) this.grow(8);
    let rest = value;
    while (rest >= 0x80000000) {
      this.bytes[this.used] = (rest % 128) | 0x80;
      this.used += 1;
      rest = Math.floor(rest / 128);
    }
    while (rest >= 0x80) {
      this.bytes[this.used] = (rest & 0x7f) | 0x80;
      this.used += 1;
      rest >>>= 7;
    }
    this.bytes[this.used] = rest;
    this.used += 1;
  }

  /** An integer of at most 2^52 either way; small ones of either sign are short. */
  writeSigned(value: number): void {
    this.writeUnsigned(value < 0 ? -2 * value - 1 : 2 * value);
  }

  writeDouble(value: number): void {
    if (this.used + 8 > this.bytes.length) this.grow(8);
    this.view.setFloat64(this.used, value, true);
    this.used += 8;
  }

  /** Any double, exactly. Integers and decimals of up to three places are short. */
  writeNumber(value: number): void {
    if (isExactInteger(value)) this.writeUnsigned((value < 0 ? -2 * value - 1 : 2 * value) * 4);
    else {
      const thousandths = toThousandths(value);
      if (thousandths !== undefined)
        this.writeUnsigned((thousandths < 0 ? -2 * thousandths - 1 : 2 * thousandths) * 4 + 1);
      else {
        this.writeByte(2);
        this.writeDouble(value);
      }
    }
  }

  /** Any double, exactly; short when it and `base` are integers and close. */
  writeNear(value: number, base: number): void {
    if (isExactInteger(value) && isExactInteger(base)) this.writeNumber(value - base);
    else {
      this.writeNumber(NaN);
      this.writeDouble(value);
    }
  }

  writeBytes(source: Uint8Array): void {
    if (this.used + source.length > this.bytes.length) this.grow(source.length);
    this.bytes.set(source, this.used);
    this.used += source.length;
  }

  private grow(atLeast: number): void {
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.used + atLeast));
    larger.set(this.bytes);
    this.bytes = larger;
    this.view = new DataView(larger.buffer);
  }
}

/** True for integers that `writeSigned` and a later subtraction carry exactly. Negative zero is not one of them. */
export function isExactInteger(value: number): boolean {
  return (
    value === Math.floor(value) &&
    value <= maxExactInteger &&
    value >= -maxExactInteger &&
    (value !== 0 || 1 / value > 0)
  );
}

/** The value in thousandths, if dividing them by 1000 gives it back to the bit. */
export function toThousandths(value: number): number | undefined {
  const thousandths = Math.round(value * 1000);
  return isExactInteger(thousandths) && thousandths !== 0 && thousandths / 1000 === value ? thousandths : undefined;
}
