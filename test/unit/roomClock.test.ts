import { describe, expect, test } from 'vitest';
import { collisions } from '../../shared/judge/calendarCollisions.ts';
import { lintPlan } from '../../shared/judge/lint/lintPlan.ts';
import type { RoomCommand } from '../../shared/model/room/roomFact.ts';
import { clockReading } from '../../shared/model/room/clockReading.ts';
import { planOf, RoomDesk } from '../help/roomDesk.ts';

const plan = planOf(`
format: holdpoint/plan@1
launch:
  id: clocks
  t0: 2026-03-30T14:00:00Z
  window: { opens: T-0, closes: T+2m }
  ends: T+10m
  holds:
    - { at: T-20s, name: Short, exit: { time: 5s } }
    - { at: T-40s, name: List, exit: { checklist: Count } }
    - { at: T-10s, name: Last look }
    - { at: T-15s, name: Poll, exit: { poll: final } }
roles: { lead: { may: [call] }, sre: {} }
indicators: { level: { kind: gauge, gauge: { metric: level } } }
criteria: { C: { says: High, holds: { indicator: level, window: 5m, over: 1 }, required: false } }
ramp:
  stages: [0%, 100%]
  waves: [ { id: first, cells: {}, starts: T-0, needs: [C] }, { id: second, cells: {}, starts: T+3m } ]
calendar:
  - { id: vault, kind: maintenance, from: T+1m, to: T+4m, says: Vault, touches: [level] }
  - { id: sale, kind: peak, from: T+3h, to: T+4h, says: Sale }
polls: { final: { question: Go?, voters: [lead], closes: T+1h } }
runbook: [ { phase: Count, steps: [ { id: a, says: A, owner: sre } ] } ]
`);
const t0 = plan.launch.t0 / 1000;
const resume: RoomCommand = { kind: 'clock.resume', args: {} };
const hold: RoomCommand = { kind: 'clock.hold', args: { reason: 'Wait' } };
const launch: RoomCommand = { kind: 'clock.launch', args: {} };
const recycle = (toMs: number): RoomCommand => ({ kind: 'clock.recycle', args: { toMs, reason: 'Again' } });
const scrub: RoomCommand = { kind: 'clock.scrub', args: { reason: 'Storm' } };

/** The first judged second is `from` s against T-0. */
function room(from: number) {
  const desk = new RoomDesk(plan, t0 + from);
  desk.run(1);
  const lead = desk.take('lead', 'A');
  const sre = desk.take('sre', 'B');
  const tS = (): number => desk.room.clock.tMs / 1000;
  return { desk, lead, sre, tS };
}

describe('built-in holds', () => {
  test('stand at their marks and leave when their exits are met', () => {
    const { desk, lead, sre, tS } = room(-45);
    desk.run(9);
    expect(tS()).toBe(-40);
    expect(desk.room.clock.holds()).toEqual(['Built-in hold List, until every step of Count is done or skipped.']);
    desk.do(sre, { kind: 'step.finish', args: { step: 'a' } });
    expect(desk.room.clock.holds()).toEqual([]);
    desk.run(20);
    expect(tS()).toBe(-20);
    desk.run(4);
    expect(tS()).toBe(-20);
    desk.run(6);
    expect(tS()).toBe(-15);
    expect(clockReading.parse(desk.room.clock.read())).toMatchObject({
      tMs: -15000,
      lMs: -6000,
      holdUsedMs: 9000,
      holds: [{ name: 'Poll', builtIn: true, exit: 'until poll final is go' }],
      next: { name: 'Last look', inMs: 5000 },
    });
    expect(desk.refusal(lead, resume).code).toBe('bad_request');
    desk.do(lead, { kind: 'clock.resume', args: { reason: 'All are here' } });
    desk.run(5);
    expect(tS()).toBe(-10);
    desk.run(5);
    desk.do(lead, resume);
    expect(desk.refusal(lead, launch).code).toBe('not_yet');
    desk.run(10);
    expect(tS()).toBe(0);
    desk.do(lead, launch);
    expect(desk.room.clock.read()).toMatchObject({ begunAt: desk.room.nowMs, makeIt: null, windowOpen: true });
    expect(desk.refusal(lead, launch).code).toBe('already_done');
    expect(desk.refusal(lead, recycle(-60_000)).code).toBe('bad_request');
  });

  test('that lie before the first second are not entered; one at that second is', () => {
    expect(room(-39).desk.room.clock.holds()).toEqual([]);
    expect(room(-40).desk.room.clock.holds()).toHaveLength(1);
    expect(room(-39).desk.room.clock.read().next).toEqual({ name: 'Short', inMs: 19000 });
  });

  test('leave when their poll is go', () => {
    const { desk, lead, tS } = room(-16);
    desk.do(lead, { kind: 'poll.open', args: { poll: 'final' } });
    desk.run(5);
    expect(tS()).toBe(-15);
    desk.do(lead, { kind: 'vote.cast', args: { poll: 'final', vote: 'go' } });
    expect(desk.room.polls.resultOf('final')).toBe('go');
    expect(desk.rows.at(-1)?.kind).toBe('clock.resumed');
    desk.run(2);
    expect(tS()).toBe(-13);
  });

  test('are entered again after a recycle to their mark or before it', () => {
    const { desk, lead, sre, tS } = room(-41);
    desk.run(1);
    desk.do(sre, { kind: 'step.finish', args: { step: 'a' } });
    desk.run(22);
    expect(tS()).toBe(-20);
    desk.run(5);
    expect(desk.refusal(lead, recycle(-10_000)).code).toBe('bad_request');
    desk.do(lead, recycle(-25_000));
    desk.run(3);
    expect(tS()).toBe(-25);
    desk.do(lead, resume);
    desk.run(8);
    expect(tS()).toBe(-20);
    const entered = desk.rows.filter(({ kind, body }) => kind === 'clock.held' && 'hold' in body);
    expect(entered.map(({ body }) => ('hold' in body ? body.hold : ''))).toEqual(['List', 'Short', 'Short']);
  });
});

test.each([
  ['before its poll', -15_000],
  ['before its poll would open by the plan', -60_000],
])('after a recycle to %s a hold waits for a new answer', (_, toMs) => {
  const { desk, lead, sre, tS } = room(-41);
  desk.run(1);
  desk.do(sre, { kind: 'step.finish', args: { step: 'a' } });
  desk.do(lead, { kind: 'poll.open', args: { poll: 'final' } });
  desk.run(20);
  desk.run(6);
  desk.do(lead, { kind: 'vote.cast', args: { poll: 'final', vote: 'go' } });
  const decision = { choice: 'go', rationale: 'So', options: [], conditions: [], dissent: [], follows: [] };
  desk.do(lead, { kind: 'decision.record', args: { poll: 'final', ...decision } });
  desk.run(9);
  expect(tS()).toBe(-10);
  desk.do(lead, recycle(toMs));
  expect(desk.room.polls.resultOf('final')).toBeUndefined();
  expect(desk.room.polls.current()).toBeUndefined();
  desk.do(lead, resume);
  desk.run(80);
  expect(tS()).toBe(-15);
  expect(desk.room.clock.holds()).toEqual(['Built-in hold Poll, until poll final is go.']);
  desk.do(lead, { kind: 'poll.open', args: { poll: 'final' } });
  expect(desk.room.polls.resultOf('final')).toBe('open');
  expect(desk.room.clock.holds()).toHaveLength(1);
  desk.do(lead, { kind: 'vote.cast', args: { poll: 'final', vote: 'go' } });
  expect(desk.room.clock.holds()).toEqual([]);
});

test('a recycle leaves the answer of a poll that was over by then and that no hold ahead waits for', () => {
  const past = `polls: { final: { question: Go?, voters: [lead], opens: T-1h, closes: T-41s }`;
  const sooner = planOf(`
format: holdpoint/plan@1
launch: { id: past, t0: 2026-03-30T14:00:00Z }
roles: { lead: { may: [call] } }
${past}, soon: { question: Go?, voters: [lead], opens: T-35s, closes: T+1h } }
`);
  const desk = new RoomDesk(sooner, t0 - 50);
  desk.run(1);
  const lead = desk.take('lead', 'A');
  desk.do(lead, { kind: 'vote.cast', args: { poll: 'final', vote: 'go' } });
  desk.run(30);
  desk.do(lead, { kind: 'vote.cast', args: { poll: 'soon', vote: 'go' } });
  expect([desk.room.polls.resultOf('final'), desk.room.polls.resultOf('soon')]).toEqual(['go', 'go']);
  desk.do(lead, recycle(-40_000));
  // The room asks again at once, as the time of the poll is not over.
  expect([desk.room.polls.resultOf('final'), desk.room.polls.resultOf('soon')]).toEqual(['go', 'open']);
});

test('a hold of a person stands until it is resumed', () => {
  const { desk, lead, tS } = room(-30);
  desk.do(lead, hold);
  expect(desk.refusal(lead, hold).code).toBe('already_done');
  desk.run(7);
  expect(tS()).toBe(-30);
  expect(desk.judge.callWord).toBe('HOLD');
  expect(desk.room.clock.holds()).toEqual(['A holds the clock: Wait']);
  desk.do(lead, resume);
  expect(desk.refusal(lead, resume).code).toBe('already_done');
  desk.run(2);
  expect(tS()).toBe(-28);
  expect(desk.room.clock.read()).toMatchObject({ lMs: -21000, holdUsedMs: 7000 });
});

test('the call is needed, and a second that was judged', () => {
  const { desk, sre } = room(-30);
  for (const command of [hold, resume, recycle(-60_000), scrub, launch]) {
    expect(desk.refusal(sre, command).code).toBe('not_allowed');
  }
  const early = new RoomDesk(plan);
  expect(early.refusal(early.take('lead'), hold).code).toBe('not_started');
});

test('after a scrub nothing moves', () => {
  const { desk, lead, tS } = room(-30);
  desk.do(lead, scrub);
  desk.run(60);
  expect(tS()).toBe(-30);
  expect(desk.room.clock.holds()).toEqual(['Scrubbed: Storm']);
  expect(desk.judge.callWord).toBe('HOLD');
  for (const command of [hold, resume, recycle(-60_000), launch]) {
    expect(desk.refusal(lead, command).code).toBe('read_only');
  }
  expect(desk.refusal(lead, scrub)).toEqual({
    code: 'already_done',
    text: 'The launch was scrubbed (Storm); start another session.',
  });
  expect(desk.room.clock.read()).toMatchObject({
    over: true,
    scrubbed: 'Storm',
    makeIt: null,
    next: null,
    holdUsedMs: 0,
  });
});

test('lift-off waits for the window and for the end of holds', () => {
  const { desk, lead } = room(1);
  desk.do(lead, hold);
  expect(desk.refusal(lead, launch).text).toBe('A hold is on. A holds the clock: Wait Resume the clock first.');
  desk.do(lead, resume);
  desk.run(119);
  expect(desk.refusal(lead, launch).text).toBe('The window closed at T+2m; scrub the launch.');
  expect(desk.room.clock.read()).toMatchObject({ windowOpen: false, windowLeftMs: 0 });
  expect(desk.room.clock.read().makeIt?.says).toBe('No: the window has closed.');
  desk.run(481);
  expect(desk.room.clock.isOver).toBe(true);
  expect(desk.refusal(lead, launch).code).toBe('read_only');
});

test('can we still make it: window left minus work left', () => {
  const { desk, lead } = room(-30);
  // 150 s of window; 30 s of countdown, 5 s of a hold of a fixed length.
  expect(desk.room.clock.read().makeIt).toEqual({
    leftMs: 150_000,
    workMs: 35_000,
    marginMs: 115_000,
    says: 'Yes: 2m30s of the window are left, and 35s of work; 1m55s to spare. Not counted: 2 holds that wait for people.',
  });
  desk.do(lead, hold);
  desk.run(116);
  expect(desk.room.clock.read().makeIt).toMatchObject({
    marginMs: -1000,
    says: expect.stringMatching(/^No: .* 1s too much\.$/) as string,
  });
});

test('lint notes a collision that a wave`s criteria feel, and warns of a wave that starts inside one', () => {
  const found = lintPlan(plan).filter(({ code }) => code.endsWith('_calendar'));
  expect(found.map(({ level, path }) => [level, path[2]])).toEqual([
    ['note', 0],
    ['warning', 1],
  ]);
});

test('the calendar says what runs, and what waves collide with', () => {
  expect(collisions(plan).map(({ says }) => says)).toEqual([
    'Wave first meets maintenance vault from T+1m to T+3m; its criteria rest on level.',
    'Wave second meets maintenance vault from T+3m to T+4m.',
  ]);
  const { desk } = room(-30);
  expect(desk.room.clock.read().calendar).toMatchObject([{ id: 'vault', on: false, touches: ['level'] }]);
  desk.run(211);
  expect(desk.room.clock.read().calendar).toMatchObject([{ id: 'vault', on: true }]);
  expect(desk.room.clock.read().collisions).toEqual(['Wave second meets maintenance vault from T+3m to T+4m.']);
});
