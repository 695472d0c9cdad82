import type { JsMsg, StreamInfo } from '@nats-io/jetstream';
import { expect, test } from 'vitest';
import { NatsPlace } from '../../electron/engine/source/live/nats/natsPlace.ts';

const position = { sequence: 10, nanos: 1_000n, consumer: 'before' };

/** A message as the server numbers it: in the stream, and among what this consumer has brought. */
function message(
  streamSequence: number,
  deliverySequence: number,
  timestampNanos = BigInt(streamSequence * 100),
): JsMsg {
  return { info: { streamSequence, deliverySequence }, timestampNanos } as unknown as JsMsg;
}

function stream(first: number, last: number, created = '1970-01-01T00:00:00.000Z'): StreamInfo {
  return { created, state: { first_seq: first, last_seq: last } } as unknown as StreamInfo;
}

test('a consumer begins at the message that was read last, and that one is not counted as coming again', () => {
  const place = new NatsPlace(position);
  expect(place.beginning()).toEqual({ deliver_policy: 'by_start_sequence', opt_start_seq: 10 });
  expect(place.take(message(10, 1, 1_000n), 'now')).toBe('again');
  expect(place.take(message(11, 2), 'now')).toBe('next');
  expect(place.repeated).toBe(0);
  expect(place.reached).toEqual({ sequence: 11, nanos: 1_100n, consumer: 'now' });
});

test('a delivery that is missing in between is not read over', () => {
  const place = new NatsPlace(position);
  place.beginning();
  place.take(message(10, 1, 1_000n), 'now');
  expect(() => place.take(message(12, 3), 'now')).toThrow('A message was lost on the way: it is read again.');
  expect(place.reached?.sequence).toBe(10);
  place.beginning();
  expect(place.take(message(10, 1, 1_000n), 'next')).toBe('again');
  expect(place.take(message(11, 2), 'next')).toBe('next');
});

test('another message under the number that was read last shows a stream that was made anew', () => {
  const place = new NatsPlace(position);
  expect(place.findLoss(stream(1, 50))).toBeUndefined();
  place.beginning();
  expect(() => place.take(message(10, 1, 5_000n), 'now')).toThrow('made anew');
  expect(place.findLoss(stream(1, 50))).toMatchObject({ kind: 'gap', count: 1 });
  expect(place.findLoss(stream(1, 50))).toBeUndefined();
  expect(place.beginning()).toEqual({
    deliver_policy: 'by_start_time',
    opt_start_time: '1970-01-01T00:00:00.000001001Z',
  });
  expect(place.take(message(3, 1, 4_000n), 'now')).toBe('next');
  expect(place.reached).toEqual({ sequence: 3, nanos: 4_000n, consumer: 'now' });
});

test.each([
  ['that ends before what was read', stream(1, 9)],
  ['that began after what was read', stream(1, 99, '1970-01-01T00:00:01.000Z')],
])('a stream %s is another one', (_which, info) => {
  expect(new NatsPlace(position).findLoss(info)?.text).toContain('made anew');
});

test('what is gone before it was read is told once, by its number', () => {
  const place = new NatsPlace(position);
  expect(place.findLoss(stream(11, 50))).toBeUndefined();
  expect(place.findLoss(stream(16, 50))).toMatchObject({ count: 5, of: 'frames' });
  expect(place.findLoss(stream(16, 50))).toBeUndefined();
  expect(place.findLoss(stream(18, 50))).toMatchObject({ count: 2 });
});
