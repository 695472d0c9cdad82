import { cellWords, type Cell, isSameCell } from '../present/cells.ts';
import { say } from '../present/say.ts';
import type { AttentionEntry, TriggerReading } from '../present/wire.ts';
import { type Args, type DeedForm, type Field, type FormGround, textOf } from './deedForm.ts';
import { maybeNote, minutes, reason, spreadSubject, subject } from './fields.ts';

/** `RB-1 Cell burns fast for US card` */
function triggerWords(args: Args, { plan }: FormGround): string {
  const id = textOf(args['trigger']);
  if (id === '') return say('deed.theTrigger');
  const name = [id, plan.triggers[id]?.name].filter((part) => part !== undefined).join(' ');
  if (args['cell'] === undefined) return name;
  const cell = cellWords(args['cell'] as Cell, plan);
  return say('deed.triggerOf', { name, cell: cell === '' ? say('call.theLaunch') : cell });
}

const triggers = (
  none: Parameters<typeof spreadSubject>[0]['none'],
  is: (reading: TriggerReading, entry: AttentionEntry | undefined) => boolean,
): Field =>
  spreadSubject({ label: 'field.trigger', none, knownBy: 'trigger' }, (ground) =>
    (ground.judged?.triggers ?? [])
      .filter((reading) => {
        const { entries } = ground.people.attention;
        return is(
          reading,
          entries.find(({ trigger, cell }) => trigger === reading.id && isSameCell(cell, reading.cell)),
        );
      })
      .map(({ id, cell }) => ({
        value: { trigger: id, cell },
        name: triggerWords({ trigger: id, cell }, ground),
      })),
  );

const isOn = ({ state }: TriggerReading): boolean => state === 'firing' || state === 'pending';

/** What people do about triggers. */
export const attentionForms = {
  'trigger.acknowledge': {
    title: 'deed.trigger.acknowledge',
    says: (args, ground) => say('says.trigger.acknowledge', { what: triggerWords(args, ground) }),
    fields: [triggers('none.unseen', (one, entry) => isOn(one) && entry?.acknowledged == null), maybeNote],
    submit: 'submit.acknowledge',
  },
  'trigger.shelve': {
    title: 'deed.trigger.shelve',
    says: (args, ground) => say('says.trigger.shelve', { what: triggerWords(args, ground) }),
    fields: [triggers('none.firing', (one, entry) => isOn(one) && entry?.shelved == null), minutes('15'), reason],
    submit: 'submit.shelve',
  },
  'trigger.unshelve': {
    title: 'deed.trigger.unshelve',
    says: (args, ground) => say('says.trigger.unshelve', { what: triggerWords(args, ground) }),
    fields: [triggers('none.shelved', (_one, entry) => entry?.shelved != null), reason],
    submit: 'submit.unshelve',
  },
  'trigger.reset': {
    title: 'deed.trigger.reset',
    says: (args, ground) => say('says.trigger.reset', { what: triggerWords(args, ground) }),
    fields: [triggers('none.firing', ({ state }) => state === 'firing'), reason],
    submit: 'submit.reset',
  },
  'arm.set': {
    title: 'deed.arm.set',
    says: (args, ground) => {
      const now = ground.people.attention.arms.find(({ trigger }) => trigger === args['trigger'])?.arm;
      const trigger = triggerWords({ trigger: args['trigger'] }, ground);
      return now === undefined
        ? say('says.arm.set', { trigger })
        : say('says.arm.setFrom', { trigger, arm: say(`arm.${now}`) });
    },
    fields: [
      subject({ name: 'trigger', label: 'field.trigger', none: 'none.triggers' }, (ground) =>
        Object.keys(ground.plan.triggers).map((id) => ({ value: id, name: triggerWords({ trigger: id }, ground) })),
      ),
      {
        name: 'arm',
        label: 'field.arm',
        input: 'choice',
        choices: () => (['advise', 'hold', 'act'] as const).map((arm) => ({ value: arm, name: say(`arm.${arm}`) })),
      },
      reason,
    ],
    submit: 'submit.arm',
  },
  'countdown.veto': {
    title: 'deed.countdown.veto',
    says: (args, ground) => say('says.countdown.veto', { what: triggerWords(args, ground) }),
    fields: [
      triggers('none.countdown', (_one, entry) => entry?.countdown != null && entry.countdown.vetoed === null),
      reason,
    ],
    submit: 'submit.veto',
  },
} as const satisfies Readonly<Record<string, DeedForm>>;
