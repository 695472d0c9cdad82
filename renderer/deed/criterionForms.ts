import { type Cell, cellWords } from '../present/cells.ts';
import { byteWords } from '../present/numbers.ts';
import { say } from '../present/say.ts';
import { utcMinuteWords } from '../present/times.ts';
import { mostFileBytes } from '../../shared/contract/handedFile.ts';
import { type Args, type DeedForm, type Field, type FormGround, type Preview, textOf } from './deedForm.ts';
import { maybeNote, minutes, reason, spreadSubject, subject } from './fields.ts';

/** `LCC-4 Fallback carries half for US card` */
function criterionWords(args: Args, { plan }: FormGround): string {
  const id = textOf(args['criterion']);
  const cell = cellWords((args['cell'] ?? {}) as Cell, plan);
  return [id, plan.criteria[id]?.says, cell].filter((part) => part !== undefined && part !== '').join(' ');
}

type Waiver = FormGround['people']['waivers']['pending'][number] | FormGround['people']['waivers']['inForce'][number];
const waiverWords = (waiver: Waiver, ground: FormGround): string =>
  say('deed.waiverOf', {
    what: criterionWords(waiver, ground),
    time: utcMinuteWords(waiver.untilAt),
    name: waiver.proposedBy.name,
    reason: waiver.reason,
  });
const waivers = (none: 'none.waivers' | 'none.inForce', of: (ground: FormGround) => readonly Waiver[]): Field =>
  subject(
    { name: 'proposal', label: 'field.waiver', none },
    (ground) => of(ground).map((one) => ({ value: String(one.row), name: waiverWords(one, ground) })),
    Number,
  );
const pending = ({ people }: FormGround): readonly Waiver[] => people.waivers.pending;
const inForce = ({ people }: FormGround): readonly Waiver[] => people.waivers.inForce;
/** The waiver that is meant, then what becomes of it. */
const ofWaiver = ({ proposal }: Args, ground: FormGround, of: typeof pending, then: string): string => {
  const found = of(ground).find(({ row }) => row === proposal);
  return found === undefined ? then : `${waiverWords(found, ground)} ${then}`;
};

const awaited = subject(
  { name: 'attachment', label: 'field.evidence', none: 'none.attachments' },
  ({ plan, people }) =>
    people.evidence.flatMap(({ evidence, awaits }) =>
      awaits === null ? [] : [{ value: String(awaits), name: plan.evidence[evidence]?.says ?? evidence }],
    ),
  Number,
);
/** What is attached may be rejected whether it waits for anybody or not. */
const attached = subject(
  { name: 'attachment', label: 'field.evidence', none: 'none.attached' },
  ({ plan, people }) =>
    people.evidence.flatMap(({ evidence, attachment }) =>
      attachment === null ? [] : [{ value: String(attachment), name: plan.evidence[evidence]?.says ?? evidence }],
    ),
  Number,
);
function evidenceWords(args: Args, { plan, people }: FormGround): string {
  const id =
    args['evidence'] ??
    people.evidence.find(({ attachment }) => attachment !== null && attachment === args['attachment'])?.evidence;
  return plan.evidence[textOf(id)]?.says ?? say('deed.theEvidence');
}

/** How large it is against what the room takes: it is told before the file travels. */
function weigh(file: File): Promise<Preview> {
  const size = { name: file.name, size: byteWords(file.size), most: byteWords(mostFileBytes) };
  const isFault = file.size > mostFileBytes || file.size === 0;
  const key = file.size > mostFileBytes ? 'file.tooLarge' : file.size === 0 ? 'file.empty' : 'file.size';
  return Promise.resolve({ isFault, lines: [say(key, size)] });
}

/** Criteria that are waived, and evidence for them. */
export const criterionForms = {
  'waiver.propose': {
    title: 'deed.waiver.propose',
    says: (args, ground) => {
      const granters = ground.plan.criteria[textOf(args['criterion'])]?.waivable ?? [];
      const roles = granters.map((role) => ground.plan.roles[role]?.name ?? role).join(', ');
      return granters.length === 0
        ? say('says.waiver.propose')
        : say('says.waiver.proposeTo', { criterion: criterionWords(args, ground), roles });
    },
    fields: [
      spreadSubject({ label: 'field.criterion', none: 'none.waivable', knownBy: 'criterion' }, (ground) =>
        (ground.judged?.criteria ?? [])
          .filter(({ id, state }) => state !== 'pass' && (ground.plan.criteria[id]?.waivable.length ?? 0) > 0)
          .map(({ id, cell }) => ({
            value: { criterion: id, cell },
            name: criterionWords({ criterion: id, cell }, ground),
          })),
      ),
      minutes('60'),
      reason,
    ],
    submit: 'submit.propose',
  },
  'waiver.grant': {
    title: 'deed.waiver.grant',
    says: (args, ground) => ofWaiver(args, ground, pending, say('says.waiver.grant')),
    fields: [waivers('none.waivers', pending), maybeNote],
    submit: 'submit.grant',
  },
  'waiver.refuse': {
    title: 'deed.waiver.refuse',
    says: (args, ground) => ofWaiver(args, ground, pending, say('says.waiver.refuse')),
    fields: [waivers('none.waivers', pending), reason],
    submit: 'submit.refuse',
  },
  'waiver.end': {
    title: 'deed.waiver.end',
    says: (args, ground) => ofWaiver(args, ground, inForce, say('says.waiver.end')),
    fields: [waivers('none.inForce', inForce), reason],
    submit: 'submit.end',
  },
  'evidence.attach': {
    title: 'deed.evidence.attach',
    says: (args, ground) => say('says.evidence.attach', { evidence: evidenceWords(args, ground) }),
    fields: [
      subject({ name: 'evidence', label: 'field.evidence', none: 'none.evidence' }, ({ plan }) =>
        Object.entries(plan.evidence).map(([id, { says }]) => ({ value: id, name: says ?? id })),
      ),
      { name: 'file', label: 'field.file', hint: 'hint.file', input: 'file', preview: weigh },
    ],
    submit: 'submit.attach',
  },
  'evidence.accept': {
    title: 'deed.evidence.accept',
    says: (args, ground) => say('says.evidence.accept', { evidence: evidenceWords(args, ground) }),
    fields: [awaited, maybeNote],
    submit: 'submit.accept',
  },
  'evidence.reject': {
    title: 'deed.evidence.reject',
    says: (args, ground) => say('says.evidence.reject', { evidence: evidenceWords(args, ground) }),
    fields: [attached, reason],
    submit: 'submit.reject',
  },
} as const satisfies Readonly<Record<string, DeedForm>>;
