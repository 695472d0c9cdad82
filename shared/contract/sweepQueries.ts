import { z } from 'zod';
import { setNumbers } from '../model/room/planFacts.ts';
import { cell, planId, words } from '../model/room/roomScalars.ts';
import { instant, tick } from './queryScalars.ts';

const set = z.array(setNumbers.unwrap()).max(12).default([]);
/** The last judged second that is looked at: what comes later is another question. */
const toTick = tick;

/** A curve of one rule: `RB-2.over=100..400:25`, as `holdpoint backtest --sweep` takes it, beside other numbers that are set. */
export const sweepAsked = z.strictObject({
  sweep: words('a sweep such as RB-2.over=100..400:25', 200),
  set,
  toTick,
});
export type SweepAsked = z.output<typeof sweepAsked>;

/** It takes seconds: the same question is asked again until it is done. Nobody needs to end it who no longer asks. */
const working = z.strictObject({ state: z.literal('working'), done: z.int(), of: z.int() });

const seconds = z.number();
const outcome = z.enum(['found', 'late', 'standing', 'unjudged', 'blind', 'missed']);

/** What should have been found: by a mark that somebody set, or by the scenario. */
const expectedAnswer = z.strictObject({
  trigger: planId,
  cell,
  /** Null where nothing says when it begins. */
  beginsAt: instant.nullable(),
  byAt: instant,
  overAt: instant.nullable(),
  /** What somebody wrote of it, or the name of the incident. */
  name: z.string().nullable(),
  /** The row of the mark; null where the scenario says it. */
  mark: z.int().nullable(),
});

const score = z.strictObject({
  expected: z.int(),
  found: z.int(),
  falseAlarms: z.int(),
  falseSeconds: seconds,
  detect: z.strictObject({ median: seconds, longest: seconds }).nullable(),
});
export type SweepScore = z.output<typeof score>;

const story = z.strictObject({
  /** The first of them, by when they happened; `total` says how many there are. */
  transitions: z.array(z.strictObject({ at: instant, cell, from: z.string(), to: z.string() })),
  total: z.int(),
  /** Of each of `answers`, in their order. */
  outcomes: z.array(z.strictObject({ outcome, firedAt: instant.nullable(), detectSeconds: seconds.nullable() })),
  /** Null of a criterion: right answers speak of triggers. */
  score: score.nullable(),
});
export type WhatIfStory = z.output<typeof story>;

/**
 * What is not as it is in this telling: people’s acts do not count, for nobody knows what they would have done. `isExact` is
 * false where samples came so late that one of the plans counts them and another does not: they are told as they were
 * judged, and the lines tell what each plan does (`holdpoint backtest` on the session).
 */
const told = {
  fromAt: instant,
  toAt: instant,
  answers: z.array(expectedAnswer),
  isExact: z.boolean(),
};

export const sweepQueries = {
  /** The numbers of the plan in force that may be replaced for a run, by rule, with what a slider may take. */
  'plan.numbers': {
    args: z.strictObject({}),
    answer: z.strictObject({
      rules: z.array(
        z.strictObject({
          rule: z.string(),
          kind: z.enum(['trigger', 'criterion']),
          name: z.string(),
          numbers: z.array(
            z.strictObject({
              /** `RB-2.over` */
              key: z.string(),
              field: z.string(),
              /** Where the plan has it, as people write it; null where it leaves it to its default. */
              own: z.string().nullable(),
              /** As a sweep takes it. */
              sweep: z.string(),
              /** What a slider goes through, ascending, the plan's own value among them. */
              values: z.array(z.string()),
              /** The alert pair whose number it is: every rule on it has it too. */
              pair: z.string().nullable(),
            }),
          ),
        }),
      ),
    }),
  },
  /** One rule over the judged seconds of this session, by the plan in force and with other numbers. */
  'plan.whatIf': {
    args: z.strictObject({ rule: z.string().max(128), set, toTick }),
    answer: z.discriminatedUnion('state', [
      working,
      z.strictObject({
        state: z.literal('done'),
        ...told,
        original: story,
        /** As `original` where nothing is set. */
        changed: story,
        /** What lint has against the changed plan and not against the plan. */
        refused: z.string().nullable(),
      }),
    ]),
  },
  /** What each value of one number would have found, and what it would have cost in false alarms. */
  'plan.sweep': {
    args: sweepAsked,
    answer: z.discriminatedUnion('state', [
      working,
      z.strictObject({
        state: z.literal('done'),
        ...told,
        number: z.string(),
        triggers: z.array(planId),
        points: z.array(
          z.strictObject({
            /** Null where the plan's default stands. */
            value: z.string().nullable(),
            isOwn: z.boolean(),
            refused: z.string().nullable(),
            score,
          }),
        ),
        says: z.array(z.string()),
      }),
    ]),
  },
  /** Ends a sweep that nobody waits for any more. */
  'sweep.cancel': { args: sweepAsked, answer: z.strictObject({ wasRunning: z.boolean() }) },
} as const;
