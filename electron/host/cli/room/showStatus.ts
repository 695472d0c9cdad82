import { formatDuration } from '../../../../shared/base/duration.ts';
import { printable } from '../../../../shared/model/problem.ts';
import { type Paint, styleOf } from '../paint.ts';
import { showTClock, showUtc } from '../showTimes.ts';
import type { RoomLine } from './roomLine.ts';
import { ruleWords } from './roomWords.ts';
import { showAttention } from './showAttention.ts';
import { showPolls } from './showPolls.ts';
import { showRamp } from './showRamp.ts';
import { wrap } from './wrap.ts';

type Line = Pick<RoomLine, 'whole' | 'room' | 'plan'>;

const mostSteps = 4;

/** The room on one page of 80 columns. What has nothing to say is left out. */
export function* showStatus(line: Line, paint: Paint): Generator<string> {
  const { room, plan } = line;
  const t0Ms = plan.launch.t0;
  yield* showCall(line, paint);
  yield* section('Clock', showClock(line), paint);
  yield* section('Desks', showDesks(line), paint);
  yield* section('Polls', showPolls(room.polls, t0Ms, paint, 'now'), paint);
  yield* section('Triggers that ask for somebody', showAttention(room.attention, t0Ms, paint), paint);
  yield* section('Ramp', showRamp(room.ramp, t0Ms, paint), paint);
  yield* section('Waivers and evidence', showProposals(line), paint);
  yield* section('Runbook, next', showSteps(line), paint);
  yield* section('Roles', showRoles(line), paint);
  if (room.updates.isLate) yield* wrap('A status update is late: holdpoint update shows the draft.', 0);
}

function* section(title: string, lines: Iterable<string>, paint: Paint): Generator<string> {
  let isTitled = false;
  for (const text of lines) {
    if (!isTitled) yield `${paint('bold', title)}\n`;
    isTitled = true;
    yield text;
  }
}

function* showCall({ whole, plan, room }: Line, paint: Paint): Generator<string> {
  const { judged, state } = whole;
  yield `${printable(plan.launch.name ?? plan.launch.id, 80)}\n`;
  if (judged === null) {
    yield 'Nothing has been judged yet.\n';
  } else {
    const { call, at, reasons, scopes } = judged;
    yield* wrap(scopes.join(', '), 0, `${paint(styleOf(call), call)}  ${showUtc(at)}  `);
    for (const reason of reasons) yield* wrap(reason, 2);
  }
  if (!room.isStaffed) yield '  Nobody has taken a role: telemetry alone decides the call.\n';
  if (state.headTick !== state.tick) yield* wrap('The room shows the past: nobody can act until it shows now.', 0);
  if (state.trouble !== null) yield* wrap(state.trouble, 0, 'TROUBLE: ');
}

/** Only where several desks decide. */
function* showDesks({ whole, room: { desks } }: Line): Generator<string> {
  const { desk } = whole.state;
  if (desk === null) return;
  const since = showUtc(desk.sinceMs);
  if (desk.state === 'joining') yield `  ${desk.name} reads what the others have done\n`;
  else if (desk.state === 'cutOff') {
    yield* wrap(
      `it may propose and not decide; ${desk.waiting} wait to be told. ${desk.text}`,
      2,
      `${desk.name}: CUT OFF since ${since}: `,
    );
  } else if (desk.state === 'stopped') yield* wrap(desk.text, 2, `${desk.name}: STOPPED at ${since}: `);
  const here = desks.here.map((one) => (one.desk === desks.keeper ? `${one.desk} (keeps the room)` : one.desk));
  if (here.length > 0) yield* wrap(here.join(', '), 2, `this is ${desk.name}; in the launch: `);
  for (const { row, desk: from, by, does, atMs } of desks.proposals) {
    yield* wrap(`${by.name} wanted ${does} at ${showUtc(atMs)}, while it was cut off (row ${row})`, 2, `${from}: `);
  }
}

function* showClock({ room: { clock } }: Line): Generator<string> {
  const window =
    clock.windowLeftMs === null
      ? ''
      : clock.windowLeftMs > 0
        ? `  window ${clock.windowOpen ? 'open' : 'not open'}, closes in ${formatDuration(clock.windowLeftMs)}`
        : '  window closed';
  yield `  ${showTClock(clock.tMs, 0)}  L ${showTClock(clock.lMs, 0).slice(1)}${window}\n`;
  if (clock.scrubbed !== null) yield* wrap(clock.scrubbed, 2, 'scrubbed: ');
  else if (clock.begunAt !== null) yield `  launched at ${showUtc(clock.begunAt)}\n`;
  for (const { name, reason, exit, usedMs } of clock.holds) {
    yield* wrap(`${reason}; ${exit}`, 2, `HOLD ${printable(name, 60)}, ${formatDuration(usedMs)}: `);
  }
  // Before anybody has joined, holds pass by.
  if (clock.next !== null && clock.next.inMs >= 0) {
    yield* wrap(`next hold: ${clock.next.name}, in ${formatDuration(clock.next.inMs)}`, 2);
  }
  if (clock.makeIt !== null) yield* wrap(clock.makeIt.says, 2);
  for (const { says, on } of clock.calendar) yield* wrap(says, 2, on ? 'now: ' : 'soon: ');
  for (const collision of clock.collisions) yield* wrap(collision, 2);
}

function* showProposals({ room: { waivers, evidence }, plan }: Line): Generator<string> {
  const t0Ms = plan.launch.t0;
  for (const { row, criterion, cell, reason, proposedBy, untilAt } of waivers.pending) {
    const until = showTClock(untilAt, t0Ms);
    yield* wrap(
      `${reason} (${proposedBy.name})`,
      2,
      `row ${row} waits for approval: ${ruleWords(criterion, cell)} until ${until}: `,
    );
  }
  for (const { row, criterion, cell, reason, grantedBy, untilAt } of waivers.inForce) {
    const until = showTClock(untilAt, t0Ms);
    yield* wrap(
      `${reason} (${grantedBy.name})`,
      2,
      `row ${row}: ${ruleWords(criterion, cell)} is waived until ${until}: `,
    );
  }
  for (const { evidence: id, awaits } of evidence) {
    if (awaits !== null) yield* wrap(`${id} is attached and waits for somebody else`, 2, `row ${awaits}: `);
  }
}

function* showSteps({ room: { runbook } }: Line): Generator<string> {
  const steps = runbook.phases.flatMap(({ phase, steps: all }) => all.map((step) => ({ phase, ...step })));
  const ahead = steps.filter(({ state }) => state === 'open' || state === 'blocked' || state === 'redo');
  for (const { id, says, owner, state, lateMs, check, why } of ahead.slice(0, mostSteps)) {
    const late = lateMs === null || lateMs <= 0 ? '' : `, ${formatDuration(lateMs)} late`;
    const checked = check === null || check === 'met' || why === null ? '' : ` ${why}`;
    const word = state === 'open' ? '' : ` (${state})`;
    yield* wrap(`${says} - ${owner ?? 'nobody'}${late}${word}${checked}`, 2, `${printable(id, 40)}: `);
  }
  if (ahead.length > mostSteps) yield `  and ${ahead.length - mostSteps} more\n`;
}

function* showRoles({ room: { roles } }: Line): Generator<string> {
  const held = roles.filter(({ holder }) => holder !== null).map(({ role, holder }) => `${role}: ${holder}`);
  const free = roles.filter(({ holder }) => holder === null).map(({ role }) => role);
  if (held.length > 0) yield* wrap(held.join(', '), 2);
  if (free.length > 0) yield* wrap(free.join(', '), 2, 'held by nobody: ');
}
