import type { Mark } from '../present/levels.ts';
import type { ExperimentReading } from '../present/wire.ts';

const marks: Readonly<Record<string, Mark>> = {
  'proven better': 'norm',
  'proven safe': 'norm',
  'proven worse': 'caut',
  'proven harmful': 'crit',
  unreadable: 'caut',
  'not yet known': 'few',
};

/** What is not known yet has the shape of too few: it is no state of its own. */
export function experimentMark(state: string): Mark {
  return marks[state] ?? 'blind';
}

/** What the board must say first: harm, then that nothing can be read, then what conversion says. */
export function headState({ state, guardrails }: ExperimentReading): string {
  return guardrails.some((one) => one.state === 'proven harmful') ? 'proven harmful' : state;
}

/** Differences on one scale about zero, on which what was promised and the margins are seen as well. */
export function differencePlace(reading: ExperimentReading): (value: number) => number {
  const values = [
    reading.expects,
    ...reading.effects.flatMap(({ low, high, difference }) => [low, high, difference]),
  ].map((value) => Math.abs(value ?? 0));
  const reach = Math.max(...values, 0.001) * 1.1;
  return (value) => 0.5 + value / (2 * reach);
}

/** The same for a guardrail, about its own margin. */
export function guardPlace({ margin, arms }: ExperimentReading['guardrails'][number]): (value: number) => number {
  const values = arms.flatMap(({ low, high }) => [low, high]).map((value) => Math.abs(value ?? 0));
  const reach = Math.min(Math.max(...values, margin * 1.5), margin * 8);
  return (value) => 0.5 + value / (2 * reach);
}
