import { formatDuration } from '../../shared/base/duration.ts';
import type { ReadingSubject } from '../../shared/contract/readingQueries.ts';
import { type Cell, cellWords, isWholeLaunch } from '../present/cells.ts';
import type { Pair } from '../present/conditionWords.ts';
import type { Mark } from '../present/levels.ts';
import { countWords } from '../present/numbers.ts';
import type { MessageKey } from '../present/say.ts';
import type { People } from '../present/wire.ts';
import { type CountedSamples, findReading, type Ground } from './formulas.ts';
import type { RelatedRule } from './relatedRules.ts';
import type { RulePart } from './ruleParts.ts';

export interface Fact {
  readonly name: MessageKey;
  readonly text: string;
}

/** Everything that is known of one thing on the screen at one second, but for its history and its samples. */
export interface WhyReading {
  readonly kind: MessageKey;
  readonly title: string;
  /** What it is, as the plan says it. */
  readonly says: string | undefined;
  readonly mark: Mark | undefined;
  readonly word: string;
  /** Undefined where it has no number of its own. */
  readonly value: string | undefined;
  readonly limit: string | undefined;
  readonly ageMs: number | undefined;
  /** The engine's own sentence. */
  readonly why: string | undefined;
  readonly parts: readonly RulePart[];
  readonly facts: readonly Fact[];
  /** Samples that it rests on besides those of its parts. */
  readonly counted: readonly CountedSamples[];
  readonly guidance: string | undefined;
  readonly related: readonly RelatedRule[];
  /** The row of the ledger that attached what decides of a piece of evidence. */
  readonly attachment: number | undefined;
  /** What a chart of its last hour asks for. */
  readonly chart: ReadingSubject | undefined;
}

export interface WhyGround extends Ground {
  readonly people: People | null;
  /** Of the objective that is asked about, as the engine has them; empty until it has said it. */
  readonly pairs: readonly Pair[];
}

/** What is left out of most. */
export const nothing = {
  says: undefined,
  mark: undefined,
  word: '',
  value: undefined,
  limit: undefined,
  ageMs: undefined,
  why: undefined,
  parts: [],
  counted: [],
  facts: [],
  guidance: undefined,
  related: [],
  attachment: undefined,
  chart: undefined,
} satisfies Omit<WhyReading, 'kind' | 'title'>;

export function titleOf(name: string, cell: Cell, { plan }: Ground): string {
  return isWholeLaunch(cell) ? name : `${name} · ${cellWords(cell, plan)}`;
}

export function ownerFact({ plan }: Ground, owner: string | undefined): Fact[] {
  return owner === undefined ? [] : [{ name: 'why.owner', text: plan.roles[owner]?.name ?? owner }];
}

/** How long it must be so, and on how much. */
export function timingFacts(forMs: number, minimum: number | undefined): Fact[] {
  return [
    ...(forMs === 0 ? [] : [{ name: 'why.for' as const, text: formatDuration(forMs) }]),
    ...(minimum === undefined ? [] : [{ name: 'why.minimum' as const, text: countWords(minimum) }]),
  ];
}

/** The age of the oldest number that a rule rests on; undefined where none has one. */
export function oldestMs(ground: Ground, parts: readonly RulePart[]): number | undefined {
  const ages = parts.flatMap(({ rests }) => rests.flatMap((rest) => findReading(ground, rest)?.age ?? []));
  return ages.length === 0 ? undefined : Math.max(...ages);
}
