import { cellWords, type Cell } from '../present/cells.ts';
import { writtenPercentWords } from '../present/numbers.ts';
import { say } from '../present/say.ts';
import type { Args, Choice, Field, FormGround } from './deedForm.ts';

export const reason: Field = { name: 'reason', label: 'field.reason', input: 'text' };
export const maybeReason: Field = { ...reason, isOptional: true };
export const note: Field = { name: 'note', label: 'field.note', input: 'text' };
export const maybeNote: Field = { ...note, isOptional: true };

const notMinutes = (text: string): string | undefined =>
  /^\d{1,5}$/.test(text) && Number(text) > 0 ? undefined : say('fault.minutes');

export const minutes = (first: string): Field => ({
  name: 'untilAt',
  label: 'field.minutes',
  input: 'minutes',
  first,
  fault: notMinutes,
  read: (text, { nowMs }) => nowMs + Number(text) * 60_000,
});

export const minutesBefore: Field = {
  name: 'toMs',
  label: 'field.minutesBefore',
  input: 'minutes',
  first: '20',
  fault: (text) => (/^\d{1,5}$/.test(text) ? undefined : say('fault.minutesBefore')),
  read: (text) => -Number(text) * 60_000,
};

/** What a deed is done to, where it was not opened on it. */
export const subject = (
  field: Pick<Field, 'name' | 'label'> & { readonly none: NonNullable<Field['none']> },
  choices: (ground: FormGround) => readonly Choice[],
  read?: Field['read'],
): Field => ({ ...field, input: 'choice', knownBy: field.name, choices, ...(read === undefined ? {} : { read }) });

/** As `subject`, with a value that is several members of the args, `knownBy` among them. */
export const spreadSubject = (
  field: Pick<Field, 'label'> & { readonly none: NonNullable<Field['none']>; readonly knownBy: string },
  choices: (ground: FormGround) => readonly { readonly value: object; readonly name: string }[],
): Field => ({
  ...field,
  name: 'about',
  input: 'choice',
  isSpread: true,
  choices: (ground) => choices(ground).map(({ value, name }) => ({ value: JSON.stringify(value), name })),
  read: (text) => JSON.parse(text) as unknown,
});

export const scope: Field = {
  name: 'scope',
  label: 'field.scope',
  input: 'choice',
  none: 'none.ramp',
  choices: ({ plan, people }, args) => {
    if (plan.ramp === undefined) return [];
    const whole = { value: JSON.stringify({ launch: true }), name: say('call.theLaunch') };
    const cells = people.ramp.cells.map(({ cell, commanded }) => ({
      value: JSON.stringify({ cell }),
      name: `${cellWords(cell, plan)} · ${writtenPercentWords(commanded)}`,
    }));
    const waves = plan.ramp.waves.map(({ id }) => ({
      value: JSON.stringify({ wave: id }),
      name: say('deed.wave', { id }),
    }));
    const all = [...cells, ...waves, whole];
    // It may be opened on what is none of these: on all cells of a market.
    const cell = scopeCell(args);
    const asked = JSON.stringify({ cell });
    if (cell === undefined || all.some(({ value }) => value === asked)) return all;
    return [{ value: asked, name: cellWords(cell, plan) }, ...all];
  },
  read: (text) => JSON.parse(text) as unknown,
};

/** The cell that args speak of; undefined where they speak of more than one. */
export function scopeCell(args: Args): Cell | undefined {
  const { scope: asked } = args as { readonly scope?: { readonly cell?: Cell } };
  return asked?.cell;
}
