import { formatDuration, parseDurationMs } from '../../base/duration.ts';
import { parsePercent } from '../../base/percent.ts';
import { printable } from '../../model/problem.ts';
import { decimalText, numberWords } from '../words.ts';

/** More values are a typing error, or a curve that nobody can read. */
export const mostValues = 1000;

/** One value as people write it, and as a number to compare by: ms, a ratio, or the number itself. */
export interface SweepValue {
  readonly text: string;
  readonly value: number;
}

export type SweepStyle = 'number' | 'percent' | 'duration';

/** The values that one number of a rule takes in turn. */
export interface SweepRange {
  /** The number: `RB-2.over`. */
  readonly key: string;
  readonly style: SweepStyle;
  /** Ascending, at least one. */
  readonly values: readonly SweepValue[];
}

/** Reads `RB-2.over=100..400:25`; else what is wrong with it, as a whole sentence. The end counts where a step meets it. */
export function readSweep(text: string): SweepRange | string {
  const [key = '', ends = '', ...stray] = text.split('=').map((part) => part.trim());
  const [from = '', rest = ''] = cutAt(ends, '..');
  const [to = '', step] = cutAt(rest, ':');
  if (key === '' || from === '' || to === '' || stray.length > 0) {
    return `${shown(text)} sweeps nothing: write RULE.FIELD=FROM..TO:STEP, such as RB-2.over=100..400:25.`;
  }
  const style = styleOf(from);
  const [first, last] = [amountOf(from, style), amountOf(to, style)];
  if (first === undefined || last === undefined) return `${shown(`${from}..${to}`)} ${unreadable}`;
  const tenth = amountWords(Math.abs(last - first) / 10 || { number: 1, percent: 1, duration: 1000 }[style], style);
  if (last < first) return `${shown(text)} runs backwards: write ${shown(`${key}=${to}..${from}:${step ?? tenth}`)}.`;
  if (step === undefined) return `${shown(text)} has no step: write one behind it, such as :${tenth}.`;
  const by = amountOf(step, style);
  if (by === undefined) return `${shown(`${from}..${to}:${step}`)} ${unreadable}`;
  if (by <= 0) return `${shown(text)} has a step of ${shown(step)}: write one above 0, such as :${tenth}.`;
  const count = Math.floor((last - first) / by + 1e-9) + 1;
  if (count > mostValues) {
    const least = amountWords((last - first) / 100, style);
    return `${shown(text)} gives ${numberWords(count)} values, and a sweep has at most ${numberWords(mostValues)}: write a larger step, such as :${least}.`;
  }
  const values = Array.from({ length: count }, (_, place): SweepValue => {
    const written = amountWords(first + place * by, style);
    return { text: written, value: valueOf(written) ?? NaN };
  });
  return { key, style, values };
}

/** What stands before the first `mark` and what stands behind it. */
function cutAt(text: string, mark: string): string[] {
  const place = text.indexOf(mark);
  return (place < 0 ? [text] : [text.slice(0, place), text.slice(place + mark.length)]).map((part) => part.trim());
}

const unreadable =
  'cannot be read: write all three alike, as numbers, percentages or durations, such as 100..400:25, 1%..5%:0.5% or 1m..10m:1m.';

/** What stands in a plan, as a number to compare with the values of a sweep. */
export function valueOf(text: string): number | undefined {
  return parsePercent(text) ?? parseDurationMs(text) ?? numberOf(text);
}

/** A number of a plan, written as the values of a sweep are. */
export function writtenAs(style: SweepStyle, value: number): string {
  return amountWords(style === 'percent' ? value * 100 : value, style);
}

function styleOf(text: string): SweepStyle {
  if (text.endsWith('%')) return 'percent';
  return numberOf(text) === undefined ? 'duration' : 'number';
}

/** In the unit that is counted in: percent, ms, or the number itself. */
function amountOf(text: string, style: SweepStyle): number | undefined {
  if (style === 'duration') return text === '' ? undefined : parseDurationMs(text);
  if (style === 'percent') return text.endsWith('%') ? numberOf(text.slice(0, -1).trim()) : undefined;
  return numberOf(text);
}

function numberOf(text: string): number | undefined {
  if (!/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function amountWords(amount: number, style: SweepStyle): string {
  if (style === 'duration') return formatDuration(amount);
  // What the binary steps leave behind of a decimal is not meant.
  const text = decimalText(Number(amount.toPrecision(12)));
  return style === 'percent' ? `${text}%` : text;
}

function shown(text: string): string {
  return printable(text, 80);
}
