import { formatDuration } from '../../base/duration.ts';
import { instantAt } from '../../base/instant.ts';
import type { LeafCondition } from '../../model/planConditions.ts';
import { forecastWords } from '../forecastWords.ts';
import type { ForecastView, LiveForecast } from '../liveForecast.ts';
import { type LiveCondition, sightOf, Verdict } from './condition.ts';

/** `{ forecast, before | after }`: the point of the forecast against an instant, both strict. */
export class ForecastCondition implements LiveCondition {
  readonly verdict = new Verdict();
  private readonly live: LiveForecast;
  private readonly before: boolean;
  private readonly instantMs: number;
  private readonly t0Ms: number;
  private view: ForecastView | undefined;
  private tick = 0;

  constructor(live: LiveForecast, condition: LeafCondition & { kind: 'forecast' }, t0Ms: number) {
    this.live = live;
    this.before = condition.before !== undefined;
    this.instantMs = instantAt(condition.before ?? condition.after, t0Ms);
    this.t0Ms = t0Ms;
  }

  /** Seconds until it runs out; 0 once it has. */
  get value(): number | undefined {
    return this.view?.seconds;
  }

  get n(): number | undefined {
    return this.view?.consumed;
  }

  judge(tick: number): void {
    const view = this.live.viewAt(tick);
    this.tick = tick;
    this.view = view;
    const at = view.goneAt ?? (view.seconds === undefined ? undefined : (tick + view.seconds) * 1000);
    const { verdict } = this;
    verdict.sight = sightOf(view.sighting.status);
    verdict.fresh = view.sighting.fresh;
    verdict.decide(at === undefined ? undefined : this.before ? at < this.instantMs : at > this.instantMs);
  }

  explain(): string {
    if (this.view === undefined) return `${this.live.id} was never seen`;
    const words = forecastWords(this.live, this.view, this.live.rangeAt(this.tick));
    const { truth } = this.verdict;
    if (truth === undefined) return words;
    return `${words}, ${truth ? '' : 'not '}${this.before ? 'before' : 'after'} ${this.instantWords()}`;
  }

  save(): undefined {
    return undefined;
  }

  load(): void {}

  private instantWords(): string {
    const fromT0Ms = this.instantMs - this.t0Ms;
    return fromT0Ms === 0 ? 'T-0' : `T${fromT0Ms < 0 ? '' : '+'}${formatDuration(fromT0Ms)}`;
  }
}
