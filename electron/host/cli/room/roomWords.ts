import { instantAt, parseInstant } from '../../../../shared/base/instant.ts';
import { parsePercent } from '../../../../shared/base/percent.ts';
import { cellWords } from '../../../../shared/judge/selector.ts';
import type { Plan } from '../../../../shared/model/plan.ts';
import { printable } from '../../../../shared/model/problem.ts';
import type { RampScope } from '../../../../shared/model/room/rampFacts.ts';
import type { Labels } from '../../../../shared/model/series.ts';
import { CallError } from '../command.ts';

const longest = 60;

/** `market=US,method=card` as a cell. */
export function readCell(text: string): Labels {
  const cell: Record<string, string> = {};
  for (const part of text.split(',')) {
    const [, label, value] = /^([^=\s]+)=(\S.*)$/.exec(part.trim()) ?? [];
    if (label === undefined || value === undefined || Object.hasOwn(cell, label)) {
      throw new CallError(
        `'${printable(text, longest)}' is no cell: write labels with their values, such as market=US,method=card.`,
      );
    }
    cell[label] = value;
  }
  return cell;
}

/** The label values behind `--only`: each names one label and the values of it that are still eligible. */
export function readEligible(texts: readonly string[]): Record<string, string[]> {
  const eligible: Record<string, string[]> = {};
  for (const text of texts) {
    const [, label, values] = /^([^=\s]+)=(\S.*)$/.exec(text) ?? [];
    if (label === undefined || values === undefined) {
      throw new CallError(
        `'${printable(text, longest)}' names nobody: write a label with the values that stay, such as tier=gold,silver.`,
      );
    }
    eligible[label] = values.split(',').map((value) => value.trim());
  }
  if (texts.length === 0) throw new CallError('Say with --only who is still eligible, such as tier=gold,silver.');
  return eligible;
}

export interface ScopeOptions {
  readonly wave: string | undefined;
  readonly cell: string | undefined;
  readonly ramp: boolean;
}
export const scopeOptions = { wave: 'value', cell: 'value', ramp: 'flag' } as const;

/** What a ramp command speaks of; undefined where it was not said. */
export function readScope({ wave, cell, ramp }: ScopeOptions): RampScope | undefined {
  if (Number(wave !== undefined) + Number(cell !== undefined) + Number(ramp) > 1) {
    throw new CallError('Give one of --wave, --cell and --ramp.');
  }
  if (ramp) return { launch: true };
  if (wave !== undefined) return { wave };
  return cell === undefined ? undefined : { cell: readCell(cell) };
}

export function requireScope(options: ScopeOptions): RampScope {
  const scope = readScope(options);
  if (scope === undefined) throw new CallError('Say of what: --wave cards, --cell market=US,method=card, or --ramp.');
  return scope;
}

/** `US card`, `the wave cards`, `the whole ramp`. */
export function scopeWords(scope: RampScope): string {
  if ('launch' in scope) return 'the whole ramp';
  return 'wave' in scope ? `the wave ${scope.wave}` : cellWords(scope.cell);
}

/** `LCC-4 of US card`, or the rule alone where it speaks of the launch. */
export function ruleWords(rule: string, cell: Labels): string {
  return Object.keys(cell).length === 0 ? rule : `${rule} of ${printable(cellWords(cell), longest)}`;
}

/** `5%` as 0.05. */
export function readShare(option: string, text: string): number {
  const share = parsePercent(text);
  if (share !== undefined && share >= 0 && share <= 1) return share;
  throw new CallError(`${option} is a percentage from 0% to 100%, such as 5%.`);
}

/** An instant in words, to be placed when the plan is known. */
export function readInstant(option: string, text: string): (plan: Plan) => number {
  const instant = parseInstant(text);
  if (instant === undefined) {
    throw new CallError(`${option} is an instant: against T-0 as T+2h or T-20m, or ISO 8601 with a zone.`);
  }
  return (plan) => instantAt(instant, plan.launch.t0);
}

/** The reason that a command cannot do without. */
export function requireReason(reason: string | undefined): string {
  if (reason === undefined || reason.trim() === '') throw new CallError('Say why with --reason "...".');
  return reason;
}

export function readRow(what: string, text: string | undefined): number {
  const row = Number(text);
  if (text !== undefined && /^\d+$/.test(text) && Number.isSafeInteger(row) && row > 0) return row;
  throw new CallError(`Name ${what} by its row in the ledger: a number.`);
}

/** `role: text` in two; `option` is what it was given with. */
export function readRolePart(option: string, text: string): { readonly role: string; readonly says: string } {
  const [, role, says] = /^([A-Za-z0-9_][A-Za-z0-9_.-]*):(.+)$/s.exec(text) ?? [];
  if (role !== undefined && says !== undefined && says.trim() !== '') return { role, says: says.trim() };
  throw new CallError(`${option} is a role of the plan, a colon and a text, such as "sre:watches the vault".`);
}
