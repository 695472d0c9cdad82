import { dissentWords } from '../../shared/model/room/dissentWords.ts';
import { cellWords } from '../../shared/judge/selector.ts';
import { numberWords } from '../../shared/judge/words.ts';
import { markdownText as md } from './markdownText.ts';
import { aspects } from './optionAspects.ts';
import type { Decision, Loss, Person, ReviewData } from './reviewData.ts';
import { errorWords, latencyWords } from './reviewLatencies.ts';
import { t0Words } from './reviewT0.ts';
import { complicationTable, roleTable, scoreSentences } from './reviewScore.ts';
import type { ReviewTimes } from './reviewTimes.ts';
import { countsWords, lossWords, modeWords, spanWords } from './reviewSentences.ts';

/** The review as Markdown: for tickets, wikis and pull requests. The whole timeline is in the CSV. */
export function markdownReview(data: ReviewData, times: ReviewTimes): string {
  const parts = [
    heading(data, times),
    section('How it went', scorePart(data, times)),
    section(
      'Decisions',
      data.decisions.map((decision) => decisionPart(decision, times)),
    ),
    section('Call over time', [
      table(
        ['From', 'T', 'Call', 'Why'],
        data.calls.map(({ fromAt, call, why }) => [times.instant(fromAt), times.clock(fromAt), call, why]),
      ),
    ]),
    section('Criteria at the end', [
      table(
        ['State', 'Criterion', 'Says', 'Owner', 'Why'],
        data.criteria
          .filter(({ cell, state }) => isWhole(cell) || state !== 'pass')
          .map(({ id, cell, says, owner, state, why }) => [state, named(id, cell), says, owner ?? '', why]),
      ),
    ]),
    section('Triggers that fired', [
      table(
        ['From', 'To', 'Trigger', 'Cell', 'Failed meanwhile', 'Why'],
        data.firings.map((one) => [
          times.instant(one.fromAt),
          one.toAt === null ? 'still on at the end' : times.instant(one.toAt),
          `${one.trigger} ${one.name}`,
          cellWords(one.cell),
          one.loss === null ? '' : lossOf(one.loss),
          one.why,
        ]),
      ),
    ]),
    section('Latencies', latencyPart(data, times)),
    section('Waivers', [
      table(
        ['Row', 'Criterion', 'State', 'Until', 'Proposed by', 'Answered by', 'Reason'],
        data.waivers.map((one) => [
          String(one.row),
          named(one.criterion, one.cell),
          one.state,
          times.instant(one.untilAt),
          by(one.by),
          one.answeredBy === null ? '' : by(one.answeredBy),
          one.reason,
        ]),
      ),
    ]),
    section('Orders', [
      table(
        ['Row', 'At', 'State', 'Attempts', 'What'],
        data.orders.map((one) => [
          String(one.row),
          times.instant(one.at),
          one.state,
          one.attempts.map(({ outcome, text }) => `${outcome}: ${text}`).join('; '),
          one.text,
        ]),
      ),
    ]),
    section('Evidence', [
      table(
        ['Row', 'Evidence', 'File', 'SHA-256', 'Reads as', 'State', 'Attached by'],
        data.evidence.map((one) => [
          String(one.row),
          `${one.evidence} ${one.says}`,
          one.file.name,
          one.file.sha256,
          `${one.verdict}: ${one.reading}`,
          one.state,
          by(one.by),
        ]),
      ),
    ]),
    section('Notes', [
      table(
        ['Row', 'At', 'By', 'Note'],
        data.notes.map((one) => [
          String(one.row),
          times.instant(one.aboutAt ?? one.at),
          by(one.by),
          `${one.text}${one.correctedBy === null ? '' : ` (corrected by row ${one.correctedBy})`}`,
        ]),
      ),
    ]),
    section('Status updates', [
      table(
        ['At', 'By', 'Delivery', 'Text'],
        data.updates.map((one) => [times.instant(one.at), by(one.by), one.delivery, one.text]),
      ),
    ]),
    section('What was lost on the way', [countsWords(data), ...data.gaps.map((gap) => `- ${md(gapText(gap, times))}`)]),
    section(
      'Proof',
      data.proof.says.map((sentence) => `- ${md(sentence)}`),
    ),
  ];
  const mark = data.watermark === null ? '' : `**${data.watermark}**: this was practice, not the launch.\n\n`;
  return parts
    .filter((part) => part !== '')
    .map((part) => `${mark}${part}`)
    .join('\n');
}

function scorePart({ score, roleNames }: ReviewData, times: ReviewTimes): string[] {
  if (score === null) return [];
  const nameOf = (role: string): string => roleNames[role] ?? role;
  const { head, rows } = complicationTable(score, times, nameOf);
  const roles = roleTable(score, nameOf);
  const says = scoreSentences(score).map((text) => `- ${md(text)}\n`);
  return [says.join(''), table(head, rows), table(roles.head, roles.rows)];
}

function heading(data: ReviewData, times: ReviewTimes): string {
  const { launch, end, money } = data;
  const lines = [
    `# ${md(launch.name)}: review`,
    '',
    `${modeWords(data)}${launch.org === null ? '' : `, ${md(launch.org)}`}. T-0: ${times.instant(launch.t0At)} ${md(times.zone)}. ${md(t0Words(data, times))} ${md(spanWords(data, times))}`,
    '',
    ...(end === null
      ? ['No second was judged.']
      : [
          `**${md(end.call)}** at the end, for ${md(end.scopes.join(', '))}.`,
          '',
          ...end.reasons.map((text) => `- ${md(text)}`),
        ]),
    ...money.map((loss) => `- ${md(lossWords(loss))}`),
    '',
    `Plan ${md(launch.id)}, ${md(data.plan.digest)}.`,
  ];
  return `${lines.join('\n')}\n`;
}

function latencyPart({ latencies }: ReviewData, times: ReviewTimes): string[] {
  const { fromAt, rows } = latencies;
  if (fromAt === null || rows.length === 0) return [];
  return [
    `From ${times.instant(fromAt)} (${times.clock(fromAt)}) on. ${errorWords(rows.every(({ isExact }) => isExact))}`,
    '',
    ...rows.map((row) => `- ${md(row.says)} (${md(row.ids.join(', '))}): ${md(latencyWords(row))}.`),
  ];
}

function decisionPart(one: Decision, times: ReviewTimes): string {
  const said = aspects.filter(({ what }) => one.options.some((option) => option[what] !== null));
  const lines = [
    `### ${md(one.question)}`,
    '',
    `**${md(one.choice)}**, by ${md(by(one.by))} at ${times.instant(one.at)} (${times.clock(one.at)}), row ${one.row}.`,
    '',
    `Rationale: ${md(one.rationale)}`,
    '',
    ...one.conditions.map((text) => `- If: ${md(text)}`),
    ...(one.dissent ?? []).map(({ role, says }) => `- Dissent, ${md(role)}: ${md(says)}`),
    ...(one.dissent?.length ? [] : [`- Strong objections? ${dissentWords(one.dissent)}`]),
    ...one.follows.map(
      ({ owner, says, dueAt }) =>
        `- Follows, ${md(owner)}${dueAt === null ? '' : ` by ${times.instant(dueAt)}`}: ${md(says)}`,
    ),
    `- Taken on the room of ${times.instant(one.room.tickAt)}: ${md([`${one.room.call}.`, ...one.room.reasons].join(' '))}`,
    ...one.room.firing.map((text) => `- Firing then: ${md(text)}`),
    ...(one.after === null ? [] : [`- Half an hour later the call was ${md(one.after.call)}.`]),
    '',
    table(
      ['Option', 'Says', ...said.map(({ name }) => name)],
      one.options.map((option) => [option.id, option.says, ...said.map(({ what }) => option[what] ?? '')]),
    ),
    table(
      ['Voter', 'Vote', 'Counted', 'Why'],
      one.votes.map((vote) => [
        vote.name === null ? vote.voter : `${vote.voter}, ${vote.name}`,
        [vote.vote ?? 'none', vote.option, vote.condition === null ? null : `if ${vote.condition}`]
          .filter((part) => part !== null)
          .join(' '),
        vote.vote === null ? '' : vote.isFresh ? 'yes' : 'no',
        vote.stale ?? vote.reason ?? '',
      ]),
    ),
    table(
      ['Criterion', 'State'],
      one.criteria.map(({ id, cell, says, state }) => [`${named(id, cell)} ${says}`, state]),
    ),
  ];
  return lines.filter((line, index) => line !== '' || lines[index - 1] !== '').join('\n');
}

function section(title: string, parts: readonly string[]): string {
  const said = parts.filter((part) => part !== '');
  return said.length === 0 ? '' : `## ${title}\n\n${said.join('\n')}\n`;
}

/** Nothing where there are no rows. */
function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map((row) => line(row.map(md)))].join('\n') + '\n';
}

function by({ roleName, name }: Person): string {
  return roleName === name ? name : `${roleName}, ${name}`;
}

function named(id: string, cell: Readonly<Record<string, string>>): string {
  return isWhole(cell) ? id : `${id} ${cellWords(cell)}`;
}

function isWhole(cell: Readonly<Record<string, string>>): boolean {
  return Object.keys(cell).length === 0;
}

function lossOf({ failed, worth }: Loss): string {
  return `${numberWords(failed)}${worth === null ? '' : `, ${numberWords(worth.amount)} ${worth.currency}`}`;
}

function gapText(gap: ReviewData['gaps'][number], times: ReviewTimes): string {
  return `${gap.source} ${gap.epoch}, samples ${gap.fromSeq} to ${gap.toSeq - 1}: seen at ${times.instant(gap.openedAt)}.`;
}
