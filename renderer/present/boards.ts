import type { Plan } from '../../shared/model/plan.ts';

/** A board of the Room, and what of the plan it shows. */
export type BoardSpec =
  | { readonly kind: 'burn'; readonly slo: string }
  /** Indicators of one latency, and the gauges that belong to what serves it. */
  | { readonly kind: 'latency'; readonly indicators: readonly string[]; readonly gauges: readonly string[] }
  /** Two groups held against each other, and drift. */
  | { readonly kind: 'fraud'; readonly comparisons: readonly string[]; readonly cusums: readonly string[] }
  | { readonly kind: 'ramp' }
  | { readonly kind: 'experiment'; readonly experiment: string }
  /** Something that runs out: stock, a queue, a budget of money. */
  | { readonly kind: 'forecast'; readonly forecast: string }
  /** Things that must not happen once, such as a refund paid twice. */
  | { readonly kind: 'totals'; readonly indicators: readonly string[] }
  | { readonly kind: 'posture' }
  | { readonly kind: 'gauges'; readonly indicators: readonly string[] };

const mostBoards = 4;
/** With fewer, what stands behind a service is told by its criteria. */
const leastServices = 3;

/** The four boards that say most of this plan: what its rules rest on comes first, the ramp is always there. */
export function chooseBoards(plan: Plan): BoardSpec[] {
  const boards = allBoards(plan);
  const ramp = boards.filter(({ kind }) => kind === 'ramp');
  const others = boards.filter(({ kind }) => kind !== 'ramp').slice(0, mostBoards - ramp.length);
  return [...others, ...ramp];
}

/** Every board that the plan has something for, in the order in which people look for them. */
export function allBoards(plan: Plan): BoardSpec[] {
  const idsOf = (...kinds: readonly string[]): string[] =>
    Object.entries(plan.indicators).flatMap(([id, { kind }]) => (kinds.includes(kind) ? [id] : []));
  const latencies = idsOf('quantile', 'share', 'mean');
  const comparisons = idsOf('compare');
  const cusums = Object.entries(plan.triggers).flatMap(([id, { when }]) => (when.kind === 'cusum' ? [id] : []));
  const gauges = idsOf('gauge');
  const services = new Set(Object.values(plan.evidence).flatMap(({ service }) => service ?? []));
  const boards: (BoardSpec | undefined)[] = [
    ...Object.keys(plan.slos).map((slo): BoardSpec => ({ kind: 'burn', slo })),
    latencies.length > 0 ? { kind: 'latency', indicators: latencies, gauges: besideLatency(plan, gauges) } : undefined,
    comparisons.length + cusums.length > 0 ? { kind: 'fraud', comparisons, cusums } : undefined,
    ...Object.keys(plan.forecasts).map((forecast): BoardSpec => ({ kind: 'forecast', forecast })),
    idsOf('total').length > 0 ? { kind: 'totals', indicators: idsOf('total') } : undefined,
    ...Object.keys(plan.experiments).map((experiment): BoardSpec => ({ kind: 'experiment', experiment })),
    services.size >= leastServices ? { kind: 'posture' } : undefined,
    gauges.length > 0 ? { kind: 'gauges', indicators: gauges } : undefined,
    plan.ramp === undefined ? undefined : { kind: 'ramp' },
  ];
  return boards.filter((board) => board !== undefined);
}

/** Gauges whose id begins as a latency's does: what cache and fallback carry stands beside what they stand in for. */
function besideLatency(plan: Plan, gauges: readonly string[]): string[] {
  const stems = Object.entries(plan.indicators).flatMap(([id, { kind }]) =>
    kind === 'quantile' || kind === 'share' ? [id.split(/[-._]/, 1)[0] ?? id] : [],
  );
  return gauges.filter((id) => stems.includes(id.split(/[-._]/, 1)[0] ?? id));
}
