import type { QueueTraffic } from '../../../../shared/model/scenarioQueue.ts';
import { drawPoisson } from './drawPoisson.ts';
import { rateIn } from './incidentRate.ts';
import type { IncidentSpan } from './incidentSpan.ts';
import { buildSharedCurve, buildStepCurve, type Curve } from './levelCurve.ts';
import { queueGroups } from './queueSeries.ts';
import { openRandomStream, type RandomStream } from './randomStream.ts';
import type { Timeline } from './timeline.ts';
import { WaitingLine } from './waitingLine.ts';

/** What happened in one second, by group; waits by cohort, in ms. */
export interface QueueSecond {
  readonly joined: readonly number[];
  readonly admitted: readonly number[];
  readonly left: readonly number[];
  readonly waitsMs: readonly (readonly number[])[];
  readonly kept: number;
  readonly jumped: number;
  readonly length: number;
}

/** The incidents that bend it: who comes, by group, and how many are let in. */
export interface QueueSpans {
  readonly joined: readonly (readonly IncidentSpan[])[];
  readonly admitted: readonly IncidentSpan[];
}

/** Of the places that come up, those who go past the line get so many at most. */
const mostJumped = 0.5;

/** A queue, stepped once a second. Nobody is let in or gives up who has not joined. */
export class QueueModel {
  readonly groups: ReturnType<typeof queueGroups>;
  private readonly traffic: QueueTraffic;
  private readonly spans: QueueSpans;
  private readonly arrivals: readonly Curve[];
  private readonly admission: Curve;
  private readonly stream: RandomStream;
  private readonly line = new WaitingLine();
  /** Who goes past it. */
  private readonly pushers = new WaitingLine();
  private carried = 0;
  private nextS: number;
  private now: QueueSecond | undefined;

  constructor(traffic: QueueTraffic, spans: QueueSpans, seed: number, timeline: Timeline) {
    this.traffic = traffic;
    this.spans = spans;
    this.groups = queueGroups(traffic);
    this.stream = openRandomStream(seed, `queue/${traffic.id}`);
    const shared = buildSharedCurve(traffic, timeline);
    const whole = Object.values(traffic.cohorts).reduce((sum, weight) => sum + weight, 0);
    this.arrivals = Object.entries(traffic.cohorts).map(([cohort, weight]) => {
      const steps = levelSteps(traffic.steps);
      const own = buildStepCurve(1, steps, { ...traffic.labels, cohort }, timeline);
      return (second) => (traffic.perSecond * weight * shared(second) * own(second)) / whole;
    });
    const admission = buildStepCurve(1, levelSteps(traffic.admits.steps), traffic.labels, timeline);
    this.admission = (second) => traffic.admits.perSecond * admission(second);
    this.nextS = timeline.startMs / 1000;
  }

  /** The same object for the same second; seconds that nobody asked for happen as well. */
  at(second: number): QueueSecond {
    while (this.nextS <= second || this.now === undefined) this.now = this.step(this.nextS++);
    return this.now;
  }

  private step(second: number): QueueSecond {
    const { traffic, stream, line, pushers } = this;
    const joined = this.groups.map((_, group) => {
      const usual = this.arrivals[group]?.(second) ?? traffic.bots?.perSecond ?? 0;
      return drawPoisson(stream, usual * rateIn(this.spans.joined[group] ?? [], second));
    });
    const botGroup = this.arrivals.length;
    const pushing = joined.map((count, group) => (group === botGroup ? this.draw(count, traffic.bots?.jumps ?? 0) : 0));
    pushers.join(second, pushing);
    line.join(
      second,
      joined.map((count, group) => count - (pushing[group] ?? 0)),
    );
    const left = this.giveUp();
    return { joined, left, ...this.admit(second), length: line.length + pushers.length };
  }

  private giveUp(): number[] {
    const left = this.groups.map(() => 0);
    const many = drawPoisson(this.stream, (this.line.length * 1000) / this.traffic.patience);
    for (let count = 0; count < many; count++) {
      const group = this.line.leave(this.stream);
      if (group !== undefined) left[group] = (left[group] ?? 0) + 1;
    }
    return left;
  }

  private admit(second: number): Pick<QueueSecond, 'admitted' | 'waitsMs' | 'kept' | 'jumped'> {
    const { stream, line, pushers } = this;
    const admitted = this.groups.map(() => 0);
    const waitsMs: number[][] = this.arrivals.map(() => []);
    let kept = 0;
    let jumped = 0;
    // What is not used of a second is lost: nobody was there to be let in.
    this.carried = (this.carried % 1) + this.admission(second) * rateIn(this.spans.admitted, second);
    for (; this.carried >= 1 && line.length + pushers.length > 0; this.carried--) {
      const isPush = pushers.length > 0 && (line.length === 0 || stream.nextRatio() < mostJumped);
      const served = (isPush ? pushers : line).serve(stream);
      if (served === undefined) break;
      if (isPush && line.length > 0) jumped++;
      else kept++;
      admitted[served.group] = (admitted[served.group] ?? 0) + 1;
      waitsMs[served.group]?.push((second - served.sinceS) * 1000 + stream.nextBelow(1000));
    }
    return { admitted, waitsMs, kept, jumped };
  }

  /** How many of `count` it happens to, each on its own. */
  private draw(count: number, share: number): number {
    let drawn = 0;
    for (let one = 0; one < count; one++) if (this.stream.nextRatio() < share) drawn++;
    return drawn;
  }
}

function levelSteps(steps: QueueTraffic['steps']): Parameters<typeof buildStepCurve>[1] {
  return steps.map((step) => ({ ...step, level: step.factor }));
}
