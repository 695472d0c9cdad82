import { nearestWord } from '../../base/nearestWord.ts';
import type { PlanPath } from '../../model/problem.ts';
import type { Finding } from './finding.ts';

/** Collects what is said of ids that name nothing. */
export class ReferenceBook {
  readonly findings: Finding[] = [];

  /** Says so unless `word` is among `known`; `what` names what it should be, e.g. `role`. An absent word is no reference. */
  seek(
    known: Iterable<string>,
    what: string,
    word: string | undefined,
    path: PlanPath,
    level: Finding['level'] = 'error',
  ): void {
    const ids = [...known];
    if (word === undefined || ids.includes(word)) return;
    this.findings.push({ level, code: 'unknown_reference', path, text: `found '${word}'; ${remedy(word, ids, what)}` });
  }

  seekEach(
    known: Iterable<string>,
    what: string,
    words: readonly string[],
    path: PlanPath,
    level: Finding['level'] = 'error',
  ): void {
    for (const [index, word] of words.entries()) this.seek(known, what, word, [...path, index], level);
  }
}

function remedy(word: string, known: readonly string[], what: string): string {
  const nearest = nearestWord(word, known);
  if (nearest !== undefined) return `no ${what} has this id, write ${nearest}.`;
  if (known.length === 1) return `no ${what} has this id, write ${known[0]}.`;
  if (known.length === 0) return `the plan has no ${what}.`;
  return `no ${what} has this id, write one of ${known.slice(0, 8).join(', ')}${known.length > 8 ? ', …' : ''}.`;
}
