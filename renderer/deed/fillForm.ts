import { type WireCommand, type WireCommandKind, wireCommands } from '../../shared/contract/commands.ts';
import { countBytes, mostInboundBytes } from '../../shared/contract/messages.ts';
import { type MessageKey, say } from '../present/say.ts';
import type { Deed, DeedName } from '../state/deeds.svelte.ts';
import type { Args, DeedForm, Field, FormGround, Values } from './deedForm.ts';

/** What goes with a command may have so much, so that the message has room for the rest. */
const mostArgsBytes = mostInboundBytes - 512;

export interface Filled {
  readonly args: Args;
  /** What is wrong, by the name of its field; under `''` what no field is to blame for. */
  readonly faults: Readonly<Record<string, string>>;
}

export const kindOf = (name: DeedName, { gives }: DeedForm): WireCommandKind => gives ?? (name as WireCommandKind);

/** Fields that are asked: the rest is known, or does not arise. */
export function askedFields(form: DeedForm, values: Values, ground: FormGround, args: Args): Field[] {
  const seen = { ...values, ...args };
  return form.fields.filter(({ knownBy, isAsked, choices, none }) => {
    if (knownBy !== undefined && Object.hasOwn(args, knownBy)) return false;
    if (isAsked?.(seen, ground) === false) return false;
    return choices === undefined || none !== undefined || choices(ground, seen).length > 0;
  });
}

/** What stands in every field: what was typed, else what was known, else what comes first. */
export function valuesOf(form: DeedForm, { args }: Deed, typed: Values, ground: FormGround): Values {
  return Object.fromEntries(
    form.fields.map(({ name, first, choices, none }) => {
      const preset = args[name];
      const known = typeof preset === 'string' ? preset : preset === undefined ? undefined : JSON.stringify(preset);
      const start = typeof first === 'function' ? first(ground, args) : first;
      // Where only one thing is possible it is chosen.
      const offered = none === undefined ? [] : (choices?.(ground, { ...typed, ...args }) ?? []);
      const only = offered.length === 1 ? offered[0]?.value : undefined;
      return [name, typed[name] ?? known ?? start ?? only ?? ''];
    }),
  );
}

/** What a form makes of what stands in it, and what is wrong with that. */
export function fillForm({ name, args }: Deed, form: DeedForm, values: Values, ground: FormGround): Filled {
  const filled: Record<string, unknown> = { ...args };
  const faults: Record<string, string> = {};
  for (const field of askedFields(form, values, ground, args)) {
    const text = (values[field.name] ?? '').trim();
    delete filled[field.name];
    if (text === '') {
      if (field.isOptional !== true) faults[field.name] = say(emptyFault(field));
      continue;
    }
    const fault = field.fault?.(text);
    if (fault !== undefined) {
      faults[field.name] = fault;
      continue;
    }
    const value = field.read === undefined ? text : field.read(text, ground);
    if (field.isSpread === true) Object.assign(filled, value);
    else if (value !== undefined) filled[field.name] = value;
  }
  if (countBytes(JSON.stringify(filled)) > mostArgsBytes) return { args: filled, faults: { '': say('fault.tooLong') } };
  const { '': other, ...own } = { ...schemaFaults(kindOf(name, form), filled, form), ...faults };
  const isBlamed = other === undefined || Object.keys(own).length > 0;
  return { args: filled, faults: isBlamed ? own : { '': other } };
}

const emptyFault = ({ choices, input }: Field): MessageKey =>
  input === 'file' ? 'fault.file' : choices === undefined ? 'fault.empty' : 'fault.choose';

/** The command that a filled form is; undefined while something is missing or wrong. */
export function toCommand(deed: Deed, form: DeedForm, values: Values, ground: FormGround): WireCommand | undefined {
  const { args, faults } = fillForm(deed, form, values, ground);
  if (Object.keys(faults).length > 0) return undefined;
  return { kind: kindOf(deed.name, form), args } as unknown as WireCommand;
}

/** What the contract says of it. A file has no number yet, and who takes a role stands beside the command. */
function schemaFaults(kind: WireCommandKind, args: Args, form: DeedForm): Record<string, string> {
  const { name: _name, ...rest } = args;
  const hasFile = form.fields.some(({ input }) => input === 'file');
  const { error } = wireCommands[kind].safeParse(hasFile ? { ...rest, file: '0'.repeat(64) } : rest);
  return Object.fromEntries(
    (error?.issues ?? []).map(({ path, message }) => {
      const place = String(path[0] ?? '');
      const isField = form.fields.some(({ name }) => name === place);
      return [isField ? place : '', `${message.charAt(0).toUpperCase()}${message.slice(1)}.`];
    }),
  );
}
