import { formatDuration } from '../../base/duration.ts';
import { instantAt } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import type { Plan } from '../../model/plan.ts';
import type { Poll } from '../../model/planExperiments.ts';
import type { PlanPath } from '../../model/problem.ts';
import { error, note, warning } from './finding.ts';
import type { Finding } from './finding.ts';

/** Times that go backwards, and what people do on the day: holds, polls, runbook, calendar, updates. */
export function lintLaunch(plan: Plan): Finding[] {
  return [...lintTimes(plan), ...lintPolls(plan), ...lintDay(plan)];
}

/** The first must be before the second; absent ones are. */
function ordered(
  plan: Plan,
  [first, firstName]: readonly [Instant | undefined, string],
  [second, secondName]: readonly [Instant | undefined, string],
  path: PlanPath,
): Finding[] {
  if (first === undefined || second === undefined) return [];
  const gap = instantAt(second, plan.launch.t0) - instantAt(first, plan.launch.t0);
  if (gap > 0) return [];
  const how = gap === 0 ? 'at the same moment as' : `${formatDuration(-gap)} before`;
  return [error('backwards', path, `is ${how} ${firstName}; write ${secondName} after ${firstName}.`)];
}

function lintTimes(plan: Plan): Finding[] {
  const { window, ends, holds } = plan.launch;
  const findings = [
    ...ordered(plan, [window?.opens, 'opens'], [window?.closes, 'closes'], ['launch', 'window', 'closes']),
    ...ordered(plan, [window?.opens, 'the opening of the window'], [ends, 'ends'], ['launch', 'ends']),
  ];
  for (const [index, hold] of holds.entries()) {
    const path = ['launch', 'holds', index];
    if (hold.exit === undefined)
      findings.push(
        warning('no_exit', path, 'waits for nothing; write exit: { poll: ID }, { checklist: PHASE } or { time: 10m }.'),
      );
    if (instantAt(hold.at, plan.launch.t0) > plan.launch.t0) {
      findings.push(
        warning('after_t0', [...path, 'at'], 'is after T-0, where the clock holds no more; write an earlier instant.'),
      );
    }
  }
  return findings;
}

function lintPolls(plan: Plan): Finding[] {
  const findings: Finding[] = [];
  for (const [id, poll] of Object.entries(plan.polls)) {
    const path = ['polls', id];
    findings.push(...ordered(plan, [poll.opens, 'opens'], [poll.closes, 'closes'], [...path, 'closes']));
    for (const [index, voter] of poll.voters.entries()) {
      if (poll.voters.indexOf(voter) < index)
        findings.push(
          error('duplicate_id', [...path, 'voters', index], `found '${voter}' a second time; a role has one vote.`),
        );
    }
    findings.push(...lintOptions(plan, id, poll));
    if (poll.answerExpires === undefined || poll.opens === undefined) continue;
    const opensMs = instantAt(poll.opens, plan.launch.t0);
    const asks = instantAt(poll.closes, plan.launch.t0) - opensMs;
    if (asks > 0 && poll.answerExpires * 4 < asks) {
      findings.push(
        warning(
          'votes_expire',
          [...path, 'answerExpires'],
          `is ${formatDuration(poll.answerExpires)}, and the poll is open for ${formatDuration(asks)}: early votes go stale before it closes; write more, or open it later.`,
        ),
      );
    }
  }
  return findings;
}

/** An option under which the launch does not go on, by its name or its words. */
const NOT_NOW =
  /\b(?:hold|delay|delayed|wait|later|postpone|postponed|stop|cancel|abort|none|neither|no|not|after|next)\b/i;

function lintOptions(plan: Plan, id: string, { options }: Poll): Finding[] {
  if (options === undefined) return [];
  const path = ['polls', id, 'options'];
  const findings: Finding[] = [];
  const entries = Object.entries(options);
  if (entries.length < 2) findings.push(warning('one_option', path, 'leave nothing to choose; write at least two.'));
  else if (!entries.some(([option, { says }]) => NOT_NOW.test(`${option.replaceAll(/[_.:-]/g, ' ')} ${says}`))) {
    const text =
      'offer only ways to go on: nobody can name one that holds or delays the launch; write one, such as delay.';
    findings.push(note('no_way_back', path, text));
  }
  for (const [option] of entries) {
    const other = Object.entries(plan.polls).find(
      ([one, poll]) => one !== id && Object.hasOwn(poll.options ?? {}, option),
    );
    if (other === undefined) continue;
    const text = `stands in the poll ${other[0]} too: what is decided there opens or bars it here; give it another id.`;
    findings.push(warning('shared_option', [...path, option], text));
  }
  return findings;
}

function lintDay(plan: Plan): Finding[] {
  const findings: Finding[] = [];
  for (const [index, entry] of plan.calendar.entries()) {
    findings.push(...ordered(plan, [entry.from, 'from'], [entry.to, 'to'], ['calendar', index, 'to']));
  }
  for (const [phaseIndex, phase] of plan.runbook.entries()) {
    for (const [index, step] of phase.steps.entries()) {
      if (step.owner === undefined)
        findings.push(
          warning('no_owner', ['runbook', phaseIndex, 'steps', index], 'has no owner; name the role that does it.'),
        );
    }
  }
  if (plan.updates?.to === 'webhook' && plan.updates.url === undefined) {
    findings.push(warning('no_address', ['updates'], 'go to a webhook without an address; write url: env:STATUS_URL.'));
  }
  for (const [id, forecast] of Object.entries(plan.forecasts)) {
    const indicator = plan.indicators[forecast.remaining];
    if (indicator === undefined || indicator.kind === 'gauge') continue;
    findings.push(
      error('forecast_kind', ['forecasts', id, 'remaining'], `is a ${indicator.kind}; what remains is a gauge.`),
    );
  }
  return findings;
}
