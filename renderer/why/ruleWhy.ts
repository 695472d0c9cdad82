import { formatDuration } from '../../shared/base/duration.ts';
import type { Does } from '../../shared/model/planTriggers.ts';
import { type Cell, isSameCell } from '../present/cells.ts';
import { armLevel, criterionMark } from '../present/levels.ts';
import { writtenPercentWords } from '../present/numbers.ts';
import { say, sayWord } from '../present/say.ts';
import { ruleParts } from './ruleParts.ts';
import { nothing, oldestMs, ownerFact, timingFacts, titleOf, type WhyGround, type WhyReading } from './whyFacts.ts';

export function triggerWhy(ground: WhyGround, id: string, cell: Cell): WhyReading | undefined {
  const { plan, judged, people } = ground;
  const trigger = plan.triggers[id];
  const reading = judged.triggers.find((one) => one.id === id && isSameCell(one.cell, cell));
  if (trigger === undefined || reading === undefined) return undefined;
  const { state, frozen } = reading;
  const arm = people?.attention.arms.find((one) => one.trigger === id)?.arm ?? trigger.arm;
  const parts = ruleParts(ground, { kind: 'trigger', id, cell }, ground.pairs);
  return {
    ...nothing,
    kind: 'why.trigger',
    title: titleOf(trigger.name === undefined ? id : `${id} ${trigger.name}`, cell, ground),
    mark: state === 'firing' ? armLevel(arm) : frozen ? 'blind' : state === 'ok' ? 'norm' : 'advi',
    word: sayWord('why.state', frozen && state !== 'firing' ? 'frozen' : state),
    ageMs: oldestMs(ground, parts),
    why: reading.why,
    parts,
    facts: [
      { name: 'why.does', text: `${sayWord('arm', arm)}: ${doesWords(trigger.does)}` },
      ...timingFacts(trigger.for, trigger.minimum?.n),
      ...(trigger.clear?.for === undefined
        ? []
        : [{ name: 'why.clear' as const, text: formatDuration(trigger.clear.for) }]),
      ...(trigger.noData === undefined
        ? []
        : [
            {
              name: 'why.noData' as const,
              text: say(trigger.noData.do === 'fire' ? 'why.noDataFires' : 'why.noDataHolds', {
                after: formatDuration(trigger.noData.after),
              }),
            },
          ]),
      ...ownerFact(ground, trigger.owner),
    ],
    guidance: trigger.guidance?.text,
    chart: { kind: 'trigger', trigger: id, cell },
  };
}

export function criterionWhy(ground: WhyGround, id: string, cell: Cell): WhyReading | undefined {
  const { plan, judged } = ground;
  const criterion = plan.criteria[id];
  const reading = judged.criteria.find((one) => one.id === id && isSameCell(one.cell, cell));
  if (criterion === undefined || reading === undefined) return undefined;
  const parts = ruleParts(ground, { kind: 'criterion', id, cell }, ground.pairs);
  const waivers = criterion.waivable.map((role) => plan.roles[role]?.name ?? role);
  return {
    ...nothing,
    kind: 'why.criterion',
    title: titleOf(id, cell, ground),
    says: criterion.says,
    mark: criterionMark(reading.state),
    word: sayWord('criterion', reading.state),
    ageMs: oldestMs(ground, parts),
    why: reading.why,
    parts,
    facts: [
      { name: 'why.rank', text: say(criterion.required ? 'plan.required' : 'plan.advisory') },
      ...timingFacts(criterion.for, criterion.minimum?.n),
      { name: 'why.waivable', text: waivers.length === 0 ? say('why.nobody') : waivers.join(', ') },
      ...ownerFact(ground, criterion.owner),
    ],
    chart: criterion.holds === undefined ? undefined : { kind: 'criterion', criterion: id, cell },
  };
}

function doesWords(does: Does): string {
  if (does.kind === 'rollback')
    return say('plan.does.rollback', { target: does.rollback, to: writtenPercentWords(does.to) });
  return does.kind === 'hold' ? say('plan.does.hold', { target: does.hold }) : say('plan.does.review');
}
