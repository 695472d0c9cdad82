import fc from 'fast-check';
import type { RawLine } from './naiveIntake.ts';
import { planT0S } from './arbitraryPlan.ts';

/** A line as it is sent, before anything happens to it on the way. */
interface Sent {
  /** When it arrives, ms. */
  readonly at: number;
  readonly line: RawLine;
}

const labelled = (metric: string, kind: string, labels: object): object => ({ metric, kind, labels });
const request = (market: string, method: string, outcome: string): object =>
  labelled('req', 'count', { market, method, outcome });

/** Series that make sense together. */
const families: readonly (readonly object[])[] = [
  [
    request('US', 'card', 'ok'),
    request('US', 'card', 'error'),
    request('UK', 'card', 'ok'),
    request('UK', 'wallet', 'slow'),
    request('UK', 'wallet', 'error'),
  ],
  [request('US', 'wallet', 'ok'), labelled('req', 'count', { outcome: 'error' })],
  [
    labelled('ato', 'count', { cohort: 'token', market: 'US' }),
    labelled('ato', 'count', { cohort: 'control' }),
    labelled('signin', 'count', { cohort: 'token', market: 'US' }),
    labelled('signin', 'count', { cohort: 'control' }),
  ],
  [labelled('dup', 'count', {}), labelled('ato', 'count', { cohort: 'token', market: 'UK' })],
  [labelled('lat', 'latency', { op: 'a' }), labelled('lat', 'latency', { op: 'b', market: 'UK' })],
  [
    labelled('stock', 'gauge', { hall: 'a' }),
    labelled('stock', 'gauge', { hall: 'b' }),
    // Not a count, so no part of a ratio.
    labelled('req', 'gauge', { outcome: 'error' }),
  ],
];

const sources = ['gw-1', 'gw-2', 'cd'];

const count = fc.oneof(fc.nat({ max: 12 }), fc.constantFrom(0.1, 0.2, 0.3, 0.7, 2.5, 1e9));
// Quarters add up exactly whatever the order, as a gauge's series are added without compensation.
const gauge = fc.oneof(fc.integer({ min: -40, max: 40 }), fc.constantFrom(0.25, -7.75, 1e6));
const latency = fc.constantFrom(0, 0.3, 5, 10, 10.01, 49.9, 50, 75, 240, 1000);
const amounts = fc.nat({ max: 5 });
const latencies = fc.oneof(
  { weight: 3, arbitrary: fc.array(latency, { maxLength: 4 }).map((values) => ({ values })) },
  {
    weight: 1,
    arbitrary: fc.tuple(amounts, amounts, amounts).map(([low, middle, high]) => ({
      buckets: [
        [10, low],
        [60, middle],
        ['+Inf', high],
      ],
    })),
  },
);

/** What one series of one source says in turn, how often, and when it is louder, quieter or silent. */
const stream = fc.record({
  source: fc.constantFrom(...sources),
  everyS: fc.constantFrom(2, 3, 4, 6, 9),
  counts: fc.array(count, { minLength: 1, maxLength: 6 }),
  gauges: fc.array(gauge, { minLength: 1, maxLength: 4 }),
  latencies: fc.array(latencies, { minLength: 1, maxLength: 4 }),
  delayMs: fc.constantFrom(0, 250, 999, 1400),
  isStamped: fc.boolean(),
  phase: fc.record({
    from: fc.nat({ max: 100 }),
    lasts: fc.constantFrom(20, 50, 90),
    times: fc.constantFrom(0, 1, 10),
  }),
});

const stretch = fc.record({ from: fc.nat({ max: 150 }), lasts: fc.constantFrom(8, 35, 70, 150) });

/** What happens to one line on the way. */
const mishap = fc.record({
  kind: fc.oneof(
    {
      weight: 80,
      arbitrary: fc.constantFrom(
        ...['late', 'late', 'late', 'lost', 'twice', 'conflict', 'future', 'ahead', 'ahead', 'unnumbered', 'back'],
        ...['malformed', 'mark', 'mark', 'end', 'event', 'event', 'liar'],
      ),
    },
    { weight: 1, arbitrary: fc.constant('break') },
  ),
  place: fc.nat({ max: 2000 }),
  seconds: fc.constantFrom(1, 4, 6, 12, 31, 50, 75, 100),
  source: fc.constantFrom(...sources),
});
type Mishap = typeof mishap extends fc.Arbitrary<infer T> ? T : never;

/** Recordings of two to six simulated minutes, begun a minute before T-0, with everything that can go wrong on the way. */
export const arbitraryRecording: fc.Arbitrary<readonly RawLine[]> = fc
  .record({
    families: fc.shuffledSubarray([...families], { minLength: 2, maxLength: 4 }),
    streams: fc.array(stream, { minLength: 16, maxLength: 16 }),
    silences: fc.tuple(...sources.map(() => fc.option(stretch, { freq: 2 }))),
    lastsS: fc.oneof(
      { weight: 5, arbitrary: fc.constant(120) },
      { weight: 1, arbitrary: fc.integer({ min: 121, max: 360 }) },
    ),
    epochAfter: fc.option(fc.nat({ max: 200 })),
    mishaps: fc.array(mishap, { maxLength: 20 }),
  })
  .map(({ families: chosen, streams, silences, lastsS, epochAfter, mishaps }) => {
    const sent = chosen
      .flat()
      .flatMap((series, place) => streams.slice(place, place + 1).flatMap((one) => send(series, one, lastsS)))
      .filter(({ at, line }) => {
        const silence = silences[sources.indexOf(String(line['source']))];
        const second = at / 1000 - planT0S + 60;
        return (
          silence === null || silence === undefined || second < silence.from || second >= silence.from + silence.lasts
        );
      })
      .sort((one, other) => one.at - other.at);
    return mishaps.reduce(suffer, number(sent, epochAfter ?? Infinity)).map(({ line }) => line);
  });

function send(series: object, one: typeof stream extends fc.Arbitrary<infer T> ? T : never, lastsS: number): Sent[] {
  const { everyS, phase, delayMs, isStamped } = one;
  const kind = 'kind' in series ? series.kind : undefined;
  const sent: Sent[] = [];
  for (let second = 0, turn = 0; second < lastsS; second += everyS, turn += 1) {
    const t = (planT0S - 60 + second) * 1000 + (turn % 3) * 100;
    const at = t + (isStamped ? delayMs : 0);
    const times = second >= phase.from && second < phase.from + phase.lasts ? phase.times : 1;
    const value = times * ((kind === 'gauge' ? pick(one.gauges, turn) : pick(one.counts, turn)) ?? 0);
    const said = kind === 'latency' ? pick(one.latencies, times === 1 ? turn : 0) : { value };
    const line = { t, ...(isStamped ? { arrived: at } : {}), source: one.source, ...series, ...said };
    sent.push({ at, line });
  }
  return sent;
}

function pick<T>(from: readonly T[], turn: number): T | undefined {
  return from[turn % from.length];
}

/** Each source counts its lines, and begins again in a new epoch. */
function number(sent: readonly Sent[], epochAfter: number): Sent[] {
  const next = new Map<string, number>();
  return sent.map(({ at, line }) => {
    const isNew = at >= (planT0S - 60 + epochAfter) * 1000;
    const key = `${String(line['source'])} ${isNew}`;
    const seq = next.get(key) ?? 3;
    next.set(key, seq + 1);
    return { at, line: { ...line, seq, ...(isNew ? { epoch: 'b' } : {}) } };
  });
}

function suffer(lines: Sent[], { kind, place, seconds, source }: Mishap): Sent[] {
  const at = lines.length === 0 ? 0 : place % lines.length;
  const one = lines[at];
  if (one === undefined) return lines;
  const ms = seconds * 1000;
  const later = { ...one, at: one.at + ms, line: { ...one.line, arrived: one.at + ms } };
  const instead = (...lines_: Sent[]): Sent[] => lines.toSpliced(at, 1, ...lines_);
  switch (kind) {
    case 'late':
      return insert(lines.toSpliced(at, 1), later);
    case 'lost':
      return instead();
    case 'twice':
      return insert(lines, later);
    case 'conflict':
      return insert(lines, { ...later, line: { ...later.line, t: one.at + 1 } });
    case 'future':
      return instead({ ...one, line: { ...one.line, arrived: one.at, t: one.at + 61_000 } });
    case 'ahead':
      return instead({ ...one, line: { ...one.line, arrived: one.at, t: one.at + Math.min(60_000, ms) } });
    case 'unnumbered': {
      // Both count; of a gauge, the one that arrives last.
      const { seq: _, epoch: __, ...rest } = one.line;
      const again = 'value' in rest ? { ...rest, value: Number(rest['value']) + 1 } : rest;
      return insert(instead({ ...one, line: rest }), { at: later.at, line: { ...again, arrived: later.at } });
    }
    case 'back':
      return instead({ ...one, line: { ...one.line, arrived: one.at - ms } });
    case 'malformed':
      return instead({ ...one, line: { ...one.line, value: -1, values: 'none' } });
    case 'mark':
    case 'end':
      return insert(lines, {
        at: later.at,
        line: { t: later.at, source, kind: 'mark', ...(kind === 'end' ? { end: true } : {}) },
      });
    case 'event': {
      const labels = seconds % 2 === 0 ? { mode: 'manual', market: 'US' } : { mode: 'other' };
      const type = seconds > 30 ? 'deploy' : 'flag';
      // It may be stamped with a second that is still to come.
      const t = one.at + (place % 3 === 0 ? 20_000 : 0);
      return insert(lines, { at: one.at, line: { t, arrived: one.at, source: 'cd', kind: 'event', type, labels } });
    }
    case 'liar':
      return instead({ ...one, line: { ...one.line, t: one.at + 600_001 + ms, arrived: one.at + 600_001 + ms } });
    case 'break': {
      // Everything from here on comes eleven minutes later.
      const moved = (sent: Sent): Sent => {
        const t = Number(sent.line['t']) + 660_000;
        return { at: sent.at + 660_000, line: { ...sent.line, t, arrived: sent.at + 660_000 } };
      };
      return [...lines.slice(0, at), ...lines.slice(at).map(moved)];
    }
    default:
      throw new Error(`No such mishap: ${kind}.`);
  }
}

/** After everything that arrives no later. */
function insert(lines: readonly Sent[], one: Sent): Sent[] {
  const place = lines.findIndex((other) => other.at > one.at);
  return place < 0 ? [...lines, one] : lines.toSpliced(place, 0, one);
}
