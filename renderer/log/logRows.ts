import type { QueryAnswer } from '../../shared/contract/contract.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { deskFacts } from '../../shared/model/room/deskFacts.ts';
import { cellWords } from '../present/cells.ts';
import { armLevel, callLevel, criterionMark, type Mark } from '../present/levels.ts';
import { proposedWords } from '../present/deskProposal.ts';
import { say } from '../present/say.ts';

type TransitionRow = QueryAnswer<'transitions.read'>['transitions'][number];
type LedgerRow = QueryAnswer<'ledger.read'>['rows'][number];

export const logFilters = ['everything', 'decisions', 'transitions', 'votes'] as const;
export type LogFilter = (typeof logFilters)[number];

/** One line of the log: a row of the ledger, or a change of state that the judge told. */
export interface LogRow {
  readonly key: string;
  readonly atMs: number;
  readonly mark: Mark;
  readonly kind: string;
  readonly text: string;
  /** Undefined for what the engine found by itself. */
  readonly who: string | undefined;
  /** Its number in the ledger; undefined for transitions, which are not in it. */
  readonly row: LedgerRow | undefined;
  readonly isDecision: boolean;
  readonly isVote: boolean;
}

/** Newest first, as far back as both lists reach. */
export function logRows(
  transitions: readonly TransitionRow[],
  ledger: readonly LedgerRow[],
  plan: Plan,
  { filter, text }: { readonly filter: LogFilter; readonly text: string },
): LogRow[] {
  const rows = [
    ...transitions.map((one, index) => toTransition(one, index, plan)),
    ...ledger.filter(({ kind }) => kind !== 'session.sealed').map((row) => toLedger(row, plan)),
  ];
  rows.sort((one, other) => other.atMs - one.atMs || (other.row?.seq ?? 0) - (one.row?.seq ?? 0));
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return rows.filter((row) => isOf(row, filter) && hasAll(row, words));
}

/** A second by itself, where somebody came from it and nothing need have happened in it. */
export function secondRow(atMs: number): LogRow {
  return {
    key: `s${atMs}`,
    atMs,
    mark: 'todo',
    kind: say('log.second'),
    text: say('log.secondSays'),
    who: '',
    row: undefined,
    isDecision: false,
    isVote: false,
  };
}

function isOf(row: LogRow, filter: LogFilter): boolean {
  if (filter === 'decisions') return row.isDecision;
  if (filter === 'votes') return row.isVote;
  return filter === 'everything' || row.row === undefined;
}

function hasAll({ kind, text, who }: LogRow, words: readonly string[]): boolean {
  const all = `${kind} ${text} ${who ?? ''}`.toLowerCase();
  return words.every((word) => all.includes(word));
}

function toTransition({ at, kind, id, cell, from, to, why }: TransitionRow, index: number, plan: Plan): LogRow {
  const where = cellWords(cell, plan);
  const mark: Mark =
    kind === 'call'
      ? callLevel(to)
      : kind === 'trigger'
        ? to === 'firing'
          ? armLevel(plan.triggers[id]?.arm ?? 'advise')
          : 'norm'
        : criterionMark(to);
  const text = kind === 'call' ? `${to}: ${why}` : `${id} ${where === '' ? '' : `${where} `}${from} → ${to}: ${why}`;
  return {
    key: `t${at}-${index}`,
    atMs: at,
    mark,
    kind,
    text,
    who: undefined,
    row: undefined,
    isDecision: false,
    isVote: false,
  };
}

const decided = /^(?:decision\.|poll\.|order\.placed|waiver\.granted|clock\.|launch\.|arm\.|plan\.changed|override\.)/;

function toLedger(row: LedgerRow, plan: Plan): LogRow {
  const { seq, at, kind, body } = row;
  const proposal = kind === 'desk.proposed' ? deskFacts['desk.proposed'].safeParse(body).data : undefined;
  // Its desk has told it; a person wanted it.
  const actor = proposal?.by ?? row.actor;
  const isSystem = actor.role === 'system';
  return {
    key: `l${seq}`,
    atMs: at,
    mark: isSystem ? 'norm' : decided.test(kind) ? 'decided' : 'said',
    kind: kind.split('.')[0] ?? kind,
    text:
      proposal === undefined
        ? textOf(row, plan)
        : say('desk.logged', { desk: proposal.desk, what: proposedWords(proposal) }),
    who: isSystem ? undefined : `${actor.name}, ${plan.roles[actor.role]?.name ?? actor.role}`,
    row,
    isDecision: decided.test(kind) && !isSystem,
    isVote: kind === 'vote.cast' || kind.startsWith('poll.'),
  };
}

const told = [
  'desk',
  'choice',
  'question',
  'text',
  'vote',
  'poll',
  'says',
  'trigger',
  'criterion',
  'evidence',
  'step',
  'hold',
  'order',
  'does',
  'role',
  'to',
  'arm',
  'reason',
  'note',
];

/** What a row says, from what stands in it: its kind in words, and the parts that a person can read. */
function textOf({ kind, body }: LedgerRow, plan: Plan): string {
  const cell = body['cell'];
  const where =
    typeof cell === 'object' && cell !== null && !Array.isArray(cell)
      ? cellWords(cell as Record<string, string>, plan)
      : '';
  const parts = told.flatMap((name) => {
    const value = body[name];
    return typeof value === 'string' && value !== '' ? [value] : [];
  });
  const [, deed = ''] = kind.split('.');
  return [deed.replaceAll('_', ' '), where, ...parts].filter((part) => part !== '').join(' · ');
}
