import type { ParsedQueryArgs, QueryAnswer } from '../../shared/contract/contract.ts';
import type { SourceState } from '../../shared/judge/sourceBook.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { GapRow } from '../../shared/model/session.ts';
import { defaultStaleAfterMs } from '../../shared/judge/indicatorBook.ts';
import { listGaps } from './answerLosses.ts';
import { listSeries } from './answerSeries.ts';
import type { Engine } from './engineDoor.ts';
import type { LinkReading } from './source/live/link.ts';
import { ownSources } from './source/live/stampLines.ts';

/** Rates and lags are told of so many seconds. */
const overSeconds = 60;

type Read = QueryAnswer<'sources.read'>;
type SourceReading = Read['sources'][number];

/** Who sends what, as of the newest judged second. */
export function answerSources(engine: Engine, { limit, offset }: ParsedQueryArgs<'sources.read'>): Read {
  const { headTick } = engine.state();
  const { troubles } = engine.past.openChunk();
  const heard = new Map([...engine.past.newestJudge.sources.all()].map((source) => [source.name, source]));
  const names = [...new Set([...heard.keys(), ...troubles.keys()])]
    .filter((name) => name !== '' && !name.startsWith(ownSources))
    .sort();
  const all = troubles.has('') ? [...names, ''] : names;
  const flows = flowsOf(engine, headTick);
  const gaps = Map.groupBy(listGaps(engine), ({ source }) => source);
  const series = Map.groupBy(listSeries(engine), ({ source }) => source);
  const { live, plan } = engine;
  return {
    links: (live?.readings() ?? []).map(toLink),
    aheadOfWallMs: live?.aheadOfWallMs ?? 0,
    judgedTick: headTick ?? null,
    overSeconds,
    total: all.length,
    sources: all.slice(offset, offset + limit).map((name): SourceReading => {
      const state = heard.get(name);
      const silentMs = state === undefined || headTick === undefined ? null : headTick * 1000 - state.heardAt;
      return {
        source: name === '' ? null : name,
        heardAt: state?.heardAt ?? null,
        silentMs,
        state: stateOf(state, silentMs, plan),
        isNeeded: plan.sources[name]?.required === true,
        ...readFlow(flows.get(name)),
        series: series.get(name)?.length ?? 0,
        ...(troubles.get(name) ?? noTroubles),
        gaps: countGaps(gaps.get(name) ?? []),
      };
    }),
  };
}

const noTroubles = { duplicates: 0, conflicts: 0, late: 0, tooLate: 0, quarantined: 0 };

/** What came of one source. */
interface Flow {
  n: number;
  lagSeconds: number;
  mostSeconds: number;
  /** What came fastest took so long; below zero where it was stamped ahead of its arrival. */
  leastSeconds: number;
}

function flowsOf(engine: Engine, headTick: number | undefined): ReadonlyMap<string, Flow> {
  const flows = new Map<string, Flow>();
  if (headTick === undefined) return flows;
  for (const { tick, rows } of engine.past.inputs(headTick - overSeconds + 1, headTick)) {
    for (const { series, bucket, n } of rows) {
      if (n === 0) continue;
      const own = flows.get(series.source) ?? { n: 0, lagSeconds: 0, mostSeconds: 0, leastSeconds: Infinity };
      // What is stamped ahead of its arrival has no lag.
      const tookSeconds = tick - 1 - bucket;
      const lag = Math.max(0, tookSeconds);
      own.leastSeconds = Math.min(own.leastSeconds, tookSeconds);
      own.n += n;
      own.lagSeconds += n * lag;
      own.mostSeconds = Math.max(own.mostSeconds, lag);
      flows.set(series.source, own);
    }
  }
  return flows;
}

function readFlow(flow: Flow | undefined): Pick<SourceReading, 'rate' | 'lag' | 'skew'> {
  if (flow === undefined) return { rate: 0, lag: null, skew: null };
  const { n, lagSeconds, mostSeconds, leastSeconds } = flow;
  return { rate: n / overSeconds, lag: { mean: lagSeconds / n, most: mostSeconds }, skew: 0 - leastSeconds };
}

function stateOf(state: SourceState | undefined, silentMs: number | null, plan: Plan): SourceReading['state'] {
  if (state === undefined) return 'unknown';
  if (state.retired === true) return 'retired';
  if (state.ended) return 'ended';
  return (silentMs ?? 0) > (plan.clock?.staleAfter ?? defaultStaleAfterMs) ? 'stale' : 'talking';
}

function countGaps(gaps: readonly GapRow[]): SourceReading['gaps'] {
  const open = gaps.filter(({ closedAt }) => closedAt === undefined);
  const missing = open.reduce((sum, { fromSeq, toSeq }) => sum + toSeq - fromSeq, 0);
  return { open: open.length, missing, closed: gaps.length - open.length };
}

function toLink({ lastFrameAtMs, lagMs, ...link }: LinkReading): Read['links'][number] {
  return { ...link, lastFrameAtMs: lastFrameAtMs ?? null, lagMs: lagMs ?? null };
}
