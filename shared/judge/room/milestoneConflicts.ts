import { formatDuration } from '../../base/duration.ts';
import { listWords } from '../lint/finding.ts';
import { numberWords } from '../words.ts';
import type { Span } from './criticalPath.ts';
import { momentWords } from './momentWords.ts';

/** What does not fit, in sentences: order, the launch itself, and capacities with what could be cut. */
export function milestoneConflicts(
  spans: readonly Span[],
  capacity: Readonly<Record<string, number>>,
  slack: ReadonlyMap<string, number>,
  t0Ms: number,
): string[] {
  const byId = new Map(spans.map((span) => [span.id, span]));
  const found: string[] = [];
  for (const span of spans) {
    for (const need of span.needs) {
      const before = byId.get(need);
      if (before === undefined || before.toMs <= span.fromMs) continue;
      found.push(
        `${span.id} begins ${formatDuration(before.toMs - span.fromMs)} before ${need} ends, which it needs; begin ${span.id} later, or ${need} earlier.`,
      );
    }
    if (span.toMs > t0Ms) {
      found.push(`${span.id} ends ${formatDuration(span.toMs - t0Ms)} after T-0; begin it earlier, or cut it.`);
    }
  }
  for (const [name, most] of Object.entries(capacity)) found.push(...overCapacity(name, most, spans, slack, t0Ms));
  return found;
}

/** Each crowd at its fullest: it is told at the beginning of the last to join. */
function overCapacity(
  name: string,
  most: number,
  spans: readonly Span[],
  slack: ReadonlyMap<string, number>,
  t0Ms: number,
): string[] {
  const users = spans.filter(({ uses }) => uses === name).sort((one, other) => one.fromMs - other.fromMs);
  const found: string[] = [];
  for (const [place, span] of users.entries()) {
    const together = users.filter((other, at) => at <= place && span.fromMs < other.toMs);
    if (together.length <= most) continue;
    const after = users[place + 1];
    const soonestEnd = Math.min(...together.map(({ toMs }) => toMs));
    if (after !== undefined && after.fromMs < soonestEnd) continue;
    const slackOf = ({ id }: Span): number => slack.get(id) ?? 0;
    const [loosest] = [...together].sort((one, other) => slackOf(other) - slackOf(one));
    const spare = loosest === undefined ? 0 : slackOf(loosest);
    const cut = loosest === undefined ? 'one' : loosest.id;
    const how = spare > 0 ? `move or cut ${cut}, which has ${formatDuration(spare)} to spare` : `cut ${cut}`;
    const stretch = `${momentWords(span.fromMs, t0Ms)} to ${momentWords(soonestEnd, t0Ms)}`;
    found.push(
      `${listWords(together.map(({ id }) => id))} need ${together.length} of ${name} at once from ${stretch}, and there are ${numberWords(most)}; ${how}.`,
    );
  }
  return found;
}
