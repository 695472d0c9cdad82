import type { StockTraffic } from '../../../../shared/model/scenarioStock.ts';
import type { Delay } from '../../../../shared/model/scenarioShape.ts';
import { rateIn } from './incidentRate.ts';
import { strengthAt, type IncidentSpan } from './incidentSpan.ts';
import { deviateOfP99 } from './latencyValues.ts';
import { buildStepCurve, type Curve } from './levelCurve.ts';
import { NormalDraws } from './normalDraws.ts';
import { portableExp, portableLog } from './portableMath.ts';
import type { Output } from './outputs.ts';
import type { QueueModel } from './queueModel.ts';
import { openRandomStream, type RandomStream } from './randomStream.ts';
import { Shelf, type Reservation } from './shelf.ts';
import type { StockArm, StockOutcome, StockPath } from './stockSeries.ts';
import { StockTally } from './stockTally.ts';
import { momentMs, type Timeline } from './timeline.ts';

/** The incidents that touch one of its series. */
export type SpansOf = (part: string, labels: Labels) => readonly IncidentSpan[];
type Labels = Readonly<Record<string, string>>;
/** What tells one series of a part from another. */
interface OwnLabels {
  readonly cohort?: string;
  readonly arm?: StockArm;
  readonly path?: StockPath;
  readonly outcome?: StockOutcome;
}
/** Orders by the name of their tally, for what follows them. */
export type OrderOutputs = ReadonlyMap<string, Output>;

interface Buyer {
  readonly by: string;
  readonly cohort: string;
  readonly arm: StockArm;
  readonly path: StockPath;
  readonly way: StockTraffic['checkout']['usual'];
  readonly reservation: Reservation;
  readonly formMs: number;
}

/** A stock and its checkout, stepped once a second behind the queue that lets people in. */
export class StockModel {
  readonly tally = new StockTally();
  readonly shelf: Shelf;
  private readonly traffic: StockTraffic;
  private readonly queue: QueueModel;
  private readonly findSpans: SpansOf;
  private readonly foundSpans = new Map<string, readonly IncidentSpan[]>();
  private readonly offered = new Map<string, Curve>();
  private readonly releases: { readonly atMs: number; readonly add: number }[];
  private readonly sizes: readonly (readonly [tickets: number, upTo: number])[];
  private readonly stream: RandomStream;
  private readonly normals: NormalDraws;
  private readonly agenda = new Map<number, (() => void)[]>();
  private readonly outputs: OrderOutputs;
  private nextS: number;

  constructor(
    traffic: StockTraffic,
    queue: QueueModel,
    spansOf: SpansOf,
    seed: number,
    timeline: Timeline,
    outputs: OrderOutputs,
  ) {
    this.traffic = traffic;
    this.queue = queue;
    this.findSpans = spansOf;
    this.outputs = outputs;
    this.shelf = new Shelf(traffic.holds / 1000);
    this.stream = openRandomStream(seed, `stock/${traffic.id}`);
    this.normals = new NormalDraws(this.stream);
    this.releases = traffic.releases.map(({ at, add }) => ({ atMs: momentMs(at, timeline), add }));
    const steps = traffic.steps.map((step) => ({ ...step, level: step.factor }));
    for (const cohort of traffic.cohorts) {
      const labels = { ...traffic.labels, cohort };
      this.offered.set(cohort, buildStepCurve(1, steps, labels, timeline));
    }
    const whole = Object.values(traffic.takes).reduce((sum, weight) => sum + weight, 0);
    let upTo = 0;
    this.sizes = Object.entries(traffic.takes).map(([tickets, weight]) => {
      upTo += weight / whole;
      return [Number(tickets), upTo] as const;
    });
    this.nextS = timeline.startMs / 1000;
  }

  /** Everything up to this second has happened; seconds that nobody asked for happen as well. */
  stepTo(second: number): void {
    while (this.nextS <= second) this.step(this.nextS++);
  }

  private step(second: number): void {
    const { shelf, tally } = this;
    tally.clear();
    for (let due = this.releases[0]; due !== undefined && due.atMs <= second * 1000; due = this.releases[0]) {
      shelf.release(due.add);
      this.releases.shift();
    }
    if (rateIn(this.spansOf('expired', {}), second) > 0) tally.add('expired', shelf.expire(second));
    for (const deed of this.agenda.get(second) ?? []) deed();
    this.agenda.delete(second);
    const { admitted } = this.queue.at(second);
    this.queue.groups.forEach(({ cohort, by }, group) => {
      for (let one = 0; one < (admitted[group] ?? 0); one++) this.begin(by, cohort, second);
    });
    for (const [name, output] of this.outputs) output.total += tally.count(name);
  }

  private begin(by: string, cohort: string, second: number): void {
    const { checkout, reserves, returns } = this.traffic;
    const arm = by === 'bots' ? 'none' : this.drawArm(cohort, second);
    this.tally.add(`sessions/${cohort}/${arm}`, 1);
    if (!this.happens(reserves)) return;
    const tickets = this.drawTickets();
    const reservation = this.shelf.reserve(tickets, second);
    if (reservation === undefined) return;
    const path = arm === 'one-click' && this.happens(checkout.adopts) ? 'one-click' : 'usual';
    const way = by === 'bots' ? checkout.bots : path === 'one-click' ? checkout.oneClick : checkout.usual;
    const formMs = this.drawMs(way.form);
    const buyer: Buyer = { by, cohort, arm, path, way, reservation, formMs };
    this.tally.add(`reserved/${by}`, tickets);
    this.tally.add(`reservations/${path}`, 1);
    const doneS = second + Math.max(1, Math.ceil(formMs / 1000));
    if (this.happens(way.buys)) this.later(doneS, () => this.press(buyer, doneS));
    else if (this.happens(returns)) this.later(doneS, () => this.giveBack(reservation));
  }

  private giveBack(reservation: Reservation): void {
    if (!reservation.isHeld) return;
    this.shelf.end(reservation, false);
    this.tally.add('returned', reservation.tickets);
  }

  private press(buyer: Buyer, second: number): void {
    const { timeout } = this.traffic.checkout;
    let factor = 1;
    let addMs = 0;
    for (const span of this.spansOf('confirm', { path: buyer.path })) {
      if (span.incident.kind !== 'latency') continue;
      const strength = strengthAt(span, second);
      factor *= 1 + (span.incident.factor - 1) * strength;
      addMs += span.incident.add * strength;
    }
    const ms = this.drawMs(buyer.way.confirm) * factor + addMs;
    const drawn = this.drawOutcome(buyer, second);
    const outcome = ms > timeout ? 'provider' : drawn;
    const confirmMs = Math.round(Math.min(ms, timeout));
    this.later(second + Math.max(1, Math.ceil(confirmMs / 1000)), () => this.settle(buyer, outcome, confirmMs));
  }

  private settle(buyer: Buyer, drawn: StockOutcome, confirmMs: number): void {
    const { by, cohort, arm, path, reservation, formMs } = buyer;
    const { tally, shelf } = this;
    const isLate = !reservation.isHeld;
    const outcome = drawn === 'ok' && isLate && this.traffic.checkout.late === 'refused' ? 'expired' : drawn;
    tally.add(`attempts/${cohort}/${path}/${outcome}`, 1);
    // Who fails keeps what is reserved for him until it expires.
    if (outcome !== 'ok') return;
    if (isLate) tally.add('oversold', shelf.sellLate(reservation.tickets));
    else shelf.end(reservation, true);
    tally.add(`sold/${by}`, reservation.tickets);
    tally.add(`orders/${cohort}/${path}/${arm}`, 1);
    tally.note(`confirm/${path}`, confirmMs);
    tally.note(`checkout/${path}`, Math.round(formMs) + confirmMs);
  }

  /** Sought once: buyers come by the thousand a second. */
  private spansOf(part: string, own: OwnLabels): readonly IncidentSpan[] {
    const name = `${part}/${own.cohort ?? ''}/${own.arm ?? ''}/${own.path ?? ''}/${own.outcome ?? ''}`;
    let spans = this.foundSpans.get(name);
    if (spans === undefined) {
      spans = this.findSpans(part, { ...this.traffic.labels, ...(own as Labels) });
      this.foundSpans.set(name, spans);
    }
    return spans;
  }

  private drawArm(cohort: string, second: number): StockArm {
    const narrowing = rateIn(this.spansOf('sessions', { cohort, arm: 'one-click' }), second);
    if (!this.happens(this.traffic.checkout.eligible * narrowing)) return 'none';
    return this.happens(this.offered.get(cohort)?.(second) ?? 0) ? 'one-click' : 'control';
  }

  private drawTickets(): number {
    const ratio = this.stream.nextRatio();
    return this.sizes.find(([, upTo]) => ratio < upTo)?.[0] ?? this.sizes.at(-1)?.[0] ?? 1;
  }

  private drawOutcome({ path, cohort }: Buyer, second: number): StockOutcome {
    const { outcomes } = this.traffic.checkout;
    const ratio = this.stream.nextRatio();
    let upTo = 0;
    for (const outcome of ['declined', 'provider', 'internal'] as const) {
      let share = outcomes[outcome];
      for (const span of this.spansOf('attempts', { cohort, path, outcome })) {
        const named = span.incident.kind === 'outcome' ? span.incident.share[outcome] : undefined;
        if (named !== undefined) share += (named - share) * strengthAt(span, second);
      }
      upTo += share;
      if (ratio < upTo) return outcome;
    }
    return 'ok';
  }

  private drawMs({ median, p99 }: Delay): number {
    return median * portableExp((portableLog(p99 / median) / deviateOfP99) * this.normals.next());
  }

  private happens(share: number): boolean {
    return this.stream.nextRatio() < share;
  }

  private later(second: number, deed: () => void): void {
    const deeds = this.agenda.get(second);
    if (deeds === undefined) this.agenda.set(second, [deed]);
    else deeds.push(deed);
  }
}
