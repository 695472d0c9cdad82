import type { PrometheusPlan } from '../../../../../shared/model/planLive.ts';
import { Backoff } from '../backoff.ts';
import { LiveAddressError } from '../liveAddressError.ts';
import type { LiveEvent, LivePosition, LiveSource, LiveTools } from '../liveSource.ts';
import { PrometheusClient, PrometheusTrouble, readServer } from './prometheusClient.ts';
import { PrometheusReader, type ReadStretch } from './prometheusReader.ts';
import type { MissedScrapes } from './scrapeLog.ts';

/** So many scrapes are asked for at once at most: fewer where the server or the answer's length says so. */
const longestStretch = 60;

/**
 * A Prometheus server that is asked again and again for what it has stored since. Every scrape becomes samples at its own
 * time: what counters and histograms gained since the scrape before, and gauges as they stand. The position is the instant
 * up to which it was read, ms; what a sample says follows from what the server stores, not from when it was asked. So a
 * break on the way loses nothing, and a scrape that the server does not have is missed, never a zero.
 */
export function openPrometheusSource(address: string, tools: LiveTools): LiveSource {
  const plan = tools.plan.live?.prometheus;
  if (plan === undefined) {
    throw new LiveAddressError(
      'The plan does not say what to read from Prometheus: write live.prometheus.metrics in it.',
    );
  }
  const server = readServer(address, tools.env);
  return {
    address: server.name,
    read: (after, signal) => new Reading(new PrometheusClient(server, tools.clock), plan, tools).events(after, signal),
    acknowledge() {
      // The server keeps what it has, whoever has read it.
    },
  };
}

/** From one joining of the link to the next cut. */
class Reading {
  private readonly client: PrometheusClient;
  private readonly plan: PrometheusPlan;
  private readonly tools: LiveTools;
  private readonly backoff: Backoff;
  private reader: PrometheusReader | undefined;
  /** Up to where it has read, ms. */
  private reachedMs: number | undefined;
  private stretchMs: number;

  constructor(client: PrometheusClient, plan: PrometheusPlan, tools: LiveTools) {
    this.client = client;
    this.plan = plan;
    this.tools = tools;
    this.backoff = new Backoff(tools.random);
    this.stretchMs = longestStretch * plan.every;
  }

  async *events(after: LivePosition | undefined, signal: AbortSignal): AsyncGenerator<LiveEvent, void, undefined> {
    const { clock } = this.tools;
    this.reachedMs = typeof after === 'number' ? after : undefined;
    yield { kind: 'status', state: 'connecting' };
    while (!signal.aborted) {
      const startedMs = clock.steadyMs();
      let pauseMs = Math.min(5000, Math.max(1000, this.plan.every / 3));
      try {
        const behindMs = yield* this.goOn(signal);
        this.backoff.heldFor(Infinity);
        if (behindMs > 0) continue;
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof PrometheusTrouble) || error.kind === 'refused') throw error;
        if (error.kind === 'tooMuch' && this.reader !== undefined && this.stretchMs > this.plan.every) {
          this.stretchMs = Math.max(this.plan.every, this.stretchMs / 2);
          continue;
        }
        yield { kind: 'status', state: 'broken', text: error.message };
        pauseMs = this.backoff.nextMs();
      }
      await clock.sleep(Math.max(0, pauseMs - (clock.steadyMs() - startedMs)), signal);
    }
  }

  /** One stretch more. Returns how much is left to read, ms. */
  private async *goOn(signal: AbortSignal): AsyncGenerator<LiveEvent, number, undefined> {
    const serverMs = await this.client.now(signal);
    const readyMs = Math.floor(serverMs - this.plan.settle);
    const fromMs = this.reachedMs ?? readyMs;
    const isNew = this.reachedMs === undefined;
    const reader = this.reader ?? new PrometheusReader(this.client, this.plan, fromMs);
    if (this.reader === undefined) await reader.begin(!isNew, signal);
    this.reader = reader;
    this.reachedMs = fromMs;
    if (isNew) yield { kind: 'frame', samples: [], position: fromMs };
    const toMs = Math.min(readyMs, fromMs + this.stretchMs);
    const leftMs = Math.max(0, readyMs - toMs);
    if (toMs > fromMs) {
      const stretch = await reader.read(toMs, leftMs === 0, signal);
      this.reachedMs = toMs;
      for (const missed of stretch.missed) yield toGap(missed);
      yield { kind: 'frame', samples: stretch.samples.map((sample) => Buffer.from(sample)), position: toMs };
      yield { kind: 'status', state: 'open', text: downWords(stretch), lagMs: Math.max(0, serverMs - toMs) };
    } else yield { kind: 'status', state: 'open', lagMs: Math.max(0, serverMs - fromMs) };
    return leftMs;
  }
}

function toGap({ target, count, fromMs, toMs }: MissedScrapes): LiveEvent {
  const scrapes = count === 1 ? 'one scrape is' : `${count} scrapes are`;
  const text = `Of ${target.source} ${scrapes} missing between ${clockWords(fromMs)} and ${clockWords(toMs)}; what it counted meanwhile came with the next.`;
  return { kind: 'gap', count, of: 'scrapes', text };
}

function downWords({ down }: ReadStretch): string {
  const names = down.map(({ target, sinceMs }) => `${target.source} since ${clockWords(sinceMs)}`);
  const shown = names.length > 3 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  return shown.length === 0 ? '' : `Prometheus cannot scrape ${shown.join(', ')}: look at what it scrapes.`;
}

function clockWords(ms: number): string {
  return `${new Date(ms).toISOString().slice(11, 19)} UTC`;
}
