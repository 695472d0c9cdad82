import type { StockTraffic } from '../../../../shared/model/scenarioStock.ts';
import { rateIn } from './incidentRate.ts';
import { strengthAt } from './incidentSpan.ts';
import { NormalDraws } from './normalDraws.ts';
import type { Output } from './outputs.ts';
import { portableExp } from './portableMath.ts';
import type { QueueModel } from './queueModel.ts';
import { openRandomStream, type RandomStream } from './randomStream.ts';
import { Shelf, type Reservation } from './shelf.ts';
import { buildStockLane, type Checkout, type LognormalMs, type SpansOf, type StockLane } from './stockLane.ts';
import type { StockArm, StockOutcome } from './stockSeries.ts';
import { StockTally, type Tallied } from './stockTally.ts';
import { momentMs, type Timeline } from './timeline.ts';

/** Who holds a reservation, and what comes next for him. */
interface Buyer {
  readonly lane: StockLane;
  readonly checkout: Checkout;
  readonly reservation: Reservation;
  readonly formMs: number;
  next: 'presses' | 'gives back' | 'is answered';
  outcome: StockOutcome;
  confirmMs: number;
}

/** A stock and its checkout, stepped once a second behind the queue that lets people in. */
export class StockModel {
  readonly tally = new StockTally();
  readonly shelf: Shelf;
  private readonly traffic: StockTraffic;
  private readonly queue: QueueModel;
  private readonly expiring: ReturnType<SpansOf>;
  private readonly lanes: readonly StockLane[];
  private readonly releases: { readonly atMs: number; readonly add: number }[];
  private readonly sizes: readonly (readonly [tickets: number, upTo: number])[];
  private readonly stream: RandomStream;
  private readonly normals: NormalDraws;
  private readonly agenda = new Map<number, Buyer[]>();
  private readonly followed: { readonly orders: Tallied; readonly output: Output }[] = [];
  private readonly returned = this.tally.open('returned');
  private readonly expired = this.tally.open('expired');
  private readonly oversold = this.tally.open('oversold');
  private nextS: number;

  constructor(traffic: StockTraffic, queue: QueueModel, spansOf: SpansOf, seed: number, timeline: Timeline) {
    this.traffic = traffic;
    this.queue = queue;
    this.expiring = spansOf('expired', traffic.labels);
    this.shelf = new Shelf(traffic.holds / 1000);
    this.stream = openRandomStream(seed, `stock/${traffic.id}`);
    this.normals = new NormalDraws(this.stream);
    this.releases = traffic.releases.map(({ at, add }) => ({ atMs: momentMs(at, timeline), add }));
    this.lanes = queue.groups.map((group) => buildStockLane(traffic, group, this.tally, spansOf, timeline));
    const whole = Object.values(traffic.takes).reduce((sum, weight) => sum + weight, 0);
    let upTo = 0;
    this.sizes = Object.entries(traffic.takes).map(([tickets, weight]) => {
      upTo += weight / whole;
      return [Number(tickets), upTo] as const;
    });
    this.nextS = timeline.startMs / 1000;
  }

  /** Adds these orders of each second to the output, for what follows them. */
  follow(orders: Tallied, output: Output): void {
    this.followed.push({ orders, output });
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
    if (rateIn(this.expiring, second) > 0) this.expired.count += shelf.expire(second);
    for (const buyer of this.agenda.get(second) ?? []) this.goOn(buyer, second);
    this.agenda.delete(second);
    const { admitted } = this.queue.at(second);
    this.lanes.forEach((lane, group) => {
      for (let one = 0; one < (admitted[group] ?? 0); one++) this.begin(lane, second);
    });
    for (const { orders, output } of this.followed) output.total += orders.count;
  }

  private begin(lane: StockLane, second: number): void {
    const { checkout: rules, reserves, returns } = this.traffic;
    const arm = lane.isBots ? 'none' : this.drawArm(lane, second);
    lane.sessions[arm].count++;
    if (!this.happens(reserves)) return;
    const tickets = this.drawTickets();
    const reservation = this.shelf.reserve(tickets, second);
    if (reservation === undefined) return;
    const checkout = arm === 'one-click' && this.happens(rules.adopts) ? lane.oneClick : lane.usual[arm];
    const formMs = this.drawMs(checkout.form);
    lane.reserved.count += tickets;
    checkout.reservations.count++;
    const isBuying = this.happens(checkout.buys);
    if (!isBuying && !this.happens(returns)) return;
    const next = isBuying ? 'presses' : 'gives back';
    this.later(second, formMs, { lane, checkout, reservation, formMs, next, outcome: 'ok', confirmMs: 0 });
  }

  private goOn(buyer: Buyer, second: number): void {
    if (buyer.next === 'presses') this.press(buyer, second);
    else if (buyer.next === 'is answered') this.settle(buyer);
    else this.giveBack(buyer);
  }

  private giveBack({ reservation }: Buyer): void {
    if (!reservation.isHeld) return;
    this.shelf.end(reservation, false);
    this.returned.count += reservation.tickets;
  }

  private press(buyer: Buyer, second: number): void {
    const { timeout } = this.traffic.checkout;
    const { checkout } = buyer;
    let factor = 1;
    let addMs = 0;
    for (const span of checkout.slowing) {
      if (span.incident.kind !== 'latency') continue;
      const strength = strengthAt(span, second);
      factor *= 1 + (span.incident.factor - 1) * strength;
      addMs += span.incident.add * strength;
    }
    const ms = this.drawMs(checkout.confirm) * factor + addMs;
    const drawn = this.drawOutcome(checkout, second);
    buyer.next = 'is answered';
    buyer.outcome = ms > timeout ? 'provider' : drawn;
    buyer.confirmMs = Math.round(Math.min(ms, timeout));
    this.later(second, buyer.confirmMs, buyer);
  }

  private settle({ lane, checkout, reservation, formMs, outcome: drawn, confirmMs }: Buyer): void {
    const { shelf } = this;
    const isLate = !reservation.isHeld;
    const outcome = drawn === 'ok' && isLate && this.traffic.checkout.late === 'refused' ? 'expired' : drawn;
    checkout.attempts[outcome].count++;
    // Who fails keeps what is reserved for him until it expires.
    if (outcome !== 'ok') return;
    if (isLate) this.oversold.count += shelf.sellLate(reservation.tickets);
    else shelf.end(reservation, true);
    lane.sold.count += reservation.tickets;
    checkout.orders.count++;
    checkout.confirmed.latencies.push(confirmMs);
    checkout.done.latencies.push(Math.round(formMs) + confirmMs);
  }

  private drawArm({ narrowing, offered }: StockLane, second: number): StockArm {
    if (!this.happens(this.traffic.checkout.eligible * rateIn(narrowing, second))) return 'none';
    return this.happens(offered(second)) ? 'one-click' : 'control';
  }

  private drawTickets(): number {
    const ratio = this.stream.nextRatio();
    return this.sizes.find(([, upTo]) => ratio < upTo)?.[0] ?? this.sizes.at(-1)?.[0] ?? 1;
  }

  private drawOutcome({ failures }: Checkout, second: number): StockOutcome {
    const ratio = this.stream.nextRatio();
    let upTo = 0;
    for (const { outcome, share: usual, spans } of failures) {
      let share = usual;
      for (const span of spans) {
        const named = span.incident.kind === 'outcome' ? span.incident.share[outcome] : undefined;
        if (named !== undefined) share += (named - share) * strengthAt(span, second);
      }
      upTo += share;
      if (ratio < upTo) return outcome;
    }
    return 'ok';
  }

  private drawMs({ median, spread }: LognormalMs): number {
    return median * portableExp(spread * this.normals.next());
  }

  private happens(share: number): boolean {
    return this.stream.nextRatio() < share;
  }

  /** He goes on in the second in which this time is over. */
  private later(second: number, ms: number, buyer: Buyer): void {
    const dueS = second + Math.max(1, Math.ceil(ms / 1000));
    const buyers = this.agenda.get(dueS);
    if (buyers === undefined) this.agenda.set(dueS, [buyer]);
    else buyers.push(buyer);
  }
}
