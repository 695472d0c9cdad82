import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { nativeHistogram } from './nativeHistogram.ts';

const bounds = [0.005, 0.1, 0.25, 1, Infinity];
const messages = 'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited';

/** A process that counts its requests and tells Prometheus of them, as any client library has it tell. */
export class ScrapedProcess {
  port = 0;
  private readonly isNative: boolean;
  private server: Server | undefined;
  private counts = new Map<string, number>();
  private observed: number[] = [];
  private gauges = new Map<string, number>();

  /** `native`: it tells of a native histogram, and of nothing else. */
  constructor(kind: 'classic' | 'native' = 'classic') {
    this.isNative = kind === 'native';
  }

  count(series: string, by = 1): void {
    this.counts.set(series, (this.counts.get(series) ?? 0) + by);
  }

  set(series: string, value: number): void {
    this.gauges.set(series, value);
  }

  observe(...seconds: number[]): void {
    this.observed.push(...seconds);
  }

  /** It is started anew: it counts from nothing. */
  begin(...series: string[]): void {
    this.counts = new Map(series.map((one) => [one, 0]));
    this.observed = [];
  }

  async listen(): Promise<void> {
    const server = createServer((_request, response) => {
      response.setHeader('content-type', this.isNative ? messages : 'text/plain; version=0.0.4');
      response.end(this.isNative ? nativeHistogram('wait_seconds', this.observed) : this.text());
    });
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  async leave(): Promise<void> {
    const { server } = this;
    if (server === undefined) return;
    this.server = undefined;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  private text(): string {
    const counts = [...this.counts].map(([series, value]) => `${series} ${value}`);
    const gauges = [...this.gauges].map(([series, value]) => `${series} ${value}`);
    const buckets = bounds.map((bound) => {
      const le = bound === Infinity ? '+Inf' : bound;
      return `took_seconds_bucket{le="${le}"} ${this.observed.filter((seconds) => seconds <= bound).length}`;
    });
    const types = ['# TYPE requests_total counter', '# TYPE took_seconds histogram', '# TYPE depth gauge'];
    return `${[types[0], ...counts, types[1], ...buckets, types[2], ...gauges].join('\n')}\n`;
  }
}
