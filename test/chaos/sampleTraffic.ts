import type { JsonValue } from '../../shared/model/arrival.ts';
import type { SeededRandom } from './seededRandom.ts';

/** One sample or mark of a stream, before it is written down as a line. */
export interface Sample {
  readonly t: number;
  readonly source: string;
  readonly kind: 'count' | 'gauge' | 'latency' | 'event' | 'mark';
  readonly epoch: string | undefined;
  /** Undefined for marks, and for samples that cannot be told from their duplicates. */
  readonly seq: number | undefined;
  /** What the line says beside who, when and which: metric, labels, value. */
  readonly body: Readonly<Record<string, JsonValue>>;
}

/** Something that reaches the reader: a sample, or a line that is none. */
export interface Delivery {
  /** When the line itself says that it arrived, ms. Lines that are none arrive unstamped. */
  readonly at: number;
  readonly sample: Sample | undefined;
  /** The line of what is no sample. */
  readonly text: string;
}

/** 20 s before the plan's T-0. */
export const trafficStartMs = 1_774_879_180_000;

type Maker = (random: SeededRandom, mood: Mood) => Pick<Sample, 'kind' | 'body'>;

/** What is wrong with the world in this second. */
interface Mood {
  readonly fails: boolean;
  readonly isSlow: boolean;
  readonly stockLeft: number;
}

const checkout: Maker = (random, { fails }) => {
  const labels = {
    market: random.pick(['US', 'UK']),
    method: random.pick(['card', 'wallet']),
    path: random.chance(0.9) ? 'new' : 'old',
    outcome: random.chance(fails ? 0.3 : 0.01) ? 'error' : 'ok',
  };
  return { kind: 'count', body: { metric: 'checkout.requests', labels, value: random.between(1, 9) } };
};

const checkoutLatency: Maker = (random, { isSlow }) => {
  const counts = [random.between(0, 9), random.between(0, 4), random.between(0, isSlow ? 9 : 2)];
  const buckets = [
    [50, counts[0] ?? 0],
    [250, counts[1] ?? 0],
    [isSlow ? 900 : 400, counts[2] ?? 0],
    ['+Inf', random.chance(0.05) ? 1 : 0],
  ];
  return { kind: 'latency', body: { metric: 'checkout.latency', labels: {}, buckets } };
};

const vaultLatency: Maker = (random, { isSlow }) => {
  const values = Array.from({ length: random.between(1, 5) }, () => random.between(100, isSlow ? 5000 : 2000) / 10);
  return { kind: 'latency', body: { metric: 'vault.latency', labels: { op: random.pick(['sign', 'open']) }, values } };
};

const stock: Maker = (random, { stockLeft }) => ({
  kind: 'gauge',
  body: {
    metric: 'tickets.remaining',
    labels: { hall: random.pick(['a', 'b']) },
    value: stockLeft / 2 + random.between(0, 40) / 8,
  },
});

const deploy: Maker = (random) => ({
  kind: 'event',
  body: {
    type: random.pick(['deploy.finished', 'gate.closed', 'gate.opened']),
    labels: { service: 'ledger' },
    text: `ledger ${random.between(0, 9)} – fertig`,
    data: { commit: `c${random.between(0, 1_000_000)}`, steps: [1, null, true] },
  },
});

const refund: Maker = (random) => ({
  kind: 'count',
  body: { metric: 'refunds.duplicate', labels: {}, value: random.chance(0.05) ? 1 : 0 },
});

const voices: readonly { readonly source: string; readonly makers: readonly [Maker, ...Maker[]] }[] = [
  { source: 'gw-1', makers: [checkout, checkout, checkout, checkoutLatency] },
  { source: 'gw-2', makers: [checkout, checkout, checkoutLatency, refund] },
  { source: 'vault', makers: [vaultLatency] },
  { source: 'stock', makers: [stock, stock, stock, deploy] },
];

export interface TrafficSize {
  readonly seconds: number;
  /** Samples a second of each source. */
  readonly perSecond: number;
}

/**
 * What all sources say, in order of arrival, with nothing lost or repeated. Every source is heard in every second, and no
 * two samples of a source have the same `t`, so that the order within a second does not matter.
 */
export function makeTraffic(random: SeededRandom, { seconds, perSecond }: TrafficSize): Delivery[] {
  const sources = voices.slice(0, random.between(2, voices.length + 1));
  const deliveries: Delivery[] = [];
  const [failsFrom, slowFrom] = [random.between(0, seconds), random.between(0, seconds)];
  for (const { source, makers } of sources) {
    let seq = random.pick([0, 1, 1000, random.between(0, 5000), 2 ** 40]);
    for (let second = 0; second < seconds; second += 1) {
      const mood: Mood = {
        fails: second >= failsFrom && second < failsFrom + seconds / 4,
        isSlow: second >= slowFrom && second < slowFrom + seconds / 4,
        stockLeft: Math.round(3000 - (4000 * second) / seconds),
      };
      const startMs = trafficStartMs + second * 1000;
      for (let place = 0; place < perSecond; place += 1) {
        const t = startMs + Math.floor(((place + random.next()) * 900) / perSecond);
        const isNumbered = random.chance(0.97);
        const said = random.pick(makers)(random, mood);
        deliveries.push(
          deliver(
            { ...said, t, source, epoch: undefined, seq: isNumbered ? seq : undefined },
            t + random.between(0, 30),
          ),
        );
        if (isNumbered) seq += 1;
      }
      const t = startMs + 950;
      deliveries.push(
        deliver({ t, source, kind: 'mark', epoch: undefined, seq: undefined, body: {} }, t + random.between(0, 40)),
      );
    }
  }
  return deliveries.sort((one, other) => one.at - other.at);
}

export function deliver(sample: Sample, at: number): Delivery {
  return { at, sample, text: '' };
}
