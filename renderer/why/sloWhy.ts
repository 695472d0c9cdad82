import { formatDuration } from '../../shared/base/duration.ts';
import { isSameCell, isWholeLaunch } from '../present/cells.ts';
import { type Pair, pairWords } from '../present/conditionWords.ts';
import { alertMark } from '../present/levels.ts';
import { burnWords, percentWords } from '../present/numbers.ts';
import { say, sayWord } from '../present/say.ts';
import type { WhySubject } from '../state/whys.svelte.ts';
import { budgetFormula, burnFormula } from './formulas.ts';
import { rulesOnSlo } from './relatedRules.ts';
import { pairRests, type RulePart } from './ruleParts.ts';
import { nothing, oldestMs, ownerFact, titleOf, type WhyGround, type WhyReading } from './whyFacts.ts';

export function sloWhy(ground: WhyGround, asked: WhySubject & { kind: 'slo' }): WhyReading | undefined {
  const { plan, judged, pairs } = ground;
  const slo = plan.slos[asked.slo];
  if (slo === undefined) return undefined;
  const reading = (judged.slos[asked.slo] ?? []).find(({ cell }) => isSameCell(cell, asked.cell));
  const alert = reading?.alerts.find(({ id }) => id === asked.pair);
  const told = pairs.filter(({ id }) => asked.pair === undefined || id === asked.pair);
  const pairParts = told.map((pair) => pairPart(ground, asked, pair));
  const budget =
    asked.pair === undefined && isWholeLaunch(asked.cell)
      ? [{ asks: say('rule.budgetLeft'), formulas: [budgetFormula(ground, asked.slo)], rests: [] }]
      : [];
  return {
    ...nothing,
    kind: 'why.slo',
    title: titleOf(asked.pair === undefined ? asked.slo : `${asked.slo} ${asked.pair}`, asked.cell, ground),
    says: slo.says,
    mark: alert === undefined ? undefined : alertMark(alert.state),
    word: alert === undefined ? '' : sayWord('alert', alert.state),
    value:
      alert === undefined
        ? reading?.left === undefined
          ? undefined
          : percentWords(reading.left)
        : alert.long === null
          ? undefined
          : burnWords(alert.long),
    limit: alert === undefined ? undefined : say('why.most', { limit: burnWords(alert.factor) }),
    ageMs: oldestMs(ground, pairParts),
    parts: [...budget, ...pairParts],
    facts: [
      { name: 'why.objective', text: percentWords(slo.objective, 2) },
      { name: 'why.period', text: formatDuration(slo.period) },
      ...ownerFact(ground, slo.owner),
    ],
    related: rulesOnSlo(judged, plan, asked.slo, asked.cell),
    chart: { kind: 'slo', slo: asked.slo, cell: asked.cell },
  };
}

function pairPart(ground: WhyGround, { slo, cell }: WhySubject & { kind: 'slo' }, pair: Pair): RulePart {
  const rests = pairRests(ground.plan.slos[slo]?.indicator ?? '', cell, pair);
  return { asks: pairWords(slo, pair), formulas: rests.map((rest) => burnFormula(ground, slo, rest)), rests };
}
