import type { Plan } from '../../shared/model/plan.ts';
import { type Cell, cellWords, isWholeLaunch } from './cells.ts';
import { callLevel, type Mark } from './levels.ts';
import { writtenPercentWords } from './numbers.ts';
import { say } from './say.ts';
import type { Judged, People } from './wire.ts';

export interface CallReason {
  readonly mark: Mark;
  /** The rule that gives it; undefined for a hold. */
  readonly rule: string | undefined;
  readonly cell: Cell;
  /** The engine's sentence, without the rule's id at its beginning. */
  readonly text: string;
  readonly isBlind: boolean;
}

export interface CallLine {
  readonly word: string;
  /** Cells that it speaks of, in words; empty for the launch. */
  readonly cells: readonly string[];
}

export function readReasons(judged: Judged, people: People | null): CallReason[] {
  return judged.reasons.map((text, index) => {
    const because = people?.because[index];
    const rule = because === undefined || because.rule === 'hold' ? undefined : because.rule;
    const isBlind = text.includes(' cannot see: ') || text.includes(' is unknown: ');
    const level = callLevel(because?.word ?? judged.call);
    return {
      mark: isBlind ? 'blind' : level,
      rule,
      cell: because?.cell ?? {},
      text: rule !== undefined && text.startsWith(rule) ? text.slice(rule.length).trimStart() : text,
      isBlind,
    };
  });
}

/**
 * The call, and the next lower word for what the call does not speak of: ROLLBACK for a cell, and HOLD for the launch. What
 * stands for the whole launch already is not said of it again in a milder word.
 */
export function readLines(
  judged: Judged,
  people: People | null,
  plan: Plan | undefined,
): readonly [CallLine, CallLine?] {
  const first: CallLine = { word: judged.call, cells: judged.scopes.filter((scope) => scope !== 'the launch') };
  const because = people?.because ?? [];
  const words = new Set(because.map(({ word }) => word).filter((word) => word !== judged.call && word !== 'GO'));
  for (const word of words) {
    const cells = because.filter((one) => one.word === word).map(({ cell }) => cell);
    if (cells.some((cell) => isWholeLaunch(cell))) {
      if (first.cells.length > 0) return [first, { word, cells: [] }];
      continue;
    }
    const names = [...new Set(cells.map((cell) => cellWords(cell, plan)))];
    const others = names.filter((name) => !first.cells.includes(name));
    if (others.length > 0) return [first, { word, cells: others }];
  }
  return [first];
}

/** More cells than this are a count: a wall of names is no scope. */
const mostCells = 2;

export function scopeWords(cells: readonly string[]): string {
  if (cells.length === 0) return say('call.launch');
  const more = cells.length > mostCells ? [`+${cells.length - mostCells}`] : [];
  return [...cells.slice(0, mostCells), ...more].join(', ');
}

/** The rollback that is ordered next unless somebody vetoes it. */
export function nextRollback(
  people: People | null,
  plan: Plan | undefined,
): { readonly endsAtMs: number; readonly to: string } | undefined {
  const running = (people?.attention.entries ?? []).flatMap(({ trigger, countdown }) =>
    countdown === null || countdown.vetoed !== null ? [] : [{ trigger, endsAtMs: countdown.endsAt }],
  );
  const soonest = running.sort((one, other) => one.endsAtMs - other.endsAtMs)[0];
  if (soonest === undefined) return undefined;
  const does = plan?.triggers[soonest.trigger]?.does;
  return { endsAtMs: soonest.endsAtMs, to: does?.kind === 'rollback' ? writtenPercentWords(does.to) : '' };
}
