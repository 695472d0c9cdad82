import type { Sample } from '../../../shared/model/sample.ts';
import type { Tree } from './jsonTree.ts';
import { latencySample, type LatencyLayout, layoutSize, subtractLatencies } from './latencyLayout.ts';
import { type OtlpPoint, readPoints } from './otlpPoints.ts';
import { Refusals } from './refusals.ts';
import { SeriesMemory } from './seriesMemory.ts';

/** What became of one request. Every point of it is in one of these. */
export interface Translated {
  readonly samples: readonly Sample[];
  readonly refused: Refusals;
  /** Points that came before, or that a later one already holds. */
  readonly repeated: number;
  /** First points of counters that ran before anybody listened: the next ones are counted from there. */
  readonly begun: number;
}

/** A counter, or a histogram of latencies, at its last point. */
interface CumulativeState {
  readonly kind: 'cumulative';
  readonly startNanos: bigint;
  readonly timeNanos: bigint;
  readonly held: number | LatencyLayout;
}

/** Changes that came: an answer that was lost on the way makes a sender send them again. */
interface DeltaState {
  readonly kind: 'delta';
  readonly times: readonly bigint[];
}

type Counted = Exclude<OtlpPoint, { kind: 'gauge' }>;

const mostNumbers = 2_000_000;
const timesKept = 16;
const nanosPerMs = 1_000_000n;
const full = 'There are more series than can be followed: send fewer attributes.';

/** Points of OpenTelemetry as samples: what counts from the beginning becomes what came since the point before. */
export class OtlpTranslator {
  private readonly sinceNanos: bigint;
  private readonly memory: SeriesMemory<CumulativeState | DeltaState>;

  /** What began to count at `sinceMs` or later counts from its first point on. */
  constructor(sinceMs: number, most = mostNumbers) {
    this.memory = new SeriesMemory(most);
    this.sinceNanos = BigInt(sinceMs) * nanosPerMs;
  }

  translate(request: Tree, nowMs: number): Translated {
    const samples: Sample[] = [];
    const refused = new Refusals();
    let [repeated, begun] = [0, 0];
    for (const point of readPoints(request)) {
      if (point.kind === 'refused') {
        refused.add(point.why);
        continue;
      }
      const change = point.kind === 'gauge' ? point.value : this.changeOf(point, nowMs);
      if (change === 'repeated') repeated += 1;
      else if (change === 'begun') begun += 1;
      else if (typeof change === 'string') refused.add(change);
      else samples.push(toSample(point, change));
    }
    return { samples, refused, repeated, begun };
  }

  private changeOf(point: Counted, nowMs: number): number | LatencyLayout | string {
    return point.temporality === 'delta' ? this.takeDelta(point, nowMs) : this.takeCumulative(point, nowMs);
  }

  private takeDelta(point: Counted, nowMs: number): number | LatencyLayout | string {
    const { key, timeNanos } = point;
    const known = this.memory.get(key);
    const times = known?.kind === 'delta' ? known.times : [];
    if (times.includes(timeNanos)) return 'repeated';
    const [oldest] = times;
    if (times.length === timesKept && oldest !== undefined && timeNanos < oldest) {
      return 'It is older than sixteen that came before it, and may be one of those before.';
    }
    const kept = [...times, timeNanos].sort((one, other) => (one < other ? -1 : 1)).slice(-timesKept);
    return this.memory.set(key, { kind: 'delta', times: kept }, timesKept, nowMs) ? amountOf(point) : full;
  }

  private takeCumulative(point: Counted, nowMs: number): number | LatencyLayout | string {
    const { key, startNanos, timeNanos } = point;
    const held = amountOf(point);
    const before = this.memory.get(key);
    const known = before?.kind === 'cumulative' ? before : undefined;
    if (known !== undefined && timeNanos <= known.timeNanos) return 'repeated';
    if (known !== undefined && startNanos < known.startNanos) {
      return 'Two senders have one name: give each its own service.instance.id.';
    }
    const size = typeof held === 'number' ? 4 : layoutSize(held);
    if (!this.memory.set(key, { kind: 'cumulative', startNanos, timeNanos, held }, size, nowMs)) return full;
    if (known === undefined) return startNanos >= this.sinceNanos ? held : 'begun';
    return startNanos > known.startNanos ? held : subtract(held, known.held);
  }
}

/** What is smaller than before has begun anew without saying so. */
function subtract(now: number | LatencyLayout, before: number | LatencyLayout): number | LatencyLayout | string {
  if (typeof now === 'number') return typeof before === 'number' && now >= before ? now - before : now;
  const left = typeof before === 'number' ? 'other' : subtractLatencies(now, before);
  if (left === 'smaller') return now;
  return left === 'other'
    ? 'A histogram has changed its buckets without beginning anew: it is counted from here on.'
    : left;
}

function amountOf(point: Counted): number | LatencyLayout {
  return point.kind === 'count' ? point.value : point.layout;
}

function toSample(point: OtlpPoint, amount: number | LatencyLayout): Sample {
  const { source, metric, labels } = point;
  const named = { t: Number(point.timeNanos / nanosPerMs), source, metric, labels: { ...labels } };
  if (typeof amount !== 'number') return latencySample(named, amount);
  return { ...named, kind: point.kind === 'gauge' ? 'gauge' : 'count', value: amount };
}

/** When the first point of a request was read, ms; undefined where none has a time. */
export function firstPointMs(request: Tree): number | undefined {
  for (const point of readPoints(request)) if (point.kind !== 'refused') return Number(point.timeNanos / nanosPerMs);
  return undefined;
}
