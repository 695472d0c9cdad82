import type { RefundsTraffic } from '../../../../shared/model/scenarioRefunds.ts';
import { expandTraffic, type ScenarioSeries } from './expandTraffic.ts';
import { isChosen, type IncidentSpan } from './incidentSpan.ts';
import { buildSharedCurve, buildStepCurve } from './levelCurve.ts';
import { RefundChain } from './refundChain.ts';
import { refundParts, type RefundPart } from './refundsSeries.ts';
import type { Timeline } from './timeline.ts';
import type { ValueText } from './countValues.ts';

/** A refund that was credited a second time. */
export interface Duplicate {
  readonly second: number;
  readonly cents: number;
}

/** All chains of one kind of refunds, stepped together once a second by whoever asks first. */
export class RefundsModel {
  /** Since the start, in the order of time. */
  readonly duplicates: Duplicate[] = [];
  private readonly chains = new Map<string, RefundChain>();
  private steppedS: number;

  constructor(seed: number, traffic: RefundsTraffic, spans: readonly IncidentSpan[], timeline: Timeline) {
    this.steppedS = timeline.startMs / 1000 - 1;
    const shared = buildSharedCurve(traffic, timeline);
    const series = expandTraffic(traffic);
    for (const first of series.filter(({ metric }) => metric === `${traffic.id}.requested`)) {
      const { source, labels, weight } = first;
      const steps = buildStepCurve(
        1,
        traffic.steps.map((step) => ({ ...step, level: step.factor })),
        labels,
        timeline,
      );
      const touching = (part: RefundPart): IncidentSpan[] =>
        spans.filter(({ incident }) => isChosen(incident.where, { source, labels, metric: `${traffic.id}.${part}` }));
      const own = {
        requests: touching('requested'),
        credits: touching('credited'),
        waits: touching('credit.latency'),
        duplicates: touching('duplicate'),
      };
      const perSecond = traffic.perSecond * weight;
      const name = chainName(first);
      const meanAt = (second: number): number => perSecond * shared(second) * steps(second);
      this.chains.set(name, new RefundChain(seed, `${traffic.id}/${name}`, traffic, own, meanAt));
    }
  }

  /** Everything up to this second has happened. Seconds of which nobody asks happen all the same. */
  stepTo(second: number): void {
    while (this.steppedS < second) {
      this.steppedS += 1;
      for (const chain of this.chains.values()) {
        chain.step(this.steppedS);
        for (const cents of chain.duplicateCents) this.duplicates.push({ second: this.steppedS, cents });
      }
    }
  }

  /** The samples of one of its series. */
  valuesOf(series: ScenarioSeries, id: string): ValueText {
    const chain = this.chains.get(chainName(series));
    const part = refundParts.find((one) => series.metric === `${id}.${one.part}`)?.part;
    if (chain === undefined || part === undefined) return () => undefined;
    const tell = tellers[part];
    return (second) => {
      this.stepTo(second);
      return tell(chain, second);
    };
  }
}

function chainName({ source, labels }: ScenarioSeries): string {
  return `${source}/${JSON.stringify(labels)}`;
}

const tellers: Readonly<Record<RefundPart, (chain: RefundChain, second: number) => string | undefined>> = {
  requested: ({ requested }) => `${requested}}\n`,
  credited: ({ credited }) => `${credited}}\n`,
  'credit.latency': ({ waitsMs }) => (waitsMs.length === 0 ? undefined : `"values":[${waitsMs.join()}]}\n`),
  duplicate: ({ duplicateCents }) => `${duplicateCents.length}}\n`,
  'uncredited.oldest': (chain, second) => `${chain.oldestS(second)}}\n`,
  'uncredited.money': (chain) => `${chain.uncreditedCents() / 100}}\n`,
};
