import { cellWords, isSameCell } from '../present/cells.ts';
import { writtenPercentWords } from '../present/numbers.ts';
import { say } from '../present/say.ts';
import type { RampCell } from '../present/wire.ts';
import type { Args, Choice, DeedForm, Field, FormGround } from './deedForm.ts';
import { maybeNote, maybeReason, reason, scope, scopeCell, subject } from './fields.ts';

const stage: Field = {
  name: 'to',
  label: 'field.to',
  input: 'choice',
  isOptional: true,
  choices: ({ plan }) => [
    { value: '', name: say('deed.oneStep') },
    ...(plan.ramp?.stages ?? []).map((value) => ({ value: String(value), name: writtenPercentWords(value) })),
  ],
  read: Number,
};

/** Labels with those of their values that stay, one label a line: `tenure=1y,2y`. */
const eligible: Field = {
  name: 'eligible',
  label: 'field.eligible',
  hint: 'hint.eligible',
  input: 'text',
  fault: (text) => (linesOf(text).every((line) => /^[^=,]+=[^=]+$/.test(line)) ? undefined : say('fault.eligible')),
  read: (text) =>
    Object.fromEntries(
      linesOf(text).map((line) => {
        const [label = '', values = ''] = line.split('=');
        return [label.trim(), values.split(',').map((value) => value.trim())];
      }),
    ),
};

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

function cellOf(args: Args, { people }: FormGround): RampCell | undefined {
  const asked = scopeCell(args);
  return asked === undefined ? undefined : people.ramp.cells.find(({ cell }) => isSameCell(cell, asked));
}

/** What the next step of one cell is, and what is in its way; what an advance is where it is of more than one. */
function advanceWords(args: Args, ground: FormGround, rest: string): string {
  const cell = cellOf(args, ground);
  if (cell?.next == null) return rest;
  const to = typeof args['to'] === 'number' ? args['to'] : cell.next.to;
  const step = say('says.ramp.step', {
    cell: cellWords(cell.cell, ground.plan),
    from: writtenPercentWords(cell.commanded),
    to: writtenPercentWords(to),
  });
  const { sentences } = ground.people.ramp;
  const blocks = cell.next.blockedBy.map((place) => sentences[place] ?? '').join(' ');
  return [step, rest, blocks === '' ? '' : say('says.ramp.inTheWay', { blocks })]
    .filter((part) => part !== '')
    .join(' ');
}

const orders = (is: (state: string, actuator: string) => boolean): Field =>
  subject({ name: 'order', label: 'field.order', none: 'none.orders' }, ({ people }) =>
    people.ramp.orders
      .filter(({ state, actuator }) => is(state, actuator))
      .map(({ order, says }): Choice => ({ value: order, name: says })),
  );
const orderWords = (args: Args, { people }: FormGround): string =>
  people.ramp.orders.find(({ order }) => order === args['order'])?.says ?? say('deed.theOrder');

const overrides = subject(
  { name: 'proposal', label: 'field.proposal', none: 'none.overrides' },
  ({ people }) => people.ramp.proposals.map(({ proposal, says }) => ({ value: String(proposal), name: says })),
  Number,
);
function overrideWords(args: Args, { people }: FormGround): string {
  const found = people.ramp.proposals.find(({ proposal }) => proposal === args['proposal']);
  if (found === undefined) return '';
  return `${found.says}. ${say('says.ramp.inTheWay', { blocks: found.blockedBy.join(' ') })}`;
}

/** Orders of the ramp, its holds, and advances against what is in the way. */
export const rampForms = {
  'ramp.advance': {
    title: 'deed.ramp.advance',
    says: (args, ground) => advanceWords(args, ground, say('says.ramp.advance')),
    fields: [scope, stage],
    submit: 'submit.advance',
  },
  'override.propose': {
    title: 'deed.override.propose',
    says: (args, ground) => advanceWords(args, ground, say('says.override.propose')),
    fields: [
      scope,
      stage,
      { name: 'override', label: 'field.against', input: 'text', read: (text) => ({ reason: text }) },
    ],
    submit: 'submit.propose',
    gives: 'ramp.advance',
  },
  'override.approve': {
    title: 'deed.override.approve',
    says: (args, ground) => `${overrideWords(args, ground)} ${say('says.override.approve')}`.trim(),
    fields: [overrides],
    submit: 'submit.approve',
  },
  'override.refuse': {
    title: 'deed.override.refuse',
    says: (args, ground) => `${overrideWords(args, ground)} ${say('says.override.refuse')}`.trim(),
    fields: [overrides, reason],
    submit: 'submit.refuse',
  },
  'ramp.rollback': {
    title: 'deed.ramp.rollback',
    says: () => say('says.ramp.rollback'),
    fields: [scope, stage, reason],
    submit: 'submit.rollback',
  },
  'ramp.narrow': {
    title: 'deed.ramp.narrow',
    says: () => say('says.ramp.narrow'),
    fields: [scope, eligible, reason],
    submit: 'submit.narrow',
  },
  'ramp.hold': {
    title: 'deed.ramp.hold',
    says: () => say('says.ramp.hold'),
    fields: [scope, reason],
    submit: 'submit.hold',
  },
  'ramp.resume': {
    title: 'deed.ramp.resume',
    says: () => say('says.ramp.resume'),
    fields: [
      subject(
        { name: 'hold', label: 'field.hold', none: 'none.holds' },
        ({ people }) => people.ramp.holds.map(({ hold, says }) => ({ value: String(hold), name: says })),
        Number,
      ),
      maybeReason,
    ],
    submit: 'submit.resume',
  },
  'order.confirm': {
    title: 'deed.order.confirm',
    says: (args, ground) => say('says.order.confirm', { says: orderWords(args, ground) }),
    fields: [orders((state, actuator) => state === 'placed' && actuator === 'manual'), maybeNote],
    submit: 'submit.confirm',
  },
  'order.cancel': {
    title: 'deed.order.cancel',
    says: (args, ground) => say('says.order.cancel', { says: orderWords(args, ground) }),
    fields: [orders((state) => state === 'placed' || state === 'failed'), reason],
    submit: 'submit.cancelOrder',
  },
} as const satisfies Readonly<Record<string, DeedForm>>;
