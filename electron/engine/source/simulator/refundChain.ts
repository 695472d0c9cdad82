import type { RefundsTraffic } from '../../../../shared/model/scenarioRefunds.ts';
import { drawPoisson } from './drawPoisson.ts';
import { strengthAt, type IncidentSpan } from './incidentSpan.ts';
import { drawWaitMs, type WaitShape } from './refundWait.ts';
import { NormalDraws } from './normalDraws.ts';
import { portableExp, portableLog } from './portableMath.ts';
import { openRandomStream, type RandomStream } from './randomStream.ts';

/** The standard normal deviate below which 99 of 100 fall. */
const deviateOfP99 = 2.3263478740408408;

interface Refund {
  readonly requestedMs: number;
  readonly dueMs: number;
  readonly cents: number;
  isCredited: boolean;
}

/** The incidents that touch one part of a chain. */
export interface ChainSpans {
  readonly requests: readonly IncidentSpan[];
  readonly credits: readonly IncidentSpan[];
  readonly waits: readonly IncidentSpan[];
  readonly duplicates: readonly IncidentSpan[];
}

/** The refunds of one combination, from the approved return to the credit. What was requested is credited once, or waits. */
export class RefundChain {
  /** Of the last second that was stepped. */
  requested = 0;
  credited = 0;
  /** What of it was credited a second time, each in cents. */
  duplicateCents: number[] = [];
  /** How long those that were credited had waited, ms. */
  waitsMs: number[] = [];
  private waitingCents = 0;
  /** In the order of request; the first may be credited already. */
  private readonly waiting: Refund[] = [];
  private readonly dueIn = new Map<number, Refund[]>();
  private readonly traffic: RefundsTraffic;
  private readonly spans: ChainSpans;
  private readonly meanAt: (second: number) => number;
  private readonly stream: RandomStream;
  private readonly normals: NormalDraws;
  /** Incidents draw from streams of their own, so that one leaves the refunds before and beside it as they were. */
  private readonly stallStream: RandomStream;
  private readonly duplicateStream: RandomStream;
  private readonly shape: WaitShape;

  /** `meanAt`: how many requests a second are expected without incidents. */
  constructor(
    seed: number,
    name: string,
    traffic: RefundsTraffic,
    spans: ChainSpans,
    meanAt: (second: number) => number,
  ) {
    this.traffic = traffic;
    this.spans = spans;
    this.meanAt = meanAt;
    this.stream = openRandomStream(seed, `refunds/${name}`);
    this.normals = new NormalDraws(this.stream);
    this.stallStream = openRandomStream(seed, `refunds/${name}/stall`);
    this.duplicateStream = openRandomStream(seed, `refunds/${name}/duplicate`);
    const { credit } = traffic;
    this.shape = { ...credit, spread: portableLog(credit.p99 / credit.median) / deviateOfP99 };
  }

  step(second: number): void {
    this.request(second);
    this.credit(second);
    while (this.waiting[0]?.isCredited === true) this.waiting.shift();
  }

  /** How long the oldest that is not credited has waited at the end of the second, in whole seconds. */
  oldestS(second: number): number {
    const [oldest] = this.waiting;
    return oldest === undefined ? 0 : Math.floor(((second + 1) * 1000 - oldest.requestedMs) / 1000);
  }

  /** What has been approved and is not credited. */
  uncreditedCents(): number {
    return this.waitingCents;
  }

  private request(second: number): void {
    let mean = this.meanAt(second);
    for (const span of this.spans.requests) mean *= factorIn(span, 'rate', second);
    this.requested = drawPoisson(this.stream, mean);
    let factor = 1;
    let addMs = 0;
    for (const span of this.spans.waits) {
      if (span.incident.kind !== 'latency') continue;
      factor *= factorIn(span, 'latency', second);
      addMs += span.incident.add * strengthAt(span, second);
    }
    for (let i = 0; i < this.requested; i++) {
      const requestedMs = second * 1000 + this.stream.nextBelow(1000);
      const waitMs = Math.max(1, Math.round(drawWaitMs(this.shape, this.stream, this.normals) * factor + addMs));
      const refund = { requestedMs, dueMs: requestedMs + waitMs, cents: this.drawCents(), isCredited: false };
      this.waiting.push(refund);
      this.waitingCents += refund.cents;
      this.await(refund, Math.floor(refund.dueMs / 1000));
    }
  }

  private credit(second: number): void {
    this.credited = 0;
    this.waitsMs = [];
    this.duplicateCents = [];
    let passing = 1;
    for (const span of this.spans.credits) passing *= factorIn(span, 'rate', second);
    let twice = 0;
    for (const span of this.spans.duplicates) {
      if (span.incident.kind === 'outcome')
        twice = Math.max(twice, (span.incident.share['duplicate'] ?? 0) * strengthAt(span, second));
    }
    const due = this.dueIn.get(second) ?? [];
    this.dueIn.delete(second);
    for (const refund of due) {
      if (passing < 1 && this.stallStream.nextRatio() >= passing) {
        this.await(refund, second + 1);
        continue;
      }
      refund.isCredited = true;
      this.credited += 1;
      this.waitingCents -= refund.cents;
      this.waitsMs.push(Math.max(refund.dueMs, second * 1000) - refund.requestedMs);
      if (twice > 0 && this.duplicateStream.nextRatio() < twice) this.duplicateCents.push(refund.cents);
    }
  }

  private await(refund: Refund, second: number): void {
    const refunds = this.dueIn.get(second);
    if (refunds === undefined) this.dueIn.set(second, [refund]);
    else refunds.push(refund);
  }

  private drawCents(): number {
    const { median, p99 } = this.traffic.money;
    const amount = median * portableExp((portableLog(p99 / median) / deviateOfP99) * this.normals.next());
    return Math.max(1, Math.round(amount * 100));
  }
}

/** What the incident makes of a number that it multiplies, in that second. */
function factorIn({ incident, ...span }: IncidentSpan, kind: 'rate' | 'latency', second: number): number {
  if (incident.kind !== kind) return 1;
  return 1 + (incident.factor - 1) * strengthAt({ incident, ...span }, second);
}
