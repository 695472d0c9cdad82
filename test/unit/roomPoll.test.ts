import { describe, expect, test } from 'vitest';
import { dissentWords } from '../../shared/model/room/dissentWords.ts';
import { commandSchemas } from '../../shared/model/room/roomFact.ts';
import { pollReading } from '../../shared/model/room/pollReading.ts';
import { decide, fine, low, open, pollPlan as plan, pollRoom as room, t0S, vote } from '../help/pollRoom.ts';
import { RoomDesk } from '../help/roomDesk.ts';

describe('rounds', () => {
  test('the room opens a poll at its instant, once, and closes it at its deadline', () => {
    const { desk, polls } = room(-1202);
    expect(polls.current()).toBeUndefined();
    desk.run(1, fine);
    expect(polls.current()).toBeUndefined();
    desk.run(1, fine);
    expect(desk.rows.at(-1)).toMatchObject({ kind: 'poll.opened', body: { poll: 'final' }, actor: { role: 'system' } });
    expect(polls.current()).toMatchObject({ poll: 'final', result: 'open' });
    desk.run(899, fine);
    expect(polls.resultOf('final')).toBe('open');
    desk.run(1, fine);
    const closed = desk.rows.filter(({ kind }) => kind === 'poll.closed');
    expect(closed).toMatchObject([{ body: { result: 'hold' } }]);
    expect(closed[0]?.body).toHaveProperty(
      'text',
      'final was closed at T-5m and is no go: sre has not voted; counsel has not voted.',
    );
    expect(polls.current()).toMatchObject({ poll: 'final', result: 'hold' });
    desk.run(60, fine);
    expect(desk.rows.filter(({ kind }) => kind === 'poll.opened')).toHaveLength(2);
  });

  test('no poll opens by itself after a scrub', () => {
    const { desk, commander } = room(-1300);
    desk.do(commander, { kind: 'clock.scrub', args: { reason: 'Storm.' } });
    desk.run(300, fine);
    expect(desk.rows.some(({ kind }) => kind === 'poll.opened')).toBe(false);
  });

  test('a poll whose deadline had passed before anybody was here is left to people', () => {
    const { desk, polls, commander } = room(-3600);
    expect(polls.resultOf('early')).toBeUndefined();
    desk.do(commander, open('early'));
    expect(polls.read().polls.find(({ poll }) => poll === 'early')).toMatchObject({ state: 'open', isCurrent: true });
  });

  test('a poll is opened by who has the call, not twice, and a later round inherits nothing', () => {
    const { desk, polls, commander, sre, counsel } = room(-1200);
    expect(desk.refusal(sre, open('final')).code).toBe('not_allowed');
    expect(desk.refusal(commander, open('final')).code).toBe('already_done');
    expect(desk.refusal(commander, open('nothing')).code).toBe('not_found');
    desk.do(sre, vote('final'));
    desk.do(counsel, vote('final'));
    expect(polls.resultOf('final')).toBe('go');
    desk.do(commander, { kind: 'poll.close', args: { poll: 'final' } });
    expect(polls.resultOf('final')).toBe('go');
    expect(desk.refusal(sre, vote('final')).code).toBe('poll_closed');
    expect(desk.refusal(commander, open('final', desk.room.nowMs)).code).toBe('bad_request');
    const closesAt = desk.room.nowMs + 900_000;
    expect(desk.do(commander, open('final'))[0]?.body).toEqual({ poll: 'final', closesAt });
    expect(polls.current()).toMatchObject({ poll: 'final', result: 'open' });
  });

  test('the current poll is the earliest opened one without a decision', () => {
    const { desk, polls, commander, sre, counsel } = room(-1200);
    desk.run(601, fine);
    expect(polls.current()?.poll).toBe('final');
    desk.do(sre, vote('final'));
    desk.do(counsel, vote('final'));
    desk.do(commander, decide({ poll: 'final' }));
    expect(polls.current()?.poll).toBe('scope');
    expect(polls.resultOf('final')).toBe('go');
    desk.run(1200, low);
    expect(polls.resultOf('final')).toBe('go');
    expect(polls.read().polls[0]?.votes.map(({ isFresh }) => isFresh)).toEqual([true, true]);
  });
});

describe('votes', () => {
  test('are cast by voters, while the poll is open, and say what they must', () => {
    const { desk, sre, growth } = room(-1201);
    expect(desk.refusal(sre, vote('final')).code).toBe('poll_closed');
    desk.run(1, fine);
    expect(desk.refusal(growth, vote('final')).code).toBe('not_allowed');
    expect(desk.refusal(sre, vote('nothing')).code).toBe('not_found');
    expect(desk.refusal(sre, vote('final', { vote: 'no-go' })).text).toBe('A no-go needs its reason; write why.');
    expect(desk.refusal(sre, vote('final', { vote: 'go-if' })).code).toBe('bad_request');
    expect(desk.refusal(sre, vote('final', { option: 'phased' })).code).toBe('bad_request');
    const [row] = desk.do(sre, vote('final'));
    expect(row?.body).toMatchObject({ tick: desk.tick, saw: [{ criterion: 'C', cell: {}, state: 'pass' }] });
    expect(desk.refusal(sre, vote('final')).code).toBe('already_done');
    desk.run(1, fine);
    desk.do(sre, vote('final'));
  });

  test('nothing is voted on before the first second', () => {
    const desk = new RoomDesk(plan);
    const sre = desk.take('sre');
    expect(desk.refusal(sre, vote('final')).code).toBe('not_started');
  });

  test('are stale once they outlive their time', () => {
    const { desk, polls, sre, counsel } = room(-1200);
    desk.do(sre, vote('final'));
    desk.run(600, fine);
    desk.do(counsel, vote('final'));
    expect(polls.resultOf('final')).toBe('go');
    desk.run(1, fine);
    expect(polls.current()).toMatchObject({
      result: 'open',
      text: 'final is open until T-5m: the vote of sre is stale, as it is older than 10m.',
    });
  });

  test('are stale for good once a criterion under them was worse, and cast anew they count again', () => {
    const { desk, polls, sre, counsel } = room(-1200);
    desk.do(sre, vote('final'));
    desk.do(counsel, vote('final'));
    desk.run(1, low);
    desk.run(1, fine);
    expect(polls.resultOf('final')).toBe('open');
    expect(polls.read().polls[0]?.votes[0]).toMatchObject({
      vote: 'go',
      isFresh: false,
      stale: 'C went from pass to fail after it was cast',
    });
    desk.do(sre, vote('final'));
    desk.do(counsel, vote('final'));
    expect(polls.resultOf('final')).toBe('go');
  });

  test('what was bad already when they were cast does not make them stale', () => {
    const { desk, polls, sre } = room(-1200);
    desk.run(1, low);
    desk.do(sre, vote('final'));
    desk.run(5, low);
    desk.run(5, fine);
    expect(polls.read().polls[0]?.votes[0]?.isFresh).toBe(true);
    desk.run(1, low);
    expect(polls.read().polls[0]?.votes[0]?.isFresh).toBe(true);
  });

  test('a waiver that is taken back makes the votes on it stale at once', () => {
    const { desk, polls, commander, sre, counsel } = room(-1200);
    desk.run(1, low);
    const untilAt = desk.room.nowMs + 3_600_000;
    const [proposal] = desk.do(sre, {
      kind: 'waiver.propose',
      args: { criterion: 'C', cell: {}, reason: 'Known', untilAt },
    });
    desk.do(commander, { kind: 'waiver.grant', args: { proposal: proposal?.seq ?? 0 } });
    desk.do(sre, vote('final'));
    desk.do(counsel, vote('final'));
    expect(polls.resultOf('final')).toBe('go');
    desk.do(commander, { kind: 'waiver.end', args: { proposal: proposal?.seq ?? 0, reason: 'No longer' } });
    expect(polls.resultOf('final')).toBe('open');
  });
});

describe('the call', () => {
  test('follows the current poll', () => {
    const { desk, sre, counsel } = room(-1201);
    expect(desk.judge.callWord).toBe('GO');
    desk.run(1, fine);
    expect(desk.judge.callWord).toBe('HOLD');
    desk.do(sre, vote('final'));
    desk.do(counsel, vote('final', { vote: 'no-go', reason: 'Not signed' }));
    expect(desk.judge.callWord).toBe('NO-GO');
    desk.do(counsel, vote('final'));
    expect(desk.judge.callWord).toBe('GO');
  });
});

describe('decisions', () => {
  test('freeze what they were taken on', () => {
    const { desk, commander, sre, counsel } = room(-1200);
    desk.do(sre, vote('final'));
    desk.do(counsel, vote('final'));
    const snapshot = desk.rows.length;
    const [row] = desk.do(commander, decide({ poll: 'final', dissent: [{ role: 'growth', says: 'Too slow' }] }));
    expect(row?.body).toMatchObject({ question: 'Go?', tick: desk.tick, snapshot, call: 'GO', choice: 'go' });
    expect(desk.refusal(commander, decide({ poll: 'final' })).code).toBe('already_done');
    expect(desk.room.polls.read().decisions).toMatchObject([{ row: row?.seq, isWhole: true, name: 'commander' }]);
  });

  test('tell objections that nobody asked for from those that nobody had', () => {
    const { desk, commander } = room(-3600);
    const asked = (dissent: unknown) => {
      const args = { question: `Of ${JSON.stringify(dissent)}?`, choice: 'Yes', rationale: 'So', dissent };
      return commandSchemas['decision.record'].parse(args);
    };
    const own = [{ role: 'growth', says: 'Too slow' }];
    for (const dissent of [undefined, null, [], own]) {
      desk.do(commander, { kind: 'decision.record', args: asked(dissent) });
    }
    const bodies = desk.rows.flatMap((row) => (row.kind === 'decision.recorded' ? [row.body.dissent] : []));
    expect(bodies).toEqual([null, null, [], own]);
    expect(bodies.map(dissentWords)).toEqual(['not asked', 'not asked', 'asked: none', 'growth: Too slow']);
    desk.room.polls.load(JSON.parse(JSON.stringify(desk.room.polls.save())));
    expect(desk.room.polls.read().decisions.map(({ body }) => body.dissent)).toEqual(bodies.toReversed());
    // In a snapshot that is full what was weighed is left out, and never that somebody objected.
    for (const letter of 'abcdef') {
      const args = { ...asked(letter < 'c' ? [] : own), question: letter, rationale: letter.repeat(2000) };
      desk.do(commander, { kind: 'decision.record', args });
    }
    const shown = desk.room.polls.read().decisions;
    expect(shown.map(({ isWhole }) => isWhole)).toContain(false);
    expect(shown.map(({ body }) => body.dissent)).toEqual([own, own, own, own, [], [], ...bodies.toReversed()]);
  });

  test.each<[string, Parameters<typeof vote>[1], Parameters<typeof vote>[1], object, string, typeof fine]>([
    ['a veto', {}, { vote: 'no-go', reason: 'No' }, {}, 'not_allowed', fine],
    ['a missing condition', { vote: 'go-if', condition: 'JP waits' }, {}, {}, 'bad_request', fine],
    ['a hold', { vote: 'hold' }, {}, {}, 'bad_request', fine],
    ['an option', {}, {}, { choice: 'phased' }, 'bad_request', fine],
    ['a stranger who dissents', {}, {}, { dissent: [{ role: 'pilot', says: 'No' }] }, 'not_found', fine],
    ['a failing criterion', {}, {}, {}, 'criterion_not_met', low],
  ])('choose no go against %s', (_, ofSre, ofCounsel, args, code, data) => {
    const { desk, commander, sre, counsel } = room(-1200);
    desk.run(1, data);
    desk.do(sre, vote('final', ofSre));
    desk.do(counsel, vote('final', ofCounsel));
    expect(desk.refusal(commander, decide({ poll: 'final', ...args })).code).toBe(code);
    desk.do(commander, decide({ poll: 'final', choice: 'hold' }));
    expect(desk.room.polls.resultOf('final')).toBe('hold');
  });

  test('need every vote for a go, may answer a condition and may override a no-go without a veto', () => {
    const { desk, commander, sre, counsel } = room(-1200);
    expect(desk.refusal(commander, decide({ poll: 'final' })).text).toBe(
      'sre has not voted; ask for it while the poll is open, or open the poll anew.',
    );
    desk.do(sre, vote('final', { vote: 'no-go', reason: 'Tired' }));
    desk.do(counsel, vote('final', { vote: 'go-if', condition: 'JP waits' }));
    expect(desk.refusal(commander, decide({ poll: 'final' })).text).toContain('JP waits');
    expect(desk.refusal(sre, decide({ poll: 'final' })).code).toBe('not_allowed');
    desk.do(commander, decide({ poll: 'final', conditions: ['JP waits for the next wave.'] }));
    expect(desk.room.polls.resultOf('final')).toBe('go');
    expect(desk.judge.callWord).toBe('GO');
  });

  test('without a poll they are free, and need their question', () => {
    const { desk, commander } = room(-3600);
    expect(desk.refusal(commander, decide({})).code).toBe('bad_request');
    desk.do(commander, decide({ question: 'Step up?', choice: 'For new tokens' }));
    expect(desk.refusal(commander, decide({ question: 'Step up?', choice: 'For new tokens' })).code).toBe(
      'already_done',
    );
    expect(desk.refusal(commander, decide({ poll: 'final' })).code).toBe('not_found');
  });
});

test('what the book reads is what its schema says, in less than 4 KB', () => {
  const { desk, commander, sre, counsel, polls } = room(-600);
  desk.do(sre, vote('scope', { option: 'phased' }));
  desk.do(counsel, vote('scope', { vote: 'no-go', reason: 'No', option: 'parity' }));
  desk.do(commander, decide({ question: 'More?', follows: [{ owner: 'sre', says: 'Look' }] }));
  const reading = polls.read();
  expect(pollReading.parse(JSON.parse(JSON.stringify(reading)))).toEqual(reading);
  expect(JSON.stringify(reading).length).toBeLessThan(4096);
});

test('where the plan gives the call to nobody, whoever holds a role has it', () => {
  const desk = new RoomDesk({ ...plan, roles: { sre: { may: [], veto: false } } }, t0S - 1202);
  desk.run(1, fine);
  const sre = desk.take('sre');
  desk.do(sre, open('early'));
  const bare = new RoomDesk({ ...plan, roles: {} }, t0S - 1202);
  bare.run(1, fine);
  expect(bare.refusal(sre, open('early')).text).toBe(
    'The plan has no roles, so nobody may open a poll; add roles to the plan.',
  );
});
