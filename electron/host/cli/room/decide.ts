import type { WireCommand } from '../../../../shared/contract/commands.ts';
import type { Plan } from '../../../../shared/model/plan.ts';
import { CallError, type CommandIo } from '../command.ts';
import { dissentWords } from '../../../../shared/model/room/dissentWords.ts';
import { readCall } from '../readCall.ts';
import { actOptions, actShort } from './roomCall.ts';
import { actInRoom } from './roomLine.ts';
import { readInstant, readRolePart } from './roomWords.ts';

type Decision = Extract<WireCommand, { kind: 'decision.record' }>['args'];
type Follow = NonNullable<Decision['follows']>[number];
type Weighed = NonNullable<Decision['options']>[number];

/** `holdpoint decide`: what was asked, weighed and chosen, on the room as it stands. */
export async function decide(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: {
      ...actOptions,
      choice: 'value',
      rationale: 'value',
      question: 'value',
      option: 'values',
      condition: 'values',
      dissent: 'values',
      follows: 'values',
    },
    short: actShort,
    words: ['poll?'],
  });
  const [poll] = words;
  const { choice, rationale, question } = options;
  if (poll === undefined && question === undefined) {
    throw new CallError('Name the poll that is decided, or say with --question "..." what is.');
  }
  if (choice === undefined) throw new CallError('Say what is chosen with --choice, such as go.');
  if (rationale === undefined) throw new CallError('Say why with --rationale "...".');
  const follows = options.follows.map(readFollow);
  const weighed = options.option.map(readOption);
  const dissent = readDissent(options.dissent);
  const objections = `Strong objections? ${dissentWords(dissent).replace(/\.$/, '')}.`;
  const of = poll === undefined ? `"${question}"` : `the poll ${poll}`;
  return actInRoom(options, io, ({ plan, whole }) => ({
    command: {
      kind: 'decision.record',
      args: {
        poll,
        question,
        options: weighed,
        choice,
        conditions: [...options.condition],
        rationale,
        dissent,
        follows: follows.map((toFollow) => toFollow(plan)),
      },
    },
    question: `Decide ${of}: ${choice}${whole.judged === null ? '' : `, while the call is ${whole.judged.call}`}? ${objections}`,
    isGrave: true,
    says: `${of} is decided: ${choice}. ${objections}`,
  }));
}

/** Objections by role; `none` says that they were asked for. Null where nothing is said of them. */
function readDissent(texts: readonly string[]): NonNullable<Decision['dissent']> | null {
  if (texts.length === 0) return null;
  const objections = texts.filter((text) => text.trim() !== 'none');
  if (objections.length > 0 && objections.length < texts.length) {
    throw new CallError('--dissent none says that nobody objects: leave it out, or the objections.');
  }
  return objections.map((text) => readRolePart('--dissent', text));
}

/** `role: text`, or `role@T+2h: text` where it is due. */
function readFollow(text: string): (plan: Plan) => Follow {
  const [, owner, due, rest] = /^([^@:]+)@(T[+-]\w+):(.+)$/s.exec(text) ?? [];
  if (owner === undefined || due === undefined || rest === undefined) {
    const { role, says } = readRolePart('--follows', text);
    return () => ({ owner: role, says });
  }
  const toDueAt = readInstant('What stands behind the @', due);
  const { role, says } = readRolePart('--follows', `${owner}:${rest}`);
  return (plan) => ({ owner: role, says, dueAt: toDueAt(plan) });
}

const aspects = ['money', 'risk', 'evidence'] as const;

/** `id: what it means | money: ... | risk: ... | evidence: ...`, the parts after the first in any order or not at all. */
function readOption(text: string): Weighed {
  const [first = '', ...rest] = text.split('|').map((part) => part.trim());
  const { role: id, says } = readRolePart('--option', first);
  const weighed: { -readonly [Field in keyof Weighed]: Weighed[Field] } = { id, says };
  for (const part of rest) {
    const aspect = aspects.find((one) => part.toLowerCase().startsWith(`${one}:`));
    if (aspect === undefined) {
      throw new CallError(`--option weighs ${aspects.join(', ')}: write "id: what it means | money: ... | risk: ...".`);
    }
    weighed[aspect] = part.slice(aspect.length + 1).trim();
  }
  return weighed;
}
