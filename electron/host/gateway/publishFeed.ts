import type { LiveClock } from '../../engine/source/live/liveSource.ts';
import type { NatsPublisher } from '../../engine/source/live/nats/natsPublisher.ts';
import { type Feed, gatewayName, toFrameText } from './feed.ts';

/**
 * Puts what is played into a stream, frame by frame, until the signal is aborted. A frame that is sent again, because
 * nobody knows whether it was kept, has the same number.
 */
export async function publishFeed(
  feed: Feed,
  publisher: NatsPublisher,
  clock: LiveClock,
  signal: AbortSignal,
): Promise<void> {
  let number = 0;
  for await (const frame of feed.read(undefined, signal)) {
    number += 1;
    await publisher.publish(toFrameText(frame, gatewayName, clock.nowMs()), `${frame.epoch}-${number}`, signal);
    if (signal.aborted) return;
  }
}
