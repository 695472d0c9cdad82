import { rampCellsOf } from '../../../../shared/judge/room/rampCell.ts';
import { cellKey } from '../../../../shared/judge/selector.ts';
import type { Plan } from '../../../../shared/model/plan.ts';
import type { RoomRow } from '../../../../shared/model/room/roomFact.ts';
import type { Scenario } from '../../../../shared/model/scenario.ts';
import type { Reaction } from '../../../../shared/model/scenarioReaction.ts';
import type { Traffic } from '../../../../shared/model/scenarioTraffic.ts';
import type { Labels } from '../../../../shared/model/series.ts';
import { hasLabels, type IncidentSpan } from './incidentSpan.ts';
import { OrderedLevel } from './orderedLevel.ts';
import type { Curve, OrderedLevels } from './timeline.ts';

/** When an order is given, lines of the second after it may have been made: it changes those of the second after that. */
const leastDelayS = 2;

type Spread = Extract<Reaction, { kind: 'scales' | 'sets' }>;
type Doing = Extract<Reaction, { kind: 'ends' | 'begins' }>;
type MovingSpan = { -readonly [Key in keyof IncidentSpan]: IncidentSpan[Key] };

type Order = Extract<RoomRow, { kind: 'order.placed' }>['body'];

const noOrder = { does: 'advance', cells: [] } as const;

/** Levels that follow one cell's orders by one pair of reactions. */
interface Follower {
  readonly cell: string;
  readonly level: OrderedLevel;
  readonly reactions: readonly Spread[];
}

/**
 * The world of a rehearsal, as far as the room's orders move it. It hears the rows of the ledger in their order, each at
 * its second, and what it makes of them depends on nothing else: told all of them once more, it is the same world.
 */
export class RehearsedWorld {
  private readonly scenario: Scenario;
  private readonly cells: readonly Labels[];
  private readonly startS: number;
  private readonly followers: Follower[] = [];
  private readonly orders = new Map<string, Order>();
  private spans: readonly MovingSpan[] = [];
  /** What narrowing has brought, and the cells that are still narrowed by it. */
  private readonly narrowed = new Map<MovingSpan, Set<string>>();

  constructor(scenario: Scenario, plan: Plan, startMs: number) {
    this.scenario = scenario;
    this.startS = startMs / 1000;
    this.cells = rampCellsOf(plan).map(({ cell }) => cell);
  }

  /** Takes the incidents in hand: those that a measure brings are not there until it is taken. */
  rule(spans: readonly IncidentSpan[]): void {
    this.spans = spans;
    const brought = new Set(this.doings('begins').flatMap(({ incidents }) => incidents));
    for (const span of this.spans) {
      if (brought.has(span.incident.id)) Object.assign(span, { fromS: Infinity, toS: Infinity });
    }
  }

  /** What orders make of the levels of this traffic; undefined where no reaction speaks of it. */
  levelsOf(traffic: Traffic): OrderedLevels | undefined {
    const reactions = this.scenario.reacts.filter((one) => one.kind === 'scales' || one.kind === 'sets');
    const own = reactions.filter((reaction) => speaksOf(reaction, traffic));
    return own.length === 0 ? undefined : { curveOf: (written, labels) => this.curveOf(own, written, labels) };
  }

  hear({ kind, body, at }: RoomRow): void {
    if (kind === 'order.placed') {
      const { does, cells } = body;
      this.orders.set(body.order, body);
      if (does === 'narrow') this.narrow(body, at);
      else {
        const to = does === 'advance' ? 'ramp' : 'rollback';
        for (const { cell, to: share } of cells) this.move(cell, share, to, at);
        this.do(
          to,
          at,
          cells.filter(({ from, to: share }) => from !== share).map(({ cell }) => cell),
        );
        // Where nobody is in, nobody is left to be narrowed down to.
        this.widen(
          cells.filter(({ to: share }) => share === 0),
          at,
        );
      }
    } else if (kind === 'order.cancelled') {
      const { does, cells } = this.orders.get(body.order) ?? noOrder;
      for (const { cell, from } of cells) this.move(cell, from, 'ramp', at);
      if (does === 'narrow') this.widen(cells, at);
    } else if (kind === 'ramp.held' || kind === 'clock.held') this.do('hold', at);
    else if (kind === 'step.finished') this.do('step', at, undefined, body.step);
  }

  private curveOf(own: readonly Spread[], written: Curve, labels: Labels): Curve | undefined {
    const reactions = own.filter((one) => one.kind === 'sets' || hasLabels(one.where.labels ?? {}, labels));
    const cells = this.cells.filter((cell) =>
      Object.entries(cell).every(([name, value]) => labels[name] === undefined || labels[name] === value),
    );
    if (reactions.length === 0 || cells.length === 0) return undefined;
    const initial = written(this.startS);
    const levels = cells.map((cell) => {
      const level = new OrderedLevel(initial);
      this.followers.push({ cell: cellKey(cell), level, reactions });
      return level;
    });
    return (second) => levels.reduce((sum, level) => sum + level.at(second), 0) / levels.length;
  }

  private move(cell: Labels, share: number, to: Spread['to'], at: number): void {
    const key = cellKey(cell);
    for (const follower of this.followers) {
      if (follower.cell !== key) continue;
      const reaction = follower.reactions.find((one) => one.to === to);
      if (reaction === undefined) continue;
      const level = reaction.kind === 'sets' ? share * 100 : share;
      follower.level.order({ heardS: at / 1000, fromS: heardFromS(at, reaction.after), overMs: reaction.over, level });
    }
  }

  /** Whom a narrowing takes out stay out as long as it stands: an incident begins that names nobody who is still eligible. */
  private narrow({ cells, eligible = {} }: Order, at: number): void {
    const reactions = this.doings('begins').filter(({ to }) => to === 'narrow');
    for (const { incidents, after } of reactions) {
      for (const span of this.spans) {
        if (!incidents.includes(span.incident.id) || namesEligible(span.incident, eligible)) continue;
        const own = cells.filter(({ cell }) => concerns(cell, span.incident)).map(({ cell }) => cellKey(cell));
        if (own.length === 0) continue;
        if (span.fromS === Infinity) Object.assign(span, { fromS: heardFromS(at, after), toS: Infinity });
        const before = this.narrowed.get(span) ?? [];
        this.narrowed.set(span, new Set([...before, ...own]));
      }
    }
    this.do(
      'narrow',
      at,
      cells.map(({ cell }) => cell),
    );
  }

  /** These cells are narrowed no more. */
  private widen(cells: readonly { readonly cell: Labels }[], at: number): void {
    for (const [span, narrowed] of this.narrowed) {
      for (const { cell } of cells) narrowed.delete(cellKey(cell));
      if (narrowed.size === 0) end(span, heardFromS(at, 0));
    }
  }

  private do(to: Doing['to'], at: number, cells?: readonly Labels[], step?: string): void {
    for (const reaction of [...this.doings('ends'), ...this.doings('begins')]) {
      if (reaction.to !== to || reaction.step !== step) continue;
      const fromS = heardFromS(at, reaction.after);
      for (const span of this.spans) {
        if (!reaction.incidents.includes(span.incident.id)) continue;
        if (cells !== undefined && !cells.some((cell) => concerns(cell, span.incident))) continue;
        if (reaction.kind === 'ends') end(span, fromS);
        else if (to !== 'narrow' && span.fromS === Infinity) begin(span, fromS);
      }
    }
  }

  private doings<Kind extends Doing['kind']>(kind: Kind): Doing[] {
    return this.scenario.reacts.filter((one): one is Doing => one.kind === kind);
  }
}

function heardFromS(at: number, afterMs: number): number {
  return at / 1000 + Math.max(leastDelayS, Math.ceil(afterMs / 1000));
}

/** What has not begun by then is not ended by it. */
function end(span: MovingSpan, atS: number): void {
  if (span.fromS <= atS) span.toS = Math.min(span.toS, atS);
}

function begin(span: MovingSpan, atS: number): void {
  span.fromS = atS;
  span.toS = atS + Math.ceil(span.incident.lasts / 1000);
}

/** An incident that names other cells goes on. */
function concerns(cell: Labels, incident: IncidentSpan['incident']): boolean {
  return Object.entries(namedBy(incident)).every(
    ([name, values]) => cell[name] === undefined || values.includes(cell[name]),
  );
}

/** Whether some of those whom it names are still eligible. One that names nobody by these labels is about all the others. */
function namesEligible(incident: IncidentSpan['incident'], eligible: NonNullable<Order['eligible']>): boolean {
  const named = namedBy(incident);
  const told = Object.entries(eligible).filter(([label]) => named[label] !== undefined);
  return told.length > 0 && told.every(([label, values]) => named[label]?.some((value) => values.includes(value)));
}

function namedBy({ where }: IncidentSpan['incident']): Readonly<Record<string, readonly string[]>> {
  return 'labels' in where ? (where.labels ?? {}) : {};
}

function speaksOf(reaction: Spread, traffic: Traffic): boolean {
  if (traffic.kind === 'event' || traffic.kind === 'latency') return false;
  if ((reaction.kind === 'sets') !== (traffic.kind === 'gauge')) return false;
  const metrics = reaction.kind === 'sets' ? [reaction.metric] : reaction.where.metric;
  return metrics === undefined || metrics.some((metric) => isSentBy(metric, traffic));
}

/** Traffic of several metrics names them after its id. */
function isSentBy(metric: string, traffic: Traffic): boolean {
  if ('metric' in traffic) return metric === traffic.metric;
  const { id = '' } = traffic as { readonly id?: string };
  return metric === id || metric.startsWith(`${id}.`);
}
