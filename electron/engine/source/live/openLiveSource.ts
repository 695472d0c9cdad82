import { LiveAddressError } from './liveAddressError.ts';
import type { LiveSource, LiveTools } from './liveSource.ts';
import type { NamedSource } from './liveStream.ts';
import { openPrometheusSource } from './prometheus/prometheusSource.ts';
import { openNatsSource } from './nats/natsSource.ts';
import { openHooksSource } from './pushed/hooksSource.ts';
import { openOtlpSource } from './pushed/otlpSource.ts';
import { openStatsdSource } from './pushed/statsdSource.ts';
import { openWebSocketSource } from './webSocketSource.ts';

type Open = (address: string, tools: LiveTools) => LiveSource;

/** What an address begins with, the short name of its links, and what opens it. A new kind of source is one more line. */
const kinds: readonly { readonly scheme: string; readonly name: string; readonly open: Open }[] = [
  { scheme: 'ws', name: 'ws', open: openWebSocketSource },
  { scheme: 'wss', name: 'ws', open: openWebSocketSource },
  { scheme: 'nats', name: 'nats', open: openNatsSource },
  { scheme: 'nats+tls', name: 'nats', open: openNatsSource },
  { scheme: 'prometheus+http', name: 'prometheus', open: openPrometheusSource },
  { scheme: 'prometheus+https', name: 'prometheus', open: openPrometheusSource },
  { scheme: 'otlp', name: 'otlp', open: openOtlpSource },
  { scheme: 'statsd', name: 'statsd', open: openStatsdSource },
  { scheme: 'hooks', name: 'hooks', open: openHooksSource },
];

/**
 * The sources of a live session, named by kind and by their order: `ws-1`, `ws-2`. The names are by what positions are
 * kept, so the same addresses must come in the same order when a session goes on. `env:NAME` is looked up.
 */
export function openLiveSources(addresses: readonly string[], tools: LiveTools): NamedSource[] {
  const counts = new Map<string, number>();
  return addresses.map((given): NamedSource => {
    const address = lookUp(given, tools.env);
    const scheme = /^([a-z][a-z+]*):\/\//i.exec(address)?.[1]?.toLowerCase();
    const kind = kinds.find((one) => one.scheme === scheme);
    if (kind === undefined || URL.parse(address) === null) {
      const known = kinds.map((one) => `${one.scheme}://...`).join(', ');
      throw new LiveAddressError(
        `${scheme === undefined ? 'That' : `${scheme}://`} leads to no source: write ${known}.`,
      );
    }
    const count = (counts.get(kind.name) ?? 0) + 1;
    counts.set(kind.name, count);
    return { name: `${kind.name}-${count}`, source: kind.open(address, tools) };
  });
}

function lookUp(address: string, env: LiveTools['env']): string {
  const name = /^env:([A-Za-z_][A-Za-z0-9_]*)$/.exec(address)?.[1];
  if (name === undefined) return address;
  const value = Object.hasOwn(env, name) ? env[name] : undefined;
  if (value !== undefined && value.trim() !== '') return value.trim();
  throw new LiveAddressError(`The address is in the environment variable ${name}, which is not set: set it.`);
}
