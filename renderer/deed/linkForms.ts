import { say } from '../present/say.ts';
import { type DeedForm, type Field, textOf } from './deedForm.ts';
import { reason, subject } from './fields.ts';

/** The links in one of these states. */
const linkWhere = (isCut: boolean): Field =>
  subject({ name: 'link', label: 'field.link', none: isCut ? 'none.cutLinks' : 'none.links' }, ({ links }) =>
    links
      .filter(({ state }) => (state === 'cut') === isCut)
      .map(({ name, address }) => ({ value: name, name: `${name} · ${address}` })),
  );
const linkWords = (link: unknown): string => (textOf(link) === '' ? say('deed.theLink') : textOf(link));

/** Where telemetry comes from, cut off and taken in again. */
export const linkForms = {
  'link.cut': {
    title: 'deed.link.cut',
    says: ({ link }) => say('says.link.cut', { link: linkWords(link) }),
    fields: [linkWhere(false), reason],
    submit: 'submit.cut',
  },
  'link.join': {
    title: 'deed.link.join',
    says: ({ link }) => say('says.link.join', { link: linkWords(link) }),
    fields: [linkWhere(true), reason],
    submit: 'submit.join',
  },
} as const satisfies Readonly<Record<string, DeedForm>>;
