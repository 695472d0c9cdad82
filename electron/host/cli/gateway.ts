import { LiveAddressError } from '../../engine/source/live/liveAddressError.ts';
import { NatsRefusal, openNatsPublisher } from '../../engine/source/live/nats/natsPublisher.ts';
import { openRecording } from '../../engine/source/openRecording.ts';
import type { Feed } from '../gateway/feed.ts';
import { openPipedFeed } from '../gateway/pipedFeed.ts';
import { publishFeed } from '../gateway/publishFeed.ts';
import { openRecordedFeed } from '../gateway/recordedFeed.ts';
import { startGateway } from '../gateway/startGateway.ts';
import { randomRatio, randomToken, systemClock } from '../systemClock.ts';
import { CallError, type CommandIo, Refusal } from './command.ts';
import { readCall } from './readCall.ts';
import { readPort } from './serve.ts';

const defaultPort = 7071;

/** `holdpoint gateway`: plays a recording, or what comes on standard input, as a live source, until Ctrl-C. */
export async function gateway(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: { port: 'value', host: 'value', speed: 'value', to: 'value', 'make-stream': 'flag' },
    words: ['recording, or - for standard input'],
  });
  const [path = ''] = words;
  const speed = options.speed === undefined ? 1 : Number(options.speed.replace(/^x/, ''));
  if (!(speed > 0 && speed < Infinity)) throw new CallError('--speed is how many seconds pass in one: write 1 or 60.');
  if (path === '-' && options.speed !== undefined) {
    throw new CallError('What is piped in happens now: leave --speed out.');
  }
  if (options.to !== undefined) {
    if (options.port !== undefined || options.host !== undefined) {
      throw new CallError('--to puts it into a stream, where nobody comes for it: leave --port and --host out.');
    }
    return publish(path, speed, options.to, options['make-stream'], io);
  }
  if (options['make-stream']) throw new CallError('--make-stream goes with --to nats://host:4222/<launch>.');
  const port = options.port === undefined ? defaultPort : readPort(options.port);
  const feed = await openFeed(path, speed);
  const running = await startGateway({
    ...{ feed, port, clock: systemClock, tell: (text: string) => io.err(text) },
    ...(options.host === undefined ? {} : { host: options.host }),
  }).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new Refusal(3, `Port ${port} cannot be opened (${code}): name another one with --port.`);
  });
  const address = `ws://${options.host ?? '127.0.0.1'}:${running.port}`;
  announce(path, speed, `played at ${address}`, address, io);
  if (!io.signal.aborted) {
    await new Promise<void>((resolve) => io.signal.addEventListener('abort', () => resolve(), { once: true }));
  }
  await running.close();
  return 0;
}

/** Into the stream of a NATS server. Ends when no waiting would help. */
async function publish(path: string, speed: number, to: string, makeStream: boolean, io: CommandIo): Promise<number> {
  const tools = { clock: systemClock, random: randomRatio, env: process.env };
  const tell = (text: string): void => io.err(text);
  try {
    const feed = await openFeed(path, speed);
    const publisher = await openNatsPublisher(to, tools, { makeStream, tell, signal: io.signal });
    announce(path, speed, `put into the stream at ${publisher.shown}`, publisher.shown, io);
    try {
      await publishFeed(feed, publisher, systemClock, io.signal);
    } finally {
      await publisher.close();
    }
    return 0;
  } catch (error) {
    if (error instanceof LiveAddressError) throw new CallError(error.message);
    if (error instanceof NatsRefusal) throw new Refusal(3, error.message);
    throw error;
  }
}

function announce(path: string, speed: number, does: string, address: string, io: CommandIo): void {
  io.out(`${path === '-' ? 'Standard input' : path} is ${does}\n`);
  if (speed === 1) io.out(`Take it in: holdpoint live --plan p.yaml --from ${address} --t0 now+5m\n`);
  else io.out('Only speed 1 feeds holdpoint live: at another one its times run away from the clock.\n');
  io.out('Ctrl-C ends it.\n');
}

async function openFeed(path: string, speed: number): Promise<Feed> {
  if (path === '-') return openPipedFeed(process.stdin, randomToken().slice(0, 12), systemClock);
  return openRecordedFeed(await openRecording(path), systemClock, speed);
}
