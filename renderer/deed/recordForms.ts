import { say } from '../present/say.ts';
import { dateWords, utcMinuteWords } from '../present/times.ts';
import { type DeedForm, type Field, type FormGround, textOf } from './deedForm.ts';
import { maybeNote, reason, subject } from './fields.ts';

type Milestone = FormGround['people']['milestones']['milestones'][number];
const milestoneOf = (id: unknown, { people }: FormGround): Milestone | undefined =>
  people.milestones.milestones.find((one) => one.id === id);
const milestones = subject({ name: 'milestone', label: 'field.milestone', none: 'none.milestones' }, ({ people }) =>
  people.milestones.milestones
    .filter(({ state }) => state !== 'reached')
    .map(({ id, says, from }) => ({ value: id, name: `${says} · ${dateWords(from)}` })),
);

/** An instant as the browser's own field has it, in UTC: `2026-03-01T09:00`. */
const momentText = (atMs: number): string => new Date(atMs).toISOString().slice(0, 16);
const toAt: Field = {
  name: 'toAt',
  label: 'field.toAt',
  input: 'moment',
  first: (ground, { milestone }) => momentText(milestoneOf(milestone, ground)?.from ?? ground.nowMs),
  fault: (text) => (Number.isNaN(Date.parse(`${text}Z`)) ? say('fault.moment') : undefined),
  read: (text) => Date.parse(`${text}Z`),
};

/** What is told. */
export const recordForms = {
  'milestone.reach': {
    title: 'deed.milestone.reach',
    says: ({ milestone }, ground) =>
      say('says.milestone.reach', { says: milestoneOf(milestone, ground)?.says ?? say('deed.theMilestone') }),
    fields: [milestones, maybeNote],
    submit: 'submit.reach',
  },
  'milestone.move': {
    title: 'deed.milestone.move',
    says: ({ milestone }, ground) => {
      const found = milestoneOf(milestone, ground);
      return say('says.milestone.move', {
        says: found?.says ?? say('deed.theMilestone'),
        date: found === undefined ? '' : dateWords(found.from),
      });
    },
    fields: [milestones, toAt, reason],
    submit: 'submit.move',
  },
  'note.write': {
    title: 'deed.note.write',
    says: ({ aboutAt, corrects }, { nowMs }) =>
      corrects === undefined
        ? say('says.note.write', { time: utcMinuteWords(Number(aboutAt ?? nowMs)) })
        : say('says.note.correct', { row: Number(corrects) }),
    fields: [{ name: 'text', label: 'field.note', input: 'text' }],
    submit: 'submit.write',
  },
  'update.send': {
    title: 'deed.update.send',
    says: ({ to }) => say(to === 'webhook' ? 'says.update.send' : 'says.update.copy'),
    fields: [
      {
        name: 'text',
        label: 'field.update',
        input: 'page',
        // Whoever receives it from an exercise is told first that it is one.
        first: ({ people: { injects, updates } }) =>
          injects == null ? updates.draft : `${say('page.exercise')}. ${updates.draft}`,
      },
      {
        name: 'to',
        label: 'field.sendTo',
        input: 'choice',
        first: ({ people }) => people.updates.to,
        choices: ({ people }) =>
          (people.updates.to === 'webhook' ? (['webhook', 'copy'] as const) : (['copy'] as const)).map((to) => ({
            value: to,
            name: say(`update.${to}`),
          })),
      },
    ],
    submit: 'submit.update',
  },
  'source.retire': {
    title: 'deed.source.retire',
    says: ({ source }) =>
      say('says.source.retire', { source: textOf(source) === '' ? say('deed.theSource') : textOf(source) }),
    fields: [
      subject({ name: 'source', label: 'field.source', none: 'none.sources' }, ({ sources }) =>
        sources.map((source) => ({ value: source, name: source })),
      ),
      reason,
    ],
    submit: 'submit.retire',
  },
} as const satisfies Readonly<Record<string, DeedForm>>;
