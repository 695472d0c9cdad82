import { say } from '../present/say.ts';
import { utcMinuteWords } from '../present/times.ts';
import type { RunbookStep } from '../present/wire.ts';
import type { Args, DeedForm, Field, FormGround } from './deedForm.ts';
import { maybeNote, maybeReason, minutesBefore, reason, subject } from './fields.ts';

const stepsOf = ({ people }: FormGround): readonly RunbookStep[] => people.runbook.phases.flatMap(({ steps }) => steps);
const stepOf = ({ step }: Args, ground: FormGround): RunbookStep | undefined =>
  stepsOf(ground).find(({ id }) => id === step);
const stepWords = (args: Args, ground: FormGround): string => stepOf(args, ground)?.says ?? say('deed.theStep');
const isFinished = ({ state }: RunbookStep): boolean => state === 'done' || state === 'skipped';
const steps = (none: 'none.steps' | 'none.finished', is: (step: RunbookStep) => boolean): Field =>
  subject({ name: 'step', label: 'field.step', none }, (ground) =>
    stepsOf(ground)
      .filter(is)
      .map(({ id, says }) => ({ value: id, name: says })),
  );
/** A check that is not met is overridden with a reason, or the step is not done. */
const isUnmet = (args: Args, ground: FormGround): boolean => {
  const check = stepOf(args, ground)?.check;
  return check === 'not_met' || check === 'unknown';
};

/** The clock, and the steps of the runbook. */
export const clockForms = {
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
  },
  'clock.recycle': {
    title: 'deed.clock.recycle',
    says: () => say('says.clock.recycle'),
    fields: [minutesBefore, reason],
    submit: 'submit.recycle',
  },
  'clock.scrub': {
    title: 'deed.clock.scrub',
    says: () => say('says.clock.scrub'),
    fields: [reason],
    submit: 'submit.scrub',
  },
  'clock.launch': {
    title: 'deed.clock.launch',
    says: (_args, { nowMs }) => say('says.clock.launch', { time: utcMinuteWords(nowMs) }),
    fields: [],
    submit: 'submit.launch',
  },
  'step.finish': {
    title: 'deed.step.finish',
    says: (args, ground) => {
      const done = say('says.step.finish', { says: stepWords(args, ground) });
      const step = stepOf(args, ground);
      return isUnmet(args, ground) && step?.why != null ? `${done} ${say('says.step.unmet', { why: step.why })}` : done;
    },
    fields: [
      steps('none.steps', (step) => !isFinished(step)),
      maybeNote,
      { name: 'override', label: 'field.override', input: 'text', isAsked: isUnmet },
    ],
    submit: 'submit.done',
  },
  'step.skip': {
    title: 'deed.step.skip',
    says: (args, ground) => say('says.step.skip', { says: stepWords(args, ground) }),
    fields: [steps('none.steps', (step) => !isFinished(step)), reason],
    submit: 'submit.skip',
  },
  'step.reopen': {
    title: 'deed.step.reopen',
    says: (args, ground) => say('says.step.reopen', { says: stepWords(args, ground) }),
    fields: [steps('none.finished', isFinished), reason],
    submit: 'submit.reopen',
  },
} as const satisfies Readonly<Record<string, DeedForm>>;
