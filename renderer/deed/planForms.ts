import { say } from '../present/say.ts';
import { type Args, type DeedForm, type Field, type FormGround, textOf } from './deedForm.ts';
import { reason, spreadSubject, subject } from './fields.ts';
import { previewPlan } from './previewPlan.ts';
import { cellWords } from '../present/cells.ts';

type Proposal = FormGround['people']['plan']['proposals'][number];

const proposalOf = ({ proposal }: Args, { people }: FormGround): Proposal | undefined =>
  people.plan.proposals.find(({ row }) => row === proposal);
const setWords = (set: readonly string[]): string => set.join(', ');

const proposal = subject(
  { name: 'proposal', label: 'field.proposal', none: 'none.planProposals' },
  ({ people }) =>
    people.plan.proposals.map(({ row, set, by }) => ({ value: String(row), name: `${setWords(set)} · ${by.name}` })),
  Number,
);

/** An instant as the browser's own field has it, in UTC: `2026-03-01T09:00`. */
const momentText = (atMs: number): string => new Date(atMs).toISOString().slice(0, 16);
const moment = (name: 'fromAt' | 'toAt', label: Field['label'], agoMs: number): Field => ({
  name,
  label,
  input: 'moment',
  knownBy: name,
  first: ({ nowMs }) => momentText(nowMs - agoMs),
  fault: (text) => (Number.isNaN(Date.parse(`${text}Z`)) ? say('fault.moment') : undefined),
  read: (text) => Date.parse(`${text}Z`),
});

/** What the launch is judged by, what somebody would have it judged by, and what it should have found. */
export const planForms = {
  'plan.change': {
    title: 'deed.plan.change',
    says: () => say('says.plan.change'),
    fields: [{ name: 'file', label: 'field.plan', hint: 'hint.plan', input: 'file', preview: previewPlan }, reason],
    submit: 'submit.plan',
  },
  'plan.propose': {
    title: 'deed.plan.propose',
    says: ({ set, sweep }) =>
      say(sweep === undefined ? 'says.plan.propose' : 'says.plan.proposeWith', {
        set: Array.isArray(set) ? setWords(set.map(textOf)) : say('deed.theNumber'),
      }),
    fields: [
      {
        name: 'set',
        label: 'field.set',
        hint: 'hint.set',
        input: 'line',
        knownBy: 'set',
        read: (text) => text.split(/\s+/).filter((one) => one !== ''),
      },
      reason,
    ],
    submit: 'submit.propose',
  },
  'plan.accept': {
    title: 'deed.plan.accept',
    says: (args, ground) => {
      const found = proposalOf(args, ground);
      const [set, name] = [setWords(found?.set ?? []), found?.by.name ?? ''];
      return say('says.plan.accept', { set, name });
    },
    fields: [proposal],
    submit: 'submit.acceptPlan',
  },
  'plan.refuse': {
    title: 'deed.plan.refuse',
    says: (args, ground) => say('says.plan.refuse', { set: setWords(proposalOf(args, ground)?.set ?? []) }),
    fields: [proposal, reason],
    submit: 'submit.refuse',
  },
  'mark.set': {
    title: 'deed.mark.set',
    says: ({ trigger }) =>
      say('says.mark.set', { trigger: textOf(trigger) === '' ? say('deed.theTrigger') : textOf(trigger) }),
    fields: [
      spreadSubject({ label: 'field.trigger', none: 'none.triggers', knownBy: 'trigger' }, ({ judged, plan }) =>
        (judged?.triggers ?? []).map(({ id, cell }) => ({
          value: { trigger: id, cell },
          name: [id, plan.triggers[id]?.name, cellWords(cell, plan)].filter((part) => (part ?? '') !== '').join(' · '),
        })),
      ),
      moment('fromAt', 'field.fromAt', 600_000),
      moment('toAt', 'field.byAt', 0),
      { name: 'note', label: 'field.whatHappened', input: 'text' },
    ],
    submit: 'submit.mark',
  },
  'mark.withdraw': {
    title: 'deed.mark.withdraw',
    says: ({ mark }) => say('says.mark.withdraw', { row: Number(mark ?? 0) }),
    fields: [{ name: 'mark', label: 'field.mark', input: 'line', knownBy: 'mark', read: Number }, reason],
    submit: 'submit.withdraw',
  },
} as const satisfies Readonly<Record<string, DeedForm>>;
