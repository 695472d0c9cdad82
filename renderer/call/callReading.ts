import type { Plan } from '../../shared/model/plan.ts';
import { type Cell, cellWords, isWholeLaunch } from '../present/cells.ts';
import { callLevel, type Mark } from '../present/levels.ts';
import type { Judged, People } from '../present/wire.ts';

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

/** The call, and the next lower word that has reasons of its own: ROLLBACK for a cell, and HOLD for the launch. */
export function readLines(
  judged: Judged,
  people: People | null,
  plan: Plan | undefined,
): readonly [CallLine, CallLine?] {
  const first: CallLine = { word: judged.call, cells: judged.scopes.filter((scope) => scope !== 'the launch') };
  const lower = people?.because.find(({ word }) => word !== judged.call && word !== 'GO');
  if (lower === undefined) return [first];
  const cells = (people?.because ?? []).filter(({ word }) => word === lower.word).map(({ cell }) => cell);
  const isLaunch = cells.some((cell) => isWholeLaunch(cell));
  const names = isLaunch ? [] : [...new Set(cells.map((cell) => cellWords(cell, plan)))];
  return [first, { word: lower.word, cells: names }];
}
