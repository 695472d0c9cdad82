import type { WireCommand, WireCommandKind } from '../../shared/contract/commands.ts';
import type { WireSnapshot } from '../../shared/contract/wireRoom.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { cellWords } from '../present/cells.ts';
import { percentWords } from '../present/numbers.ts';
import { type MessageKey, say } from '../present/say.ts';
import { utcMinuteWords } from '../present/times.ts';

/** What a form knows of the room when it is made. */
export interface FormGround {
  readonly plan: Plan;
  readonly people: NonNullable<WireSnapshot['room']>;
  readonly nowMs: number;
  readonly role: string | undefined;
}

export interface Choice {
  readonly value: string;
  readonly name: string;
}

/** One thing that is asked. Its text goes into the command's args under `name`, as `read` understands it. */
export interface Field {
  readonly name: string;
  readonly label: MessageKey;
  readonly input: 'line' | 'text' | 'choice' | 'minutes';
  readonly choices?: (ground: FormGround, args: Args) => readonly Choice[];
  readonly isOptional?: boolean;
  /** What stands in it at first. */
  readonly first?: string;
  /** Only asked where this holds. */
  readonly isAsked?: (values: Values) => boolean;
  /** What the text means; the text itself where this is absent. Undefined leaves it out. */
  readonly read?: (text: string, ground: FormGround) => unknown;
}

export type Args = Readonly<Record<string, unknown>>;
export type Values = Readonly<Record<string, string>>;

export interface DeedForm {
  readonly title: MessageKey;
  /** What will happen, in words, before it does. */
  readonly says: (args: Args, ground: FormGround) => string;
  readonly fields: readonly Field[];
  readonly submit: MessageKey;
  /** It changes what customers meet: its button is never the default. */
  readonly isGrave?: boolean;
}

const reason: Field = { name: 'reason', label: 'field.reason', input: 'text' };
const maybeReason: Field = { ...reason, isOptional: true };
const note: Field = { name: 'note', label: 'field.note', input: 'text' };
const maybeNote: Field = { ...note, isOptional: true };
const until: Field = {
  name: 'untilAt',
  label: 'field.minutes',
  input: 'minutes',
  first: '15',
  read: (text, { nowMs }) => nowMs + Math.max(1, Number(text) || 0) * 60_000,
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const where = (args: Args, { plan }: FormGround): string => {
  const cell = cellWords((args['cell'] ?? {}) as Record<string, string>, plan);
  return cell === '' ? say('call.theLaunch') : cell;
};
const ofTrigger = (args: Args, ground: FormGround): Record<string, string> => {
  const id = textOf(args['trigger']);
  return { trigger: id, name: ground.plan.triggers[id]?.name ?? id, cell: where(args, ground) };
};

const scope: Field = {
  name: 'scope',
  label: 'field.scope',
  input: 'choice',
  choices: ({ plan, people }) => [
    ...people.ramp.cells.map(({ cell, commanded }) => ({
      value: JSON.stringify({ cell }),
      name: `${cellWords(cell, plan)} · ${percentWords(commanded)}`,
    })),
    ...(plan.ramp?.waves ?? []).map(({ id }) => ({
      value: JSON.stringify({ wave: id }),
      name: say('deed.wave', { id }),
    })),
    { value: JSON.stringify({ launch: true }), name: say('call.theLaunch') },
  ],
  read: (text) => JSON.parse(text) as unknown,
};
const stage = (first?: string): Field => ({
  name: 'to',
  label: 'field.to',
  input: 'choice',
  isOptional: true,
  ...(first === undefined ? {} : { first }),
  choices: ({ plan }) => [
    { value: '', name: say('deed.oneStep') },
    ...(plan.ramp?.stages ?? []).map((value) => ({ value: String(value), name: percentWords(value) })),
  ],
  read: (text) => (text === '' ? undefined : Number(text)),
});
const roles: Field = {
  name: 'role',
  label: 'field.role',
  input: 'choice',
  choices: ({ people }) =>
    people.roles.map(({ role, name, holder }) => ({
      value: role,
      name: holder === null ? name : say('deed.heldBy', { name, holder }),
    })),
};
const polls: Field = {
  name: 'poll',
  label: 'field.poll',
  input: 'choice',
  choices: ({ people }) => people.polls.polls.map(({ poll, question }) => ({ value: poll, name: question })),
};

/** What each command asks of a person. Kinds that are not here are given elsewhere: a file is dropped, a decision has its box. */
export const deedForms: { readonly [Kind in WireCommandKind]?: DeedForm } = {
  'role.take': {
    title: 'deed.role.take',
    says: () => say('says.role.take'),
    fields: [roles, { name: 'name', label: 'field.name', input: 'line' }],
    submit: 'submit.take',
  },
  'role.handOver': {
    title: 'deed.role.handOver',
    says: (args, { plan }) => say('says.role.handOver', { role: plan.roles[String(args['role'])]?.name ?? '' }),
    fields: [{ name: 'to', label: 'field.name', input: 'line' }, note],
    submit: 'submit.handOver',
  },
  'role.leave': {
    title: 'deed.role.leave',
    says: (args, { plan }) => say('says.role.leave', { role: plan.roles[String(args['role'])]?.name ?? '' }),
    fields: [maybeNote],
    submit: 'submit.leave',
  },
  'trigger.acknowledge': {
    title: 'deed.trigger.acknowledge',
    says: (args, ground) => say('says.trigger.acknowledge', ofTrigger(args, ground)),
    fields: [maybeNote],
    submit: 'submit.acknowledge',
  },
  'trigger.shelve': {
    title: 'deed.trigger.shelve',
    says: (args, ground) => say('says.trigger.shelve', ofTrigger(args, ground)),
    fields: [until, reason],
    submit: 'submit.shelve',
  },
  'trigger.unshelve': {
    title: 'deed.trigger.unshelve',
    says: (args, ground) => say('says.trigger.unshelve', ofTrigger(args, ground)),
    fields: [reason],
    submit: 'submit.unshelve',
  },
  'trigger.reset': {
    title: 'deed.trigger.reset',
    says: (args, ground) => say('says.trigger.reset', ofTrigger(args, ground)),
    fields: [reason],
    submit: 'submit.reset',
  },
  'arm.set': {
    title: 'deed.arm.set',
    says: (args, ground) => say('says.arm.set', ofTrigger(args, ground)),
    fields: [
      {
        name: 'arm',
        label: 'field.arm',
        input: 'choice',
        choices: () => (['advise', 'hold', 'act'] as const).map((arm) => ({ value: arm, name: say(`arm.${arm}`) })),
      },
      reason,
    ],
    submit: 'submit.arm',
    isGrave: true,
  },
  'countdown.veto': {
    title: 'deed.countdown.veto',
    says: (args, ground) => say('says.countdown.veto', ofTrigger(args, ground)),
    fields: [reason],
    submit: 'submit.veto',
    isGrave: true,
  },
  'ramp.advance': {
    title: 'deed.ramp.advance',
    says: () => say('says.ramp.advance'),
    fields: [scope, stage()],
    submit: 'submit.advance',
    isGrave: true,
  },
  'ramp.rollback': {
    title: 'deed.ramp.rollback',
    says: () => say('says.ramp.rollback'),
    fields: [scope, stage(), reason],
    submit: 'submit.rollback',
    isGrave: true,
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
      {
        name: 'hold',
        label: 'field.hold',
        input: 'choice',
        choices: ({ people }) => people.ramp.holds.map(({ hold, says }) => ({ value: String(hold), name: says })),
        read: Number,
      },
      maybeReason,
    ],
    submit: 'submit.resume',
    isGrave: true,
  },
  'order.confirm': {
    title: 'deed.order.confirm',
    says: (args, { people }) =>
      say('says.order.confirm', { says: people.ramp.orders.find(({ order }) => order === args['order'])?.says ?? '' }),
    fields: [maybeNote],
    submit: 'submit.confirm',
  },
  'clock.hold': {
    title: 'deed.clock.hold',
    says: () => say('says.clock.hold'),
    fields: [reason],
    submit: 'submit.hold',
  },
  'clock.resume': {
    title: 'deed.clock.resume',
    says: () => say('says.clock.resume'),
    fields: [maybeReason],
    submit: 'submit.resume',
    isGrave: true,
  },
  'clock.recycle': {
    title: 'deed.clock.recycle',
    says: () => say('says.clock.recycle'),
    fields: [
      {
        name: 'toMs',
        label: 'field.minutesBefore',
        input: 'minutes',
        first: '20',
        read: (text) => -Math.max(0, Number(text) || 0) * 60_000,
      },
      reason,
    ],
    submit: 'submit.recycle',
    isGrave: true,
  },
  'clock.scrub': {
    title: 'deed.clock.scrub',
    says: () => say('says.clock.scrub'),
    fields: [reason],
    submit: 'submit.scrub',
    isGrave: true,
  },
  'clock.launch': {
    title: 'deed.clock.launch',
    says: () => say('says.clock.launch'),
    fields: [],
    submit: 'submit.launch',
    isGrave: true,
  },
  'poll.open': {
    title: 'deed.poll.open',
    says: () => say('says.poll.open'),
    fields: [polls],
    submit: 'submit.open',
  },
  'poll.close': {
    title: 'deed.poll.close',
    says: () => say('says.poll.close'),
    fields: [maybeReason],
    submit: 'submit.close',
  },
  'vote.cast': {
    title: 'deed.vote.cast',
    says: (args, { people }) =>
      say('says.vote.cast', { question: people.polls.polls.find(({ poll }) => poll === args['poll'])?.question ?? '' }),
    fields: [
      {
        name: 'vote',
        label: 'field.vote',
        input: 'choice',
        choices: () =>
          (['go', 'no-go', 'hold', 'go-if'] as const).map((vote) => ({ value: vote, name: say(`poll.${vote}`) })),
      },
      {
        name: 'option',
        label: 'field.option',
        input: 'choice',
        isOptional: true,
        choices: ({ people }, args) =>
          (people.polls.polls.find(({ poll }) => poll === args['poll'])?.options ?? []).map(({ option, says }) => ({
            value: option,
            name: says,
          })),
      },
      { name: 'condition', label: 'field.condition', input: 'text', isAsked: ({ vote }) => vote === 'go-if' },
      { ...reason, isAsked: ({ vote }) => vote === 'no-go' },
      { ...maybeReason, isAsked: ({ vote }) => vote !== 'no-go' },
    ],
    submit: 'submit.vote',
  },
  'waiver.propose': {
    title: 'deed.waiver.propose',
    says: (args, { plan }) => {
      const id = textOf(args['criterion']);
      return say('says.waiver.propose', { criterion: id, says: plan.criteria[id]?.says ?? '' });
    },
    fields: [{ ...until, first: '60' }, reason],
    submit: 'submit.propose',
  },
  'waiver.grant': {
    title: 'deed.waiver.grant',
    says: () => say('says.waiver.grant'),
    fields: [maybeNote],
    submit: 'submit.grant',
    isGrave: true,
  },
  'waiver.refuse': {
    title: 'deed.waiver.refuse',
    says: () => say('says.waiver.refuse'),
    fields: [reason],
    submit: 'submit.refuse',
  },
  'override.approve': {
    title: 'deed.override.approve',
    says: () => say('says.override.approve'),
    fields: [],
    submit: 'submit.approve',
    isGrave: true,
  },
  'override.refuse': {
    title: 'deed.override.refuse',
    says: () => say('says.override.refuse'),
    fields: [reason],
    submit: 'submit.refuse',
  },
  'step.finish': {
    title: 'deed.step.finish',
    says: (args, { people }) =>
      say('says.step.finish', {
        says: people.runbook.phases.flatMap(({ steps }) => steps).find(({ id }) => id === args['step'])?.says ?? '',
      }),
    fields: [maybeNote, { name: 'override', label: 'field.override', input: 'text', isOptional: true }],
    submit: 'submit.done',
  },
  'step.skip': { title: 'deed.step.skip', says: () => say('says.step.skip'), fields: [reason], submit: 'submit.skip' },
  'note.write': {
    title: 'deed.note.write',
    says: (args, { nowMs }) => say('says.note.write', { time: utcMinuteWords(Number(args['aboutAt'] ?? nowMs)) }),
    fields: [{ name: 'text', label: 'field.note', input: 'text' }],
    submit: 'submit.write',
  },
};

/** The command that a filled form is; undefined while something is missing. */
export function toCommand(
  kind: WireCommandKind,
  args: Args,
  values: Values,
  ground: FormGround,
): WireCommand | undefined {
  const form = deedForms[kind];
  if (form === undefined) return undefined;
  const filled: Record<string, unknown> = { ...args };
  for (const { name, input, read, isOptional = false, isAsked } of form.fields) {
    if (isAsked?.(values) === false) continue;
    const text = (values[name] ?? '').trim();
    if (text === '' && !isOptional && input !== 'minutes') return undefined;
    const value = read === undefined ? text : text === '' && isOptional ? undefined : read(text, ground);
    if (value === undefined || value === '') delete filled[name];
    else filled[name] = value;
  }
  return { kind, args: filled } as unknown as WireCommand;
}
