import type { Plan } from '../../shared/model/plan.ts';
import type { PlannedBoard } from '../../shared/model/planBoards.ts';

/** A board of the Room, and what of the plan it shows. Its name is the plan's, or else its own. */
export type BoardSpec = { readonly name?: string | undefined } & (
  | { readonly kind: 'burn'; readonly slo: string }
  /** Indicators of one latency, and what carries it when it is slow. */
  | { readonly kind: 'latency'; readonly indicators: readonly string[] }
  /** Groups held against each other, drift, and what stands in until labels are there. */
  | {
      readonly kind: 'fraud';
      readonly comparisons: readonly string[];
      readonly drifts: readonly string[];
      readonly others: readonly string[];
    }
  | { readonly kind: 'ramp' }
  | { readonly kind: 'posture' }
  | { readonly kind: 'experiment'; readonly experiment: string }
  /** Something that runs out: stock, a queue, a budget of money. */
  | { readonly kind: 'forecast'; readonly forecast: string }
  /** Any numbers; `totals` where one alone is too many. */
  | { readonly kind: 'levels' | 'totals'; readonly indicators: readonly string[] }
);

const mostBoards = 4;
/** With fewer, what stands behind a service is told by its criteria. */
const leastServices = 3;

/**
 * The boards that the plan asks for, all of them. Where it asks for none, the four that say most of it: what its rules rest
 * on comes first, the ramp is always there.
 */
export function chooseBoards(plan: Plan): BoardSpec[] {
  if (plan.boards !== undefined && plan.boards.length > 0) {
    return plan.boards.flatMap((board) => plannedBoards(plan, board));
  }
  const boards = allBoards(plan);
  const ramp = boards.filter(({ kind }) => kind === 'ramp');
  const others = boards.filter(({ kind }) => kind !== 'ramp').slice(0, mostBoards - ramp.length);
  return [...others, ...ramp];
}

function plannedBoards(plan: Plan, { kind, says: name, of }: PlannedBoard): BoardSpec[] {
  switch (kind) {
    case 'burn':
      return of.map((slo) => ({ kind, slo, name }));
    case 'forecast':
      return of.map((forecast) => ({ kind, forecast, name }));
    case 'experiment':
      return of.map((experiment) => ({ kind, experiment, name }));
    case 'latency':
      return [{ kind, indicators: of, name }];
    case 'levels':
      return [{ kind: of.every((id) => isTotal(plan, id)) ? 'totals' : kind, indicators: of, name }];
    case 'fraud': {
      const isCompared = (id: string): boolean => plan.indicators[id]?.kind === 'compare';
      return [
        {
          kind,
          name,
          comparisons: of.filter(isCompared),
          drifts: of.filter((id) => plan.triggers[id]?.when.kind === 'cusum'),
          others: of.filter((id) => id in plan.indicators && !isCompared(id)),
        },
      ];
    }
    case 'posture':
    case 'ramp':
      return [{ kind, name }];
  }
}

/** Every board that the plan has something for, in the order in which people look for them. */
export function allBoards(plan: Plan): BoardSpec[] {
  const shown = new Set([
    ...Object.values(plan.slos).map(({ indicator }) => indicator),
    ...Object.values(plan.forecasts).map(({ remaining }) => remaining),
  ]);
  const note = (board: BoardSpec): BoardSpec => {
    for (const id of indicatorsOf(plan, board)) shown.add(id);
    return board;
  };
  const latencies = latencyBoards(plan).map(note);
  const fraud = fraudBoards(plan).map(note);
  const totals = rest(plan, shown, ['total']).map(note);
  const levels = rest(plan, shown, ['gauge', 'speed', 'ratio', 'rate', 'total']);
  const services = new Set(Object.values(plan.evidence).flatMap(({ service }) => service ?? []));
  return [
    ...Object.keys(plan.slos).map((slo): BoardSpec => ({ kind: 'burn', slo })),
    ...latencies,
    ...fraud,
    ...Object.keys(plan.forecasts).map((forecast): BoardSpec => ({ kind: 'forecast', forecast })),
    ...totals,
    ...Object.keys(plan.experiments).map((experiment): BoardSpec => ({ kind: 'experiment', experiment })),
    ...(services.size >= leastServices ? [{ kind: 'posture' } as const] : []),
    ...levels,
    ...(plan.ramp === undefined ? [] : [{ kind: 'ramp' } as const]),
  ];
}

function rest(plan: Plan, shown: ReadonlySet<string>, kinds: readonly string[]): BoardSpec[] {
  const indicators = Object.keys(plan.indicators).filter(
    (id) => !shown.has(id) && kinds.includes(plan.indicators[id]?.kind ?? ''),
  );
  if (indicators.length === 0) return [];
  return [{ kind: kinds.length === 1 ? 'totals' : 'levels', indicators }];
}

function indicatorsOf(plan: Plan, board: BoardSpec): string[] {
  if (board.kind === 'latency' || board.kind === 'totals' || board.kind === 'levels') return [...board.indicators];
  if (board.kind !== 'fraud') return [];
  const drifting = board.drifts.flatMap((id) => driftOf(plan, id) ?? []);
  return [...board.comparisons, ...board.comparisons.flatMap((id) => sidesOf(plan, id)), ...drifting, ...board.others];
}

/** One for each latency that is measured: its quantiles and shares, with what stands in for it when it is slow. */
function latencyBoards(plan: Plan): BoardSpec[] {
  const byMetric = new Map<string, string[]>();
  for (const [id, indicator] of Object.entries(plan.indicators)) {
    if (indicator.kind !== 'quantile' && indicator.kind !== 'share' && indicator.kind !== 'mean') continue;
    const { metric } = indicator.latency;
    byMetric.set(metric, [...(byMetric.get(metric) ?? []), id]);
  }
  const fallbacks = new Set(Object.values(plan.dependencies).flatMap(({ fallback }) => fallback ?? []));
  return [...byMetric.values()].map((indicators) => {
    const stems = indicators.map(stemOf);
    const beside = Object.entries(plan.indicators).flatMap(([id, { kind }]) =>
      fallbacks.has(id) || kind === 'gauge' ? (stems.includes(stemOf(id)) ? [id] : []) : [],
    );
    return { kind: 'latency', indicators: [...indicators, ...beside] };
  });
}

function fraudBoards(plan: Plan): BoardSpec[] {
  const comparisons = Object.keys(plan.indicators).filter((id) => plan.indicators[id]?.kind === 'compare');
  const drifts = Object.keys(plan.triggers).filter((id) => plan.triggers[id]?.when.kind === 'cusum');
  if (comparisons.length + drifts.length === 0) return [];
  const sides = new Set(comparisons.flatMap((id) => sidesOf(plan, id)));
  const burning = new Set(Object.values(plan.slos).map(({ indicator }) => indicator));
  const cohorts = new Set([...sides].flatMap((id) => cohortsOf(plan, id)));
  const proxies = new Set([...comparisons, ...sides].flatMap((id) => plan.indicators[id]?.proxy ?? []));
  // What else is measured of the same groups of people: how often one is asked to prove who he is.
  const others = Object.keys(plan.indicators).filter(
    (id) =>
      !sides.has(id) &&
      !burning.has(id) &&
      (proxies.has(id) || cohortsOf(plan, id).some((cohort) => cohorts.has(cohort))),
  );
  return [{ kind: 'fraud', comparisons, drifts, others }];
}

/** The labels by which a share or a rate is of one group: those of what it divides by, the new path aside. */
function cohortsOf(plan: Plan, id: string): string[] {
  const indicator = plan.indicators[id];
  const where =
    indicator?.kind === 'rate' ? indicator.per.where : indicator?.kind === 'ratio' ? indicator.total.where : {};
  return Object.entries(where ?? {})
    .filter(([label]) => plan.exposed === undefined || !(label in plan.exposed))
    .map(([label, values]) => `${label}=${values.join()}`);
}

export function sidesOf(plan: Plan, id: string): string[] {
  const indicator = plan.indicators[id];
  return indicator?.kind === 'compare' ? [indicator.treatment, indicator.baseline] : [];
}

/** The indicator whose drift a trigger watches. */
export function driftOf(plan: Plan, trigger: string): string | undefined {
  const when = plan.triggers[trigger]?.when;
  return when?.kind === 'cusum' ? when.cusum : undefined;
}

const isTotal = (plan: Plan, id: string): boolean => plan.indicators[id]?.kind === 'total';
const stemOf = (id: string): string => id.split(/[-._]/, 1)[0] ?? id;
