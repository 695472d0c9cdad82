import { formatDuration } from '../../shared/base/duration.ts';
import { instantAt } from '../../shared/base/instant.ts';
import type { Mark } from '../present/levels.ts';
import { say, sayWord } from '../present/say.ts';
import { dateWords, utcMinuteWords } from '../present/times.ts';
import { rulesOnEvidence } from './relatedRules.ts';
import { nothing, ownerFact, type WhyGround, type WhyReading } from './whyFacts.ts';

const marks: Readonly<Record<string, Mark>> = { pass: 'norm', fail: 'crit', unknown: 'blind' };

/** A piece of evidence: what the plan asks for, what is there, and which criteria wait for it. */
export function evidenceWhy(ground: WhyGround, id: string): WhyReading | undefined {
  const { plan, judged, people } = ground;
  const item = plan.evidence[id];
  const reading = people?.evidence.find(({ evidence }) => evidence === id);
  if (item === undefined || reading === undefined) return undefined;
  const { state, why, expiresAt, attachment } = reading;
  const dateAt = (atMs: number): string => `${dateWords(atMs)} ${utcMinuteWords(atMs)}`;
  return {
    ...nothing,
    kind: 'why.evidence',
    title: item.says ?? id,
    says: item.service === undefined ? undefined : say('why.service', { service: item.service }),
    mark: marks[state],
    word: sayWord('posture', state),
    why: why ?? undefined,
    attachment: attachment ?? undefined,
    facts: [
      { name: 'why.evidenceKind', text: item.kind },
      ...(item.due === undefined
        ? []
        : [{ name: 'why.due' as const, text: dateAt(instantAt(item.due, plan.launch.t0)) }]),
      ...(item.expires === undefined ? [] : [{ name: 'why.lasts' as const, text: formatDuration(item.expires) }]),
      ...(expiresAt === null ? [] : [{ name: 'why.expires' as const, text: dateAt(expiresAt) }]),
      ...ownerFact(ground, item.owner),
    ],
    related: rulesOnEvidence(judged, plan, id),
  };
}
