import { formatDuration } from '../base/duration.ts';
import type { SecondsRange } from '../stats/exhaustion.ts';
import type { ForecastView, LiveForecast } from './liveForecast.ts';
import { numberWords, secondsWords } from './words.ts';

/** A clause on when it runs out, with its numbers. */
export function forecastWords(
  { id, remaining }: LiveForecast,
  view: ForecastView,
  range: SecondsRange | undefined,
): string {
  const { sighting, goneAt, minutes } = view;
  const left = numberWords(view.remaining ?? 0);
  const window = formatDuration(minutes * 60_000);
  switch (sighting.status) {
    case 'never':
      return remaining.of.feeds.length === 0
        ? `${remaining.of.id} was never seen`
        : `what ${id} consumes was never seen`;
    case 'stale':
      return `${id} was last heard ${(sighting.ageMs / 1000).toFixed(0)} s ago`;
    case 'insufficient':
      return `${id} has not seen a whole minute yet`;
    case 'none':
      if (view.remaining === undefined) return `${remaining.of.id} has no value`;
      return view.consumed > 0
        ? `${id} is not on this path: of the ${numberWords(view.consumed)} consumed over ${window} as many came back, and ${left} are left`
        : `${id} is not on this path: nothing was consumed${minutes > 0 ? ` over ${window}` : ''}, and ${left} are left`;
    case 'known':
      if (goneAt !== undefined) return `nothing is left of ${remaining.of.id}`;
      return `${id} is in ${rangeWords(range)}, with ${left} left and ${numberWords(view.consumed)} consumed over ${window}${returnedWords(view)}`;
  }
}

function rangeWords(range: SecondsRange | undefined): string {
  if (range === undefined) return 'an unknown time';
  const { seconds, low, high } = range;
  return `${timeWords(seconds)} (90 %: ${timeWords(low)} to ${timeWords(high)})`;
}

function timeWords(seconds: number): string {
  return seconds < 365 * 86_400 ? secondsWords(seconds) : 'more than a year';
}

function returnedWords({ returned }: ForecastView): string {
  return returned >= 0.5 ? `, of which ${numberWords(Math.round(returned))} came back` : '';
}
