import type { LeafCondition } from '../../shared/model/planConditions.ts';
import type { Slo } from '../../shared/model/planIndicators.ts';
import { defaultAlerts } from '../../shared/stats/burn.ts';
import { leastN, provenShare, toView, type Leaf } from './naiveLeaf.ts';
import { indicatorOf, lossOf, measure, readNaiveIndicator, type Measured } from './naiveReading.ts';
import type { View } from './naiveView.ts';
import { wholeSeconds, type World } from './naiveWorld.ts';

/** Section 3. */
function sloOf(world: World, id: string): Slo {
  const slo = world.plan.slos[id];
  if (slo === undefined) throw new Error(`The plan has no SLO ${id}.`);
  return slo;
}

/** Bad events of a ratio; of a latency share, those over the limit. */
function badOf(world: World, slo: Slo, { part, n }: Measured): number {
  return indicatorOf(world, slo.indicator).kind === 'share' ? n - part : part;
}

function burnOf(world: World, slo: Slo, measured: Measured): number | undefined {
  return measured.n === 0 ? undefined : badOf(world, slo, measured) / measured.n / (1 - slo.objective);
}

function provenBurn(leaf: Leaf, slo: Slo, measured: Measured): number {
  const counts = { part: badOf(leaf.world, slo, measured), n: measured.n };
  return provenShare(counts, leaf, 'over') / (1 - slo.objective);
}

export function viewBurn(condition: Extract<LeafCondition, { kind: 'burn' }>, leaf: Leaf): View {
  const slo = sloOf(leaf.world, condition.slo);
  const isBound = condition.burnOver !== undefined && leaf.asking.evidence === 'bound';
  const least = leastN(leaf, slo.indicator, isBound);
  const reading = readNaiveIndicator(leaf.world, leaf.place, slo.indicator, condition.window, least);
  const value = burnOf(leaf.world, slo, reading);
  const burn = value ?? NaN;
  if (condition.burnOver === undefined) {
    const { burnUnder } = condition;
    const off = leaf.asking.clear?.over ?? burnUnder;
    return toView(
      leaf,
      slo.indicator,
      { ...reading, value },
      () => burn < burnUnder,
      () => burn < off,
    );
  }
  const { burnOver } = condition;
  const off = leaf.asking.clear?.under ?? burnOver - 0.2 * Math.abs(burnOver);
  const truth = (): boolean => (isBound ? provenBurn(leaf, slo, reading) : burn) > burnOver;
  return toView(leaf, slo.indicator, { ...reading, value }, truth, () => burn > off);
}

export function viewPair(condition: Extract<LeafCondition, { kind: 'alert' }>, leaf: Leaf): View {
  const slo = sloOf(leaf.world, condition.slo);
  const pair = pairOf(slo, condition.alert);
  const isBound = leaf.asking.evidence === 'bound';
  const least = leastN(leaf, slo.indicator, isBound);
  const long = readNaiveIndicator(leaf.world, leaf.place, slo.indicator, pair.longMs, least);
  const short = readNaiveIndicator(leaf.world, leaf.place, slo.indicator, pair.shortMs, 0);
  const value = burnOf(leaf.world, slo, long);
  const shortBurn = burnOf(leaf.world, slo, short) ?? NaN;
  const status = long.status === 'known' && short.value === undefined ? 'none' : long.status;
  const longBurn = (): number => (isBound ? provenBurn(leaf, slo, long) : (value ?? NaN));
  return toView(
    leaf,
    slo.indicator,
    { ...long, status, value },
    () => longBurn() > pair.factor && shortBurn > pair.factor,
    () => shortBurn > 0.8 * pair.factor,
  );
}

function pairOf(slo: Slo, id: string): { longMs: number; shortMs: number; factor: number } {
  if (slo.alerts === undefined) {
    const usual = defaultAlerts(slo.period).find((alert) => alert.id === id);
    if (usual === undefined) throw new Error(`An objective without alerts has no ${id}.`);
    return usual;
  }
  const own = slo.alerts.find((alert) => alert.id === id);
  if (own === undefined) throw new Error(`The objective has no alert ${id}.`);
  const factor = own.factor ?? ((own.spend ?? NaN) * slo.period) / own.long;
  return { longMs: own.long, shortMs: own.short ?? own.long / 12, factor };
}

/** The event budget is the whole launch's, whatever cell asks. */
export function viewBudget(condition: Extract<LeafCondition, { kind: 'budget' }>, leaf: Leaf): View {
  const { world } = leaf;
  const slo = sloOf(world, condition.slo);
  const indicator = indicatorOf(world, slo.indicator);
  const launch = { tick: leaf.place.tick, cell: {} };
  const span = { from: wholeSeconds(world.plan.launch.t0), to: launch.tick };
  const since = measure(world, launch, indicator, span);
  const allowed = (slo.expected ?? NaN) * (1 - slo.objective);
  const spent = badOf(world, slo, since) + (slo.spentAtStart ?? 0) * allowed;
  const left = 1 - spent / allowed;
  const { status, ageMs } = lossOf(world, launch, indicator);
  // Before anything came, nothing is spent, and that is known.
  const own = since.n > 0 && since.n < (leaf.asking.minimumN ?? 0) ? 'insufficient' : 'known';
  const settled = { status: status ?? own, ageMs, value: left, n: since.n } as const;
  return toView(leaf, slo.indicator, settled, () => left < condition.budgetLeftUnder);
}
