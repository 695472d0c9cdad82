/** A request of OTLP in its binary form: so many changes of one counter, each of a series of its own, of this instant. */
export function otlpBody(points: number, places: number, first: number): Buffer<ArrayBuffer> {
  const nowNanos = BigInt(Date.now()) * 1_000_000n + BigInt(first % 1_000_000);
  const times = Buffer.alloc(18);
  times[0] = 0x11;
  times.writeBigUInt64LE(nowNanos - 1_000_000_000n, 1);
  times[9] = 0x19;
  times.writeBigUInt64LE(nowNanos, 10);
  const one = Buffer.alloc(9);
  one[0] = 0x31;
  one.writeBigInt64LE(1n, 1);
  const data = Array.from({ length: points }, (_none, place) => {
    const outcome = place % 20 === 0 ? 'error' : 'ok';
    const attributes = [pair('outcome', outcome), pair('place', `p${place % places}`), pair('pod', `pod-${place}`)];
    return held(1, Buffer.concat([times, one, ...attributes.map((attribute) => held(7, attribute))]));
  });
  const isDelta = Buffer.of(0x10, 1, 0x18, 1);
  const metric = Buffer.concat([held(1, Buffer.from('requests')), held(7, Buffer.concat([...data, isDelta]))]);
  const resource = held(1, held(1, pair('service.name', 'gw-1')));
  return held(1, Buffer.concat([resource, held(2, held(2, metric))]));
}

function pair(key: string, value: string): Buffer<ArrayBuffer> {
  return Buffer.concat([held(1, Buffer.from(key)), held(2, held(1, Buffer.from(value)))]);
}

/** A field whose value says how long it is. */
function held(field: number, bytes: Uint8Array): Buffer<ArrayBuffer> {
  const length: number[] = [];
  let rest = bytes.length;
  for (; rest >= 0x80; rest >>>= 7) length.push((rest & 0x7f) | 0x80);
  return Buffer.concat([Buffer.of(field * 8 + 2, ...length, rest), bytes]);
}
