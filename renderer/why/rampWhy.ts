import { type Cell, cellWords, isSameCell } from '../present/cells.ts';
import type { Mark } from '../present/levels.ts';
import { countWords, percentWords, writtenPercentWords } from '../present/numbers.ts';
import { say, sayWord } from '../present/say.ts';
import { utcWords } from '../present/times.ts';
import type { RampCell } from '../present/wire.ts';
import { rulesOfCell } from './relatedRules.ts';
import { type Fact, nothing, type WhyGround, type WhyReading } from './whyFacts.ts';

const marks: Readonly<Record<RampCell['verdict'], Mark>> = {
  firing: 'crit',
  holding: 'caut',
  unknown: 'blind',
  blocked: 'todo',
  ok: 'norm',
};

/** A cell of the ramp: what was commanded and what is observed, and every rule that speaks of it. */
export function rampWhy(ground: WhyGround, cell: Cell): WhyReading | undefined {
  const { plan, judged, people } = ground;
  const reading = people?.ramp.cells.find((one) => isSameCell(one.cell, cell));
  const wave = plan.ramp?.waves.find(({ id }) => id === reading?.wave);
  if (people === null || reading === undefined) return undefined;
  const told = (place: number | null): string => (place === null ? '' : (people.ramp.sentences[place] ?? ''));
  const obstacles = (reading.next?.blockedBy ?? []).map((place) => told(place));
  return {
    ...nothing,
    kind: 'why.rampCell',
    title: cellWords(cell, plan),
    says: reading.label ?? undefined,
    mark: marks[reading.verdict],
    word: sayWord('why.ramp', reading.verdict),
    value: reading.observed === null ? undefined : percentWords(reading.observed),
    counted: plan.ramp?.observed === undefined ? [] : [{ selector: plan.ramp.observed.gauge, cell }],
    why: obstacles.length === 0 ? undefined : obstacles.join(' '),
    facts: [
      { name: 'why.commanded', text: writtenPercentWords(reading.commanded) },
      { name: 'why.wave', text: wave === undefined ? reading.wave : `${wave.id}: ${wave.needs.join(', ')}` },
      ...timeFacts(reading),
      ...costFacts(reading, told),
    ],
    related: rulesOfCell(judged, plan, cell, wave?.needs ?? []),
    chart: { kind: 'ramp', cell },
  };
}

function timeFacts({ since, drift, next }: RampCell): Fact[] {
  return [
    ...(since === null ? [] : [{ name: 'why.since' as const, text: utcWords(since) }]),
    ...(drift === null ? [] : [{ name: 'why.drift' as const, text: utcWords(drift.since) }]),
    ...(next === null ? [] : [{ name: 'why.next' as const, text: nextWords(next) }]),
  ];
}

function nextWords({ to, allowedAt }: NonNullable<RampCell['next']>): string {
  const step = writtenPercentWords(to);
  return allowedAt === null
    ? say('why.nextUnknown', { to: step })
    : say('why.nextAt', { to: step, time: utcWords(allowedAt) });
}

function costFacts({ next }: RampCell, told: (place: number | null) => string): Fact[] {
  if (next === null) return [];
  if (next.cost === null) return next.costSays === null ? [] : [{ name: 'why.cost', text: told(next.costSays) }];
  const { badAnHour, low, high } = next.cost;
  const values = { bad: countWords(badAnHour), low: countWords(low), high: countWords(high) };
  return [{ name: 'why.cost', text: say('why.costSays', values) }];
}
