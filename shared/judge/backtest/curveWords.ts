import { formatDuration } from '../../base/duration.ts';
import { countWords, numberWords } from '../words.ts';
import { type CurvePoint, isClean, medianMs } from './curve.ts';
import type { SweptNumber } from './sweepPoints.ts';

/** The values of one point: `250`, or `RB-2.over=250 RB-2.for=2m` where several numbers are swept. */
export function pointWords({ point }: CurvePoint, numbers: readonly SweptNumber[]): string {
  const texts = point.values.map((value) => value?.text ?? 'its default');
  if (numbers.length === 1) return texts[0] ?? '';
  return texts.map((text, place) => `${numbers[place]?.key ?? ''}=${text}`).join(' ');
}

/** What a curve teaches, in a sentence or two, and then what it does not. */
export function curveWords(
  curve: readonly CurvePoint[],
  numbers: readonly SweptNumber[],
  recordings: number,
): string[] {
  return [teaching(curve, numbers), warning(recordings)];
}

function warning(recordings: number): string {
  const fitted = recordings === 1 ? 'one recording' : `these ${numberWords(recordings)} recordings`;
  return `This is fitted to ${fitted}: on another day the same value may miss, or cry for nothing. Sweep other days too before the plan is changed.`;
}

function teaching(curve: readonly CurvePoint[], numbers: readonly SweptNumber[]): string {
  const told: Told = { curve, numbers, subject: numbers.map(({ key }) => key).join(' and ') };
  const [first] = curve;
  if (first === undefined) return 'Nothing was swept.';
  const { expected } = first;
  if (curve.length > 1 && curve.every((one) => isAlike(one, first))) {
    return `${countWords(curve.length, 'value')} of ${told.subject}, and all do the same: ${outcomeWords(first)}. What matters lies outside of this range: sweep a wider one.`;
  }
  const clean = curve.filter(isClean);
  if (clean.length === 0) return `${noneWords(told, expected)} ${ownWords(told)}`;
  const does =
    expected === 0
      ? 'there is no false alarm, and nothing is to be found'
      : `${expected === 1 ? 'what should be found' : `everything that should be found, ${numberWords(expected)} in all,`} is found, without a false alarm`;
  return `With ${placesWords(told, clean)}, ${does}. ${ownWords(told)}${detectionWords(told, clean)}`;
}

interface Told {
  readonly curve: readonly CurvePoint[];
  readonly numbers: readonly SweptNumber[];
  readonly subject: string;
}

/** Where none of the points is what one would wish. */
function noneWords({ curve, numbers, subject }: Told, expected: number): string {
  const sound = curve.filter(({ refusal }) => refusal === undefined);
  if (sound.length === 0) return `Lint refuses a plan with any of these values of ${subject}.`;
  if (expected === 0) {
    const [fewest] = sound.toSorted(byFalseAlarms);
    return fewest === undefined
      ? ''
      : `No value of ${subject} is without a false alarm; ${pointWords(fewest, numbers)} has the fewest, ${numberWords(fewest.falseAlarms)}.`;
  }
  const most = Math.max(...sound.map(({ found }) => found));
  if (most === 0) return `No value of ${subject} finds any of ${numberWords(expected)}.`;
  const [cheapest] = sound.filter(({ found }) => found === most).toSorted(byFalseAlarms);
  const cost =
    cheapest === undefined
      ? ''
      : `To find ${numberWords(most)} of ${numberWords(expected)} costs ${alarmWords(cheapest.falseAlarms)}, at ${pointWords(cheapest, numbers)}`;
  const silent = sound.filter(({ falseAlarms }) => falseAlarms === 0);
  const best = Math.max(0, ...silent.map(({ found }) => found));
  const without =
    silent.length === 0
      ? 'no value is without one'
      : `without one at most ${numberWords(best)} of ${numberWords(expected)} is found`;
  const rest = cheapest?.falseAlarms === 0 ? '' : `; ${without}`;
  return `No value of ${subject} finds all without a false alarm. ${cost}${rest}.`;
}

/** Where among the values those are: ranges of one number, a count of combinations. */
function placesWords({ curve, numbers, subject }: Told, meant: readonly CurvePoint[]): string {
  const count = `${numberWords(meant.length)} of ${countWords(curve.length, numbers.length > 1 ? 'combination' : 'value')}`;
  const ranges = rangesOf(curve.filter(isWritten), meant.filter(isWritten));
  if (numbers.length > 1 || ranges.length > 3) return `${count} of ${subject}`;
  const places = ranges.map(([from, to]) => {
    const [low, high] = [pointWords(from, numbers), pointWords(to, numbers)];
    return from === to ? `at ${low}` : `from ${low} to ${high}`;
  });
  return `${subject} ${places.length === 0 ? 'at its default' : places.join(' and ')}`;
}

/** What a default comes to is not written, so it has no place among the values. */
function isWritten({ point }: CurvePoint): boolean {
  return point.values.every((value) => value !== undefined);
}

/** What the plan has, and how far that is from where the good values end. */
function ownWords({ curve, numbers }: Told): string {
  const own = curve.find(({ point }) => point.isOwn);
  if (own === undefined) return '';
  const what = `The plan has ${pointWords(own, numbers)}`;
  if (!isClean(own)) return `${what}: ${outcomeWords(own)}.`;
  if (numbers.length > 1) return `${what}, which is one of them.`;
  if (!isWritten(own)) return `${what}, which does as well.`;
  const place = curve.indexOf(own);
  const [below, above] = [stepsOf(curve.slice(0, place).toReversed()), stepsOf(curve.slice(place + 1))];
  return `${what}, with ${marginWords(below, 'below')} and ${marginWords(above, 'above')}.`;
}

interface Margin {
  readonly steps: number;
  /** No value was tried beyond these. */
  readonly isOpen: boolean;
}

function stepsOf(away: readonly CurvePoint[]): Margin {
  const end = away.findIndex((one) => !isClean(one));
  return end < 0 ? { steps: away.length, isOpen: true } : { steps: end, isOpen: false };
}

function marginWords({ steps, isOpen }: Margin, side: string): string {
  const room = steps === 0 ? `no room ${side}` : `${countWords(steps, 'step')} of room ${side}`;
  return `${room}${isOpen ? ' (the sweep ends there)' : ''}`;
}

function detectionWords({ numbers }: Told, clean: readonly CurvePoint[]): string {
  const timed = clean.filter(({ detectMs }) => detectMs.length > 0);
  const ordered = timed.toSorted((one, other) => (medianMs(one.detectMs) ?? 0) - (medianMs(other.detectMs) ?? 0));
  const [fastest, slowest] = [ordered[0], ordered.at(-1)];
  if (fastest === undefined || slowest === undefined) return '';
  const median = fastest.detectMs.length > 1 ? ' in the median' : '';
  const at = (one: CurvePoint): string =>
    `${formatDuration(medianMs(one.detectMs) ?? 0)} with ${pointWords(one, numbers)}`;
  const [least, most] = [medianMs(fastest.detectMs), medianMs(slowest.detectMs)];
  return least === most
    ? ` It takes ${formatDuration(least ?? 0)}${median} with all of them.`
    : ` It takes from ${at(fastest)} to ${at(slowest)}${median}.`;
}

function outcomeWords({ expected, found, falseAlarms, detectMs, refusal }: CurvePoint): string {
  const takes = detectMs.length === 0 ? '' : ` after ${formatDuration(medianMs(detectMs) ?? 0)}`;
  const finds =
    expected === 0 ? 'nothing to be found' : `${numberWords(found)} of ${numberWords(expected)} found${takes}`;
  return `${finds}, ${alarmWords(falseAlarms)}${refusal === undefined ? '' : ', and lint refuses it'}`;
}

export function alarmWords(falseAlarms: number): string {
  return falseAlarms === 0 ? 'no false alarm' : countWords(falseAlarms, 'false alarm');
}

/** The stretches of the curve that consist of these points. */
function rangesOf(curve: readonly CurvePoint[], meant: readonly CurvePoint[]): [CurvePoint, CurvePoint][] {
  const ranges: [CurvePoint, CurvePoint][] = [];
  let isOpen = false;
  for (const one of curve) {
    const isMeant = meant.includes(one);
    const last = ranges.at(-1);
    if (isMeant && isOpen && last !== undefined) last[1] = one;
    else if (isMeant) ranges.push([one, one]);
    isOpen = isMeant;
  }
  return ranges;
}

function isAlike(one: CurvePoint, other: CurvePoint): boolean {
  return (
    one.found === other.found &&
    one.falseAlarms === other.falseAlarms &&
    one.falseMs === other.falseMs &&
    one.refusal === undefined &&
    one.detectMs.join() === other.detectMs.join()
  );
}

function byFalseAlarms(one: CurvePoint, other: CurvePoint): number {
  return one.falseAlarms - other.falseAlarms || one.falseMs - other.falseMs;
}
