import type { ExperimentReading } from '../../shared/judge/experimentReading.ts';
import { planOf, type TestSample, TickByTick, triggerOn } from './tickByTick.ts';

export const arms = 'arms: { control: 50%, one-click: 50% }';
export const counts = 'exposures: { metric: sessions, arm: arm }, conversions: { metric: orders, arm: arm }';

export const states = ['proven better', 'proven worse', 'not yet known', 'proven safe', 'proven harmful', 'unreadable'];
export const triggers = `triggers:\n${states.map((state) => triggerOn(state.replaceAll(' ', '-'), `{ experiment: buy, is: ${state} }`)).join('')}`;

export function experimentOf(text: string, more = ''): TickByTick {
  return new TickByTick(planOf(`experiments:\n  buy: { ${text} }\n${more}${triggers}`));
}

export const errors = `indicators:\n  errors: { kind: ratio, bad: { metric: requests, where: { outcome: error } }, total: { metric: requests } }\n`;
export const guarded = `${arms}, ${counts}, guardrails: [{ indicator: errors, margin: 1pp }]`;

export function armCounts(arm: string, sessions: number, orders: number): TestSample[] {
  return [
    { metric: 'sessions', labels: { arm }, value: sessions },
    { metric: 'orders', labels: { arm }, value: orders },
  ];
}

export function requests(arm: string | undefined, good: number, bad: number): TestSample[] {
  const labels: Record<string, string> = arm === undefined ? {} : { arm };
  return [
    { metric: 'requests', labels: { ...labels, outcome: 'ok' }, value: good },
    { metric: 'requests', labels: { ...labels, outcome: 'error' }, value: bad },
  ];
}

/** Ten seconds without exposures, so that the sample ratio has seen all of them. */
export function settle(room: TickByTick): void {
  room.repeat(10, () => [], ['app']);
}

export function readingOf(room: TickByTick): ExperimentReading {
  const reading = room.snapshot().experiments['buy'];
  if (reading === undefined) throw new Error('There is no experiment.');
  return reading;
}
