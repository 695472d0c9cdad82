import type { Plan } from '../../shared/model/plan.ts';
import type { LeafCondition } from '../../shared/model/planConditions.ts';
import { type Cell, cellWords, isSameCell, isWholeLaunch } from '../present/cells.ts';
import { armLevel, criterionMark, type Mark } from '../present/levels.ts';
import { leavesOf } from '../present/limits.ts';
import { sayWord } from '../present/say.ts';
import type { Judged } from '../present/wire.ts';
import type { WhySubject } from '../state/whys.svelte.ts';

/** A rule that looks at what is asked about, and how it stands. */
export interface RelatedRule {
  readonly subject: WhySubject;
  readonly id: string;
  readonly name: string;
  readonly mark: Mark;
  readonly word: string;
  readonly isQuiet: boolean;
}

/** Rules that look at an indicator in a cell, by themselves or through an objective. */
export function rulesOnIndicator(judged: Judged, plan: Plan, indicator: string, cell: Cell): RelatedRule[] {
  const isOn = (leaf: LeafCondition): boolean => indicatorOf(leaf, plan) === indicator;
  return related(judged, plan, (id, at) => isSameCell(at, cell) && looksAt(plan, id, isOn));
}

export function rulesOnSlo(judged: Judged, plan: Plan, slo: string, cell: Cell): RelatedRule[] {
  const isOn = (leaf: LeafCondition): boolean => 'slo' in leaf && leaf.slo === slo;
  return related(judged, plan, (id, at) => isSameCell(at, cell) && looksAt(plan, id, isOn));
}

export function rulesOn(judged: Judged, plan: Plan, isOn: (leaf: LeafCondition) => boolean): RelatedRule[] {
  return related(judged, plan, (id) => looksAt(plan, id, isOn));
}

/** Criteria that ask for a piece of evidence. */
export function rulesOnEvidence(judged: Judged, plan: Plan, evidence: string): RelatedRule[] {
  const isOn = (leaf: LeafCondition): boolean => leaf.kind === 'evidence' && leaf.evidence.includes(evidence);
  return related(
    judged,
    plan,
    (id) => plan.criteria[id]?.evidence?.includes(evidence) === true || looksAt(plan, id, isOn),
  );
}

/** Rules of one cell of the ramp, and those of the whole launch that are on or that its wave waits for. */
export function rulesOfCell(judged: Judged, plan: Plan, cell: Cell, needs: readonly string[]): RelatedRule[] {
  const all = related(judged, plan, (id, at) => isSameCell(at, cell) || (isWholeLaunch(at) && needs.includes(id)));
  const launch = related(judged, plan, (id, at) => isWholeLaunch(at) && !needs.includes(id));
  return [...all, ...launch.filter(({ isQuiet }) => !isQuiet)].sort(byNoise);
}

function related(judged: Judged, plan: Plan, isWanted: (id: string, cell: Cell) => boolean): RelatedRule[] {
  const triggers = judged.triggers.flatMap(({ id, cell, state, frozen }): RelatedRule[] => {
    if (!isWanted(id, cell)) return [];
    const isQuiet = state === 'ok' && !frozen;
    const mark: Mark =
      state === 'firing' ? armLevel(plan.triggers[id]?.arm ?? 'advise') : frozen ? 'blind' : isQuiet ? 'norm' : 'advi';
    return [
      {
        subject: { kind: 'trigger', trigger: id, cell },
        id,
        name: [plan.triggers[id]?.name ?? '', cellWords(cell, plan)].filter((part) => part !== '').join(' · '),
        mark,
        word: sayWord('why.state', frozen && state !== 'firing' ? 'frozen' : state),
        isQuiet,
      },
    ];
  });
  const criteria = judged.criteria.flatMap(({ id, cell, state }): RelatedRule[] =>
    isWanted(id, cell)
      ? [
          {
            subject: { kind: 'criterion', criterion: id, cell },
            id,
            name: [plan.criteria[id]?.says ?? '', cellWords(cell, plan)].filter((part) => part !== '').join(' · '),
            mark: criterionMark(state),
            word: sayWord('criterion', state),
            isQuiet: state === 'pass',
          },
        ]
      : [],
  );
  return [...triggers, ...criteria].sort(byNoise);
}

const loudness: readonly Mark[] = ['crit', 'caut', 'advi', 'blind', 'todo', 'said', 'norm'];

function byNoise(one: RelatedRule, other: RelatedRule): number {
  return loudness.indexOf(one.mark) - loudness.indexOf(other.mark) || one.id.localeCompare(other.id);
}

function looksAt(plan: Plan, id: string, isOn: (leaf: LeafCondition) => boolean): boolean {
  const condition = plan.triggers[id]?.when ?? plan.criteria[id]?.holds;
  return condition !== undefined && leavesOf(condition).some(({ leaf }) => isOn(leaf));
}

function indicatorOf(leaf: LeafCondition, plan: Plan): string | undefined {
  if ('indicator' in leaf) return leaf.indicator;
  if ('slo' in leaf) return plan.slos[leaf.slo]?.indicator;
  if (leaf.kind === 'cusum') return leaf.cusum;
  return leaf.kind === 'forecast' ? plan.forecasts[leaf.forecast]?.remaining : undefined;
}
