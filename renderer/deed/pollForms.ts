import { say } from '../present/say.ts';
import type { Poll } from '../present/wire.ts';
import type { Args, Choice, DeedForm, Field, FormGround } from './deedForm.ts';
import { maybeNote, maybeReason, note, reason, subject } from './fields.ts';

const pollOf = ({ poll }: Args, { people }: FormGround): Poll | undefined =>
  people.polls.polls.find((one) => one.poll === poll);
const pollChoices = ({ polls }: FormGround['people'], is: (poll: Poll) => boolean): Choice[] =>
  polls.polls.filter(is).map(({ poll, question }) => ({ value: poll, name: question }));
const openPolls = (): Field =>
  subject({ name: 'poll', label: 'field.poll', none: 'none.openPolls' }, ({ people }) =>
    pollChoices(people, ({ state }) => state === 'open'),
  );
const roleName = ({ role: asked }: Args, { people }: FormGround): string =>
  people.roles.find(({ role }) => role === asked)?.name ?? say('deed.theRole');
const ownRoles = subject({ name: 'role', label: 'field.role', none: 'none.roles' }, ({ people, me }) =>
  people.roles.filter(({ holder }) => holder === me && me !== '').map(({ role, name }) => ({ value: role, name })),
);

const votes = ['go', 'no-go', 'hold', 'go-if'] as const;

/** Who is who, and what they say when they are asked. */
export const pollForms = {
  'role.take': {
    title: 'deed.role.take',
    says: (args, ground) => {
      const holder = ground.people.roles.find(({ role }) => role === args['role'])?.holder;
      if (ground.seat === null || holder === undefined) return say('says.role.take');
      const role = roleName(args, ground);
      return holder === null ? say('says.role.invited', { role }) : say('says.role.held', { role, holder });
    },
    fields: [
      {
        name: 'role',
        label: 'field.role',
        input: 'choice',
        knownBy: 'role',
        none: 'none.anyRole',
        choices: ({ people, seat }) =>
          people.roles
            .filter(({ role }) => seat === null || role === seat)
            .map(({ role, name, holder }) => ({
              value: role,
              name: holder === null ? name : say('deed.heldBy', { name, holder }),
            })),
      },
      { name: 'name', label: 'field.name', input: 'line', first: ({ me }) => me },
    ],
    submit: 'submit.take',
  },
  'role.handOver': {
    title: 'deed.role.handOver',
    says: (args, ground) => say('says.role.handOver', { role: roleName(args, ground) }),
    fields: [ownRoles, { name: 'to', label: 'field.toWhom', input: 'line' }, note],
    submit: 'submit.handOver',
  },
  'role.leave': {
    title: 'deed.role.leave',
    says: (args, ground) => say('says.role.leave', { role: roleName(args, ground) }),
    fields: [ownRoles, maybeNote],
    submit: 'submit.leave',
  },
  'poll.open': {
    title: 'deed.poll.open',
    says: (args, ground) => {
      const voters = ground.plan.polls[String(args['poll'])]?.voters ?? [];
      const names = voters.map((role) => ground.plan.roles[role]?.name ?? role).join(', ');
      return names === '' ? say('says.poll.open') : say('says.poll.openTo', { roles: names });
    },
    // Which one is always shown: the key opens the one that is next, and it may be another that is meant.
    fields: [
      {
        name: 'poll',
        label: 'field.poll',
        input: 'choice',
        none: 'none.polls',
        choices: ({ people }) => pollChoices(people, ({ state }) => state !== 'open'),
      },
    ],
    submit: 'submit.open',
  },
  'poll.close': {
    title: 'deed.poll.close',
    says: () => say('says.poll.close'),
    fields: [openPolls(), maybeReason],
    submit: 'submit.close',
  },
  'vote.cast': {
    title: 'deed.vote.cast',
    says: (args, ground) =>
      say(args['vote'] === 'go' ? 'says.vote.go' : 'says.vote.cast', {
        question: pollOf(args, ground)?.question ?? '',
      }),
    fields: [
      openPolls(),
      {
        name: 'vote',
        label: 'field.vote',
        input: 'choice',
        choices: () => votes.map((vote) => ({ value: vote, name: say(`poll.${vote}`) })),
      },
      {
        name: 'option',
        label: 'field.option',
        input: 'choice',
        isOptional: true,
        choices: (ground, args) =>
          (pollOf(args, ground)?.options ?? []).map(({ option, says }) => ({ value: option, name: says })),
      },
      { name: 'condition', label: 'field.condition', input: 'text', isAsked: ({ vote }) => vote === 'go-if' },
      { ...reason, isAsked: ({ vote }) => vote === 'no-go' },
      { ...maybeReason, isAsked: ({ vote }) => vote !== 'no-go' },
    ],
    submit: ({ vote }) => {
      const given = votes.find((one) => one === vote);
      return given === undefined ? 'submit.vote' : `submit.vote.${given}`;
    },
    isChosen: ({ vote }) => vote === 'go',
  },
} as const satisfies Readonly<Record<string, DeedForm>>;
