import { differenceWords } from '../../shared/model/comparePlans.ts';
import { percentWords } from '../../shared/judge/words.ts';
import { cellWords } from '../../shared/judge/selector.ts';
import { formatDuration } from '../../shared/base/duration.ts';
import type { LedgerRow } from '../../shared/model/ledgerRow.ts';
import type { RampScope } from '../../shared/model/room/rampFacts.ts';
import type { FactBody, FactKind } from '../../shared/model/room/roomFact.ts';
import { isFactKind, readFact } from './readFact.ts';
import type { ReviewNames } from './reviewNames.ts';

type Words = { readonly [Kind in FactKind]: (body: FactBody<Kind>, names: ReviewNames) => string };

/** What each row of the ledger says, as a sentence whose subject is whoever wrote it. A missing kind does not compile. */
const words: Words = {
  'role.taken': ({ role }, names) => `Took the role ${names.role(role)}.`,
  'role.handed_over': ({ role, to, note }, names) => `Handed the role ${names.role(role)} over to ${to}: ${note}`,
  'role.left': ({ role, note }, names) => `Left the role ${names.role(role)}${tail(note)}`,

  'trigger.acknowledged': ({ trigger, cell, note }, names) =>
    `Acknowledged ${names.trigger(trigger, cell)}${tail(note)}`,
  'trigger.shelved': ({ trigger, cell, untilAt, reason }, names) =>
    `Shelved ${names.trigger(trigger, cell)} until ${names.times.instant(untilAt)}: ${reason}`,
  'trigger.unshelved': ({ trigger, cell, reason }, names) =>
    `Took ${names.trigger(trigger, cell)} off the shelf: ${reason}`,
  'trigger.reset': ({ trigger, cell, reason }, names) =>
    `Said that ${names.trigger(trigger, cell)} has had its answer: ${reason}`,
  'arm.set': ({ trigger, arm, reason }, names) => `Set the arm of ${names.trigger(trigger)} to ${arm}: ${reason}`,
  'countdown.begun': ({ trigger, cell, endsAt }, names) =>
    `Began the countdown of ${names.trigger(trigger, cell)}: without a veto, the rollback is ordered at ${names.times.time(endsAt)}.`,
  'countdown.vetoed': ({ trigger, cell, reason }, names) =>
    `Vetoed the rollback by ${names.trigger(trigger, cell)}: ${reason}`,
  'countdown.stopped': ({ trigger, cell, reason }, names) =>
    `Stopped the countdown of ${names.trigger(trigger, cell)}: ${reason}`,
  'escalation.raised': ({ trigger, cell, to }, names) =>
    `Escalated ${names.trigger(trigger, cell)} to ${names.roles(to)}: nobody had acknowledged it in time.`,

  'waiver.proposed': ({ criterion, cell, reason, untilAt }, names) =>
    `Proposed to waive ${names.criterion(criterion, cell)} until ${names.times.instant(untilAt)}: ${reason}`,
  'waiver.granted': ({ proposal, note }, names) => `Granted ${names.waiverOfRow(proposal)}${tail(note)}`,
  'waiver.refused': ({ proposal, reason }, names) => `Refused ${names.waiverOfRow(proposal)}: ${reason}`,
  'waiver.ended': ({ proposal, reason }, names) => `Ended ${names.waiverOfRow(proposal)}: ${reason}`,
  'evidence.attached': ({ evidence, file, reading }, names) =>
    `Attached ${file.name} to ${names.evidence(evidence)}. It reads as ${reading.verdict}: ${reading.says}`,
  'evidence.accepted': ({ attachment, note }, names) => `Accepted ${names.evidenceOfRow(attachment)}${tail(note)}`,
  'evidence.rejected': ({ attachment, reason }, names) => `Rejected ${names.evidenceOfRow(attachment)}: ${reason}`,

  'poll.opened': ({ poll, closesAt }, names) =>
    `Opened poll ${names.poll(poll)}. It closes at ${names.times.instant(closesAt)}.`,
  'vote.cast': ({ poll, vote, option, condition, reason }, names) =>
    `Voted ${vote}${option === undefined ? '' : ` on ${option}`} in ${names.pollOfRow(poll)}` +
    `${condition === undefined ? '' : `, if ${condition}`}${tail(reason)}`,
  'poll.closed': ({ poll, result, text }, names) => `Closed ${names.pollOfRow(poll)} with ${result}: ${text}`,
  'decision.recorded': ({ question, choice, rationale }) => `Decided: ${question} ${choice}. ${rationale}`,

  'order.placed': ({ order, does, cells, eligible, reason, because, override, actuator }, names) =>
    `Ordered ${orderWords[does]} (${order}): ${cells.map(cellStep).join('; ')}${eligibleWords(eligible)}` +
    `${because === undefined ? '' : `, because of ${names.trigger(because.trigger, because.cell)}`}` +
    `${override === undefined ? '' : `, allowed against its criteria by row ${override}`}` +
    `, to be done ${actuator === 'webhook' ? 'by webhook' : 'by hand'}${tail(reason)}`,
  'order.attempted': ({ order, attempt, outcome, text }) => `Attempt ${attempt} of order ${order}: ${outcome}. ${text}`,
  'order.confirmed': ({ order, how, note }) =>
    how === 'person'
      ? `Confirmed order ${order}${tail(note)}`
      : `Saw in telemetry that order ${order} is done${tail(note)}`,
  'order.stabilized': ({ order }) => `Saw that order ${order} is done and stable.`,
  'order.fell_overdue': ({ order }) => `Order ${order} is overdue: nothing shows that it was done.`,
  'order.failed': ({ order, text }) => `Order ${order} failed: ${text}`,
  'order.cancelled': ({ order, reason }) => `Cancelled order ${order}: ${reason}`,
  'override.proposed': ({ scope, to, reason, blockedBy }) =>
    `Proposed to take ${scopeWords(scope)} to ${percentWords(to)} against its criteria: ${reason}` +
    `${blockedBy.length === 0 ? '' : ` In the way: ${blockedBy.join('; ')}`}`,
  'override.refused': ({ proposal, reason }) => `Refused the override of row ${proposal}: ${reason}`,
  'ramp.held': ({ scope, reason, because }, names) =>
    `Held the ramp of ${scopeWords(scope)}${because === undefined ? '' : `, because of ${names.trigger(because)}`}: ${reason}`,
  'ramp.resumed': ({ hold, reason }) => `Resumed the ramp that row ${hold} had held${tail(reason)}`,

  'clock.held': ({ hold, reason }) => `Held the clock${hold === undefined ? '' : ` at ${hold}`}: ${reason}`,
  'clock.resumed': ({ hold, reason }) =>
    `Resumed the clock${hold === undefined ? '' : ` after ${hold}`}${tail(reason)}`,
  'clock.recycled': ({ toMs, reason }) => `Set the clock to ${tWords(toMs)}: ${reason}`,
  'clock.scrubbed': ({ reason }) => `Scrubbed the launch for today: ${reason}`,
  'launch.begun': () => 'Began the launch.',

  'step.finished': ({ step, note, override }, names) =>
    `Finished step ${names.step(step)}${override === undefined ? '' : `, although its check was not met (${override})`}${tail(note)}`,
  'step.skipped': ({ step, reason }, names) => `Skipped step ${names.step(step)}: ${reason}`,
  'step.reopened': ({ step, reason }, names) => `Reopened step ${names.step(step)}: ${reason}`,
  'milestone.reached': ({ milestone, note }, names) => `Reached milestone ${names.milestone(milestone)}${tail(note)}`,
  'milestone.moved': ({ milestone, toAt, reason }, names) =>
    `Moved milestone ${names.milestone(milestone)} to ${names.times.instant(toAt)}: ${reason}`,

  'note.written': ({ text, aboutAt, corrects }, names) =>
    `${corrects === undefined ? 'Noted' : `Corrected the note of row ${corrects}`}` +
    `${aboutAt === undefined ? '' : ` about ${names.times.instant(aboutAt)}`}: ${text}`,
  'update.written': ({ update, text, to }) => `${to === 'copy' ? 'Copied' : 'Sent'} status update ${update}: ${text}`,
  'update.attempted': ({ update, attempt, outcome, text }) =>
    `Attempt ${attempt} to send status update ${update}: ${outcome}. ${text}`,
  'update.failed': ({ update, text }) => `Status update ${update} could not be sent: ${text}`,
  'source.retired': ({ source, reason }) => `Gave up the source ${source}: ${reason}`,
  'link.opened': ({ link, address }) => `The link ${link} to ${address} is open`,
  'link.broken': ({ link, text }) => `The link ${link} broke: ${text}`,
  'link.lost': ({ link, count, of, text }) => `Lost ${count} ${of} on the link ${link}: ${text}`,
  'link.cut': ({ link, reason }) => `Cut the link ${link}: ${reason}`,
  'link.joined': ({ link, reason }) => `Joined the link ${link} again: ${reason}`,
  'desk.joined': ({ desk }) => `The desk ${desk} joined the launch.`,
  'desk.left': ({ desk }) => `The desk ${desk} left the launch.`,
  'desk.keeps': ({ desk, reason }) => `The desk ${desk} does what the room does by itself: ${reason}`,
  'desk.returned': ({ desk, fromMs, toMs, text }, names) =>
    `The desk ${desk} is back; it was cut off from ${names.times.time(fromMs)} to ${names.times.time(toMs)}: ${text}`,
  'desk.proposed': ({ desk, by, does, args, atMs }, names) =>
    `At the desk ${desk}, which was cut off, ${by.name} wanted ${does} at ${names.times.time(atMs)}: ${args.replace(/[{}"]/g, '')}`,
  'mark.set': ({ fromAt, toAt, trigger, cell, note }, names) =>
    `Marked an incident from ${names.times.instant(fromAt)} to ${names.times.instant(toAt)}, in which ${names.trigger(trigger, cell)} should have fired: ${note}`,
  'mark.withdrawn': ({ mark, reason }) => `Withdrew the mark of row ${mark}: ${reason}`,
  'plan.changed': ({ digest, reason, differences, proposal }) =>
    `Changed the plan (${digest})${proposal === undefined ? '' : `, as row ${proposal} proposed`}: ${differenceWords(differences)}. ${reason}`,
  'plan.proposed': ({ digest, set, reason, evidence }) =>
    `Proposed to change the plan (${digest}) with ${set.join(', ')}: ${reason}` +
    `${evidence.length === 0 ? '' : ` It rests on ${evidence.map(({ name }) => name).join(', ')}.`}`,
  'plan.refused': ({ proposal, reason }) => `Refused the change of the plan that row ${proposal} proposed: ${reason}`,
  'inject.released': ({ from, to, says }, names) => `Told ${names.roles(to)}, as from ${from}: ${says}`,
  'inject.skipped': ({ inject }) => `Left out what was to be told (${inject}).`,
  'rehearsal.ended': ({ reason }) => `Ended the rehearsal${tail(reason)}`,
  'plan.adopted': ({ id, digest }) => `Adopted the plan ${id} (${digest}).`,
};

/** One sentence for any row. What this version does not know is shown by its kind and as it stands. */
export function rowWords(row: LedgerRow, names: ReviewNames): string {
  if (isFactKind(row.kind)) {
    const body = readFact(row, row.kind);
    const say = words[row.kind] as (body: unknown, names: ReviewNames) => string;
    if (body !== undefined) return say(body, names);
  }
  if (row.kind === 'session.sealed') return 'Signed where the chunks, the transitions and the plan stand.';
  if (row.kind === 'recording.ended') return 'Read the recording to its end.';
  return `${row.kind}: ${JSON.stringify(row.body)}`;
}

const orderWords = { advance: 'an advance', rollback: 'a rollback', narrow: 'a narrowing' };

function tail(text: string | undefined): string {
  return text === undefined ? '.' : `: ${text}`;
}

function cellStep({ cell, from, to, eligible }: FactBody<'order.placed'>['cells'][number]): string {
  return `${cellWords(cell)} from ${percentWords(from)} to ${percentWords(to)}${eligibleWords(eligible)}`;
}

function eligibleWords(eligible: FactBody<'order.placed'>['eligible']): string {
  if (eligible === undefined) return '';
  const parts = Object.entries(eligible).map(([label, values]) => `${label} ${values.join(' or ')}`);
  return `, only for ${parts.join(' and ')}`;
}

export function scopeWords(scope: RampScope): string {
  if ('launch' in scope) return 'the launch';
  return 'wave' in scope ? `wave ${scope.wave}` : cellWords(scope.cell);
}

function tWords(ms: number): string {
  return ms === 0 ? 'T-0' : `T${ms < 0 ? '-' : '+'}${formatDuration(Math.abs(ms))}`;
}
