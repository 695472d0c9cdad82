import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { JudgementDigest, planDigest } from '../../electron/engine/judgementDigest.ts';
import { judgeRecording } from '../../electron/engine/judgeRecording.ts';
import type { LiveGap, LivePosition, LiveTools } from '../../electron/engine/source/live/liveSource.ts';
import { openPrometheusSource } from '../../electron/engine/source/live/prometheus/prometheusSource.ts';
import { sessionRecording } from '../../electron/engine/sessionRecording.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { randomRatio, systemClock } from '../../electron/host/systemClock.ts';
import type { Recording } from '../../electron/engine/source/recording.ts';
import type { Sample } from '../../shared/model/sample.ts';
import { startCuttingProxy } from '../help/cuttingProxy.ts';
import { openLiveDesk } from '../help/liveDesk.ts';
import { hasPrometheus, type PrometheusServer, startPrometheus } from '../help/prometheusServer.ts';
import { planOf } from '../help/roomDesk.ts';
import { scratchFolder } from '../help/runHoldpoint.ts';
import { ScrapedProcess } from '../help/scrapedProcess.ts';

const scratch = scratchFolder();
const good = 'requests_total{code="200"}';
const bad = 'requests_total{code="500"}';
const objective = 0.99;
const everyMs = 1000;
/** A scrape is in a tick so long after it: half a second to settle, a second until it is asked for, one until it is judged. */
const mostLagMs = 4000;
const [longS, shortS] = [20, 5];
/** Of any second of the traffic: at most 6 of about 230 go wrong. */
const worstBurn = 0.03 / (1 - objective);

const text = `
format: holdpoint/plan@1
launch: { id: checkout, name: Checkout, org: Shop, t0: 2026-03-30T14:00:00Z, ends: T+12h }
roles: { sre: { name: SRE, may: [call] } }
indicators:
  errors: { kind: ratio, bad: { metric: checkout.requests, where: { outcome: error } }, total: { metric: checkout.requests } }
  fast: { kind: share, latency: { metric: checkout.took }, within: 250ms }
  wait: { kind: quantile, latency: { metric: checkout.wait }, q: 0.5 }
  depth: { kind: gauge, gauge: { metric: queue.depth } }
slos:
  checkout: { indicator: errors, objective: 99%, period: 12h, alerts: [ { id: fast, long: ${longS}s, short: ${shortS}s, factor: 5 } ] }
live:
  prometheus:
    every: 1s
    settle: 500ms
    metrics:
      - { metric: checkout.requests, from: 'requests_total{code=~"5.."}', kind: counter, labels: {}, with: { outcome: error } }
      - { metric: checkout.requests, from: 'requests_total{code!~"5.."}', kind: counter, labels: {}, with: { outcome: ok } }
      - { metric: checkout.took, from: took_seconds_bucket, kind: histogram }
      - { metric: checkout.wait, from: wait_seconds, kind: histogram }
      - { metric: queue.depth, from: depth, kind: gauge }
      - { metric: queue.total, from: sum(depth), kind: gauge }
`;
const plan = planOf(text);
const tools: LiveTools = { plan, clock: systemClock, random: randomRatio, env: {} };

const closings: (() => Promise<unknown> | undefined)[] = [];
afterAll(async () => {
  for (const close of closings.splice(0).reverse()) await close();
});

interface Scraped {
  readonly server: PrometheusServer;
  readonly process: ScrapedProcess;
  readonly address: string;
}

let started = 0;

/** A server that has scraped a process some times. */
async function start(): Promise<Scraped> {
  const process = new ScrapedProcess();
  process.begin(good, bad);
  process.set('depth{queue="a"}', 3);
  process.set('depth{queue="b"}', 4);
  await process.listen();
  closings.push(() => process.leave());
  const server = await startPrometheus(join(scratch, `server-${(started += 1)}`), process.port);
  closings.push(() => server.kill());
  await eventually(async () => (await server.ask('count_over_time(up[10s]) >= 3', Date.now())).length > 0);
  return { server, process, address: `prometheus+http://127.0.0.1:${server.port}` };
}

async function eventually(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(50);
}

/** Somebody who reads all the time, until he is stopped. */
class Reader {
  readonly samples: Sample[] = [];
  readonly gaps: LiveGap[] = [];
  readonly words: string[] = [];
  position: LivePosition | undefined;
  private readonly over = new AbortController();
  private readonly done: Promise<void>;

  constructor(address: string, after?: LivePosition) {
    this.position = after;
    this.done = this.read(address, after);
    closings.push(() => this.stop());
  }

  /** Everything that was scraped up to now has come. */
  async reach(ms: number): Promise<void> {
    await eventually(() => Number(this.position ?? 0) >= ms);
  }

  stop(): Promise<void> {
    this.over.abort();
    return this.done;
  }

  sum(outcome: string): number {
    const counts = this.samples.filter((one) => one.kind === 'count');
    return counts.filter(({ labels }) => labels['outcome'] === outcome).reduce((sum, { value }) => sum + value, 0);
  }

  private async read(address: string, after: LivePosition | undefined): Promise<void> {
    for await (const event of openPrometheusSource(address, tools).read(after, this.over.signal)) {
      if (event.kind === 'gap') this.gaps.push(event);
      if (event.kind === 'status') this.words.push(event.text ?? '');
      if (event.kind !== 'frame') continue;
      this.samples.push(...event.samples.map((bytes) => JSON.parse(Buffer.from(bytes).toString('utf8')) as Sample));
      this.position = event.position;
    }
  }
}

/** One scrape has begun after this and is in. */
async function nextScrape(server: PrometheusServer): Promise<number> {
  const since = Date.now();
  for (;;) {
    const [scraped] = await server.ask('timestamp(up)', Date.now());
    const [up] = await server.ask('up', Date.now());
    if (up?.value === 1 && scraped !== undefined && scraped.value * 1000 > since) return scraped.value * 1000;
    await sleep(50);
  }
}

describe.skipIf(!hasPrometheus).concurrent('a Prometheus server of this machine (skipped where there is none)', () => {
  test('what was counted comes whole, through restarts, scrapes that failed and breaks of the link, whoever reads it', async () => {
    const { server, process, address } = await start();
    const proxy = await startCuttingProxy(server.port);
    closings.push(() => proxy.close());
    const steady = new Reader(address);
    const shaken = new Reader(`prometheus+http://127.0.0.1:${proxy.port}`);
    await eventually(() => steady.position !== undefined && shaken.position !== undefined);
    const start0 = Math.max(Number(steady.position), Number(shaken.position));
    await eventually(() => Date.now() > start0 + 1500);

    process.count(good, 40);
    process.count(bad, 2);
    process.observe(0.001, 0.2, 0.2, 3);
    await nextScrape(server);
    process.begin(good, bad);
    process.count(good, 7);
    process.count(bad, 1);
    process.observe(0.05);
    await nextScrape(server);
    proxy.cut();
    process.count(good, 11);
    await nextScrape(server);
    // The first error of its kind: a series that was not there before.
    process.count('requests_total{code="503"}', 5);
    await nextScrape(server);
    await nextScrape(server);
    proxy.mend();
    await process.leave();
    process.count(good, 13);
    await sleep(3500);
    await process.listen();
    await nextScrape(server);
    const lastMs = await nextScrape(server);
    await Promise.all([steady.reach(lastMs), shaken.reach(lastMs)]);

    expect([steady.sum('ok'), steady.sum('error')]).toEqual([40 + 7 + 11 + 13, 2 + 1 + 5]);
    const upTo = (reader: Reader): string[] =>
      reader.samples
        .filter(({ t, kind }) => t > start0 && t <= lastMs && kind !== 'mark')
        .map((sample) => JSON.stringify(sample))
        .sort();
    expect(upTo(shaken)).toEqual(upTo(steady));
    expect(shaken.words.join('\n')).toMatch(/cannot be asked|closed the connection/);
    expect(steady.words.join('\n')).toMatch(/Prometheus cannot scrape checkout:127.0.0.1:\d+ since \d\d:\d\d:\d\d UTC/);
    expect(steady.gaps).toHaveLength(1);
    expect(steady.gaps[0]?.count).toBeGreaterThanOrEqual(3);
    expect(steady.gaps[0]?.count).toBeLessThanOrEqual(5);
    const resets = steady.samples.filter((one) => one.kind === 'event');
    expect(resets.map(({ type }) => type)).toEqual(['counter.reset']);
  });

  test('the latencies of histograms come in buckets of ms, be they classic or native', async () => {
    const { server, process, address } = await start();
    const native = new ScrapedProcess('native');
    native.observe(0.75);
    await native.listen();
    closings.push(() => native.leave());
    await server.scrape(process.port, native.port);
    await eventually(async () => (await server.ask('count_over_time(wait_seconds[10s]) >= 3', Date.now())).length > 0);
    const reader = new Reader(address);
    await eventually(() => reader.samples.some((one) => one.kind === 'latency' && one.metric === 'checkout.wait'));
    process.observe(0.1, 0.1, 0.25, 9);
    native.observe(0.75, 1, 1.5, 3, 3);
    const lastMs = Math.max(await nextScrape(server), await nextScrape(server));
    await reader.reach(lastMs);

    const observed = (metric: string): Record<string, number> => {
      const counts: Record<string, number> = {};
      for (const one of reader.samples) {
        if (one.kind !== 'latency' || one.metric !== metric) continue;
        for (const [bound, count] of one.buckets ?? []) counts[bound] = (counts[bound] ?? 0) + count;
      }
      return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
    };
    expect(observed('checkout.took')).toEqual({ '100': 2, '250': 1, '+Inf': 1 });
    expect(observed('checkout.wait')).toEqual({ '1000': 2, '2000': 1, '4000': 2 });
  });

  test('a server that was killed misses scrapes and no counts, and a desk that was away reads what it stored meanwhile', async () => {
    const { server, process, address } = await start();
    const steady = new Reader(address);
    const away = new Reader(address);
    await eventually(() => steady.position !== undefined && away.position !== undefined);
    process.count(good, 5);
    const seenMs = await nextScrape(server);
    await Promise.all([away.reach(seenMs), steady.reach(seenMs)]);
    await away.stop();
    process.count(good, 6);
    await nextScrape(server);
    await server.kill();
    process.count(bad, 7);
    await sleep(5000);
    await server.restart();
    process.count(good, 8);
    const lastMs = await nextScrape(server);
    await steady.reach(lastMs);
    const back = new Reader(address, away.position);
    await back.reach(lastMs);

    expect([steady.sum('ok'), steady.sum('error')]).toEqual([5 + 6 + 8, 7]);
    const told = (reader: Reader, afterMs: LivePosition | undefined): string[] =>
      reader.samples
        .filter(({ t, kind }) => t > Number(afterMs) && t <= lastMs && kind !== 'mark')
        .map((sample) => JSON.stringify(sample))
        .sort();
    expect(told(back, away.position)).toEqual(told(steady, away.position));
    expect(away.sum('ok') + back.sum('ok')).toBe(steady.sum('ok'));
    expect(steady.words.join('\n')).toContain('Nobody listens there: start Prometheus, or look at the address.');
    expect(steady.gaps).toHaveLength(1);
    expect(back.gaps[0]?.count).toBe(steady.gaps[0]?.count);
    // Nothing was scraped in between, and nothing is made up for it. Expressions are asked at whole seconds, after the scrape.
    const totalsOf = (): Sample[] =>
      steady.samples.filter((one) => one.kind === 'gauge' && one.metric === 'queue.total');
    await eventually(() => totalsOf().some(({ t }) => t > lastMs));
    const totals = totalsOf();
    const spaces = totals.slice(1).map(({ t }, index) => t - (totals[index]?.t ?? t));
    expect(Math.max(...spaces)).toBeGreaterThanOrEqual(2 * everyMs);
  });

  test('a target that Prometheus scrapes no longer has left, and one that it cannot scrape has not', async () => {
    const { server, process, address } = await start();
    const other = new ScrapedProcess();
    other.begin(good, bad);
    await other.listen();
    closings.push(() => other.leave());
    await server.scrape(process.port, other.port);
    const reader = new Reader(address);
    const source = `checkout:127.0.0.1:${other.port}`;
    await eventually(() => reader.samples.some((one) => one.source === source && one.kind === 'mark'));
    await process.leave();
    await server.scrape(process.port);
    const ended = (): Sample[] => reader.samples.filter((one) => one.kind === 'mark' && one.end === true);
    await eventually(() => ended().length > 0);
    expect(ended().map((one) => one.source)).toEqual([source]);
  });

  test('the burn is what Prometheus says of the same scrapes, and within one scrape of what it says of the same window', async () => {
    const { server, process } = await start();
    // A scrape that begins as a second does may fall on either side of it.
    await eventually(async () => {
      const [scraped] = await server.ask('timestamp(up) * 1000', Date.now());
      const inSecondMs = (scraped?.value ?? 0) % 1000;
      if (inSecondMs > 50 && inSecondMs < 950) return true;
      await process.leave();
      process.port = 0;
      await process.listen();
      await server.scrape(process.port);
      await sleep(3000);
      return false;
    });
    const source = openPrometheusSource(`prometheus+http://127.0.0.1:${server.port}`, tools);
    const testPlan = { plan, text, digest: planDigest(text) };
    const path = join(scratch, 'burn.holdpoint');
    const { engine, transitions } = openLiveDesk(
      path,
      'create',
      testPlan,
      [{ name: 'prometheus-1', source }],
      systemClock,
    );
    const beganMs = Date.now();
    let isNew = false;
    for (let at = 0; Date.now() < beganMs + 32_000; at += 1) {
      process.count(good, 20 + (at % 7));
      if (at % 5 === 0) process.count(bad, 1 + (at % 3));
      if (!isNew && Date.now() > beganMs + 29_000) {
        isNew = true;
        process.begin(good, bad);
      }
      await sleep(100);
    }
    const untilMs = await nextScrape(server);
    await sleep(3000);
    await engine.close();
    const session = openSession(path, { mode: 'read', now: () => 0 });
    const instants = Array.from({ length: 5 }, (_, index) => Math.floor(untilMs / 1000 - index) * 1000);
    const { judgements } = await judgeRecording(sessionRecording(session), [plan], { atMs: instants });
    const counts = await countsOf(sessionRecording(session));
    session.close();
    const lived = new JudgementDigest();
    for (const transition of transitions) lived.add(transition);
    expect(judgements[0]?.digest).toBe(lived.text());
    const burns = (judgements[0]?.at ?? []).map(({ at, slos }) => ({ at, alert: slos['checkout']?.[0]?.alerts[0] }));
    expect(burns.map(({ at }) => at)).toEqual(instants.toReversed());

    for (const { at, alert } of burns) {
      // What a tick knows is what had come: the newest scrapes are still on their way.
      const newestMs = Math.max(...counts.filter(({ arrived = 0 }) => arrived < at).map(({ t }) => t));
      expect(at - newestMs).toBeLessThan(mostLagMs);
      for (const [windowS, burn] of [
        [longS, alert?.long],
        [shortS, alert?.short],
      ] as const) {
        // Its first second says what happened since the scrape before it. So these windows rest on the same scrapes, and
        // Prometheus stretches both of its sums by the same.
        const sameMs = newestMs - (at - (windowS + 1) * 1000);
        expect(burn).toBeCloseTo(await burnBy(server, sameMs, newestMs), 9);
        expect(burn).toBeGreaterThan(0.2);
        // As an alerting rule says it: it has the newest scrapes, and not what the first of the window counted.
        const theirs = await burnBy(server, windowS * 1000, at);
        const apartMs = everyMs + mostLagMs;
        expect(Math.abs((burn ?? 0) - theirs)).toBeLessThan((worstBurn * apartMs) / 1000 / windowS);
      }
    }
  });
});

async function countsOf(recording: Recording): Promise<Extract<Sample, { kind: 'count' }>[]> {
  const counts: Extract<Sample, { kind: 'count' }>[] = [];
  for await (const { bytes } of recording.batches()) {
    for (const line of bytes.toString('utf8').split('\n')) {
      const sample = line === '' ? undefined : (JSON.parse(line) as Sample);
      if (sample?.kind === 'count') counts.push(sample);
    }
  }
  return counts;
}

async function burnBy(server: PrometheusServer, windowMs: number, atMs: number): Promise<number> {
  const [failed, all] = ['requests_total{code="500"}', 'requests_total'].map(
    (series) => `sum(increase(${series}[${windowMs}ms]))`,
  );
  const [ratio] = await server.ask(`${failed} / ${all}`, atMs);
  return (ratio?.value ?? NaN) / (1 - objective);
}
