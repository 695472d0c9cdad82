import { say } from '../present/say.ts';
import { type DeedForm, type Field, textOf } from './deedForm.ts';
import { maybeReason, subject } from './fields.ts';

const inject: Field = subject({ name: 'inject', label: 'field.inject', none: 'none.inject' }, ({ pending }) =>
  pending.map(({ inject: id, says }) => ({ value: id, name: `${id} · ${says}` })),
);

/** No role is called so. */
const everybody = '*';

/** What the facilitator of a rehearsal does. */
export const rehearsalForms = {
  'inject.release': {
    title: 'deed.inject.release',
    says: ({ inject: id }) => say('says.inject.release', { inject: textOf(id) }),
    fields: [inject],
    submit: 'submit.tell',
  },
  'inject.skip': {
    title: 'deed.inject.skip',
    says: ({ inject: id }) => say('says.inject.skip', { inject: textOf(id) }),
    fields: [inject],
    submit: 'submit.leaveOut',
  },
  'inject.add': {
    title: 'deed.inject.add',
    says: () => say('says.inject.add'),
    fields: [
      { name: 'from', label: 'field.saidBy', input: 'line' },
      {
        name: 'to',
        label: 'field.toldTo',
        input: 'choice',
        first: everybody,
        choices: ({ plan }) => [
          { value: everybody, name: say('rehearse.everybody') },
          ...Object.entries(plan.roles).map(([role, { name }]) => ({ value: role, name: name ?? role })),
        ],
        read: (role, { plan }) => (role === everybody ? Object.keys(plan.roles) : [role]),
      },
      { name: 'says', label: 'field.isSaid', input: 'text' },
    ],
    submit: 'submit.tell',
  },
  'rehearsal.end': {
    title: 'deed.rehearsal.end',
    says: () => say('says.rehearsal.end'),
    fields: [maybeReason],
    submit: 'submit.endRehearsal',
  },
} as const satisfies Readonly<Record<string, DeedForm>>;
