import { describe, expect, test } from 'vitest';
import { decide, fine, low, noParity, open, pollRoom as room, vote } from '../help/pollRoom.ts';

describe('options', () => {
  test('are barred by their own criteria and vetoes; the rest goes on', () => {
    const { desk, polls, commander, sre, counsel, growth } = room(-600);
    expect(desk.refusal(sre, vote('scope')).code).toBe('bad_request');
    expect(desk.refusal(sre, vote('scope', { option: 'delay' })).code).toBe('bad_request');
    desk.do(counsel, vote('scope', { vote: 'no-go', option: 'parity', reason: 'Retention' }));
    expect([polls.isOptionOpen('parity'), polls.isOptionOpen('phased'), polls.isOptionOpen('else')]).toEqual([
      false,
      true,
      true,
    ]);
    desk.do(commander, { kind: 'poll.close', args: { poll: 'final' } });
    desk.do(commander, decide({ poll: 'final', choice: 'hold' }));
    expect(polls.current()?.poll).toBe('scope');
    expect(desk.refusal(commander, decide({ poll: 'scope', choice: 'parity' })).code).toBe('not_allowed');
    desk.do(counsel, vote('scope', { option: 'phased' }));
    expect(polls.isOptionOpen('parity')).toBe(true);
    desk.run(1, noParity);
    expect(polls.isOptionOpen('parity')).toBe(false);
    expect(desk.judge.call.reasons.filter(({ rule }) => rule === 'P')).toEqual([]);
    expect(desk.refusal(commander, decide({ poll: 'scope', choice: 'parity' })).code).toBe('criterion_not_met');
    desk.do(sre, vote('scope', { option: 'phased' }));
    desk.do(growth, vote('scope', { vote: 'go-if', option: 'phased', condition: 'DE follows' }));
    expect(polls.resultOf('scope')).toBe('go');
    expect(desk.refusal(commander, decide({ poll: 'scope', choice: 'phased' })).code).toBe('bad_request');
    const [row] = desk.do(commander, decide({ poll: 'scope', choice: 'phased', conditions: ['DE at T+3h'] }));
    expect(row?.body).toMatchObject({ options: [{ id: 'phased' }, { id: 'parity' }] });
    desk.run(1, fine);
    expect([polls.isOptionOpen('parity'), polls.isOptionOpen('phased')]).toEqual([false, true]);
  });

  test('are chosen only with the votes and criteria that a go needs', () => {
    const { desk, commander, sre, counsel, growth } = room(-600);
    const refusal = (choice: string) => desk.refusal(commander, decide({ poll: 'scope', choice }));
    expect(refusal('phased').text).toBe('sre has not voted; ask for it while the poll is open, or open the poll anew.');
    desk.do(sre, vote('scope', { option: 'phased' }));
    desk.do(counsel, vote('scope', { option: 'phased' }));
    desk.do(growth, vote('scope', { option: 'parity' }));
    expect(refusal('phased').text).toBe(
      'growth says go to parity, and nothing of phased; ask for another vote of theirs, or record their objection as dissent.',
    );
    desk.do(growth, vote('scope', { vote: 'hold', option: 'phased' }));
    expect(refusal('phased').text).toContain('growth says hold');
    desk.do(growth, vote('scope', { vote: 'no-go', option: 'phased', reason: 'Too few' }));
    desk.run(1, low);
    for (const voter of [sre, counsel]) desk.do(voter, vote('scope', { option: 'phased' }));
    desk.do(growth, vote('scope', { vote: 'no-go', option: 'phased', reason: 'Too few' }));
    expect(refusal('phased')).toMatchObject({
      code: 'criterion_not_met',
      text: 'There is no phased while C fails; wait, or have C waived.',
    });
    desk.run(1, noParity);
    // A plain no-go is overridden here as it is in a poll without options.
    desk.do(commander, decide({ poll: 'scope', choice: 'phased' }));
    expect(desk.room.polls.resultOf('scope')).toBe('go');
  });

  test('a criterion of an option must pass for it, and not only not fail', () => {
    const { desk, commander, sre, counsel, growth } = room(-600);
    desk.run(700, { gauges: fine.gauges.slice(0, 1) });
    desk.do(commander, open('scope'));
    for (const voter of [sre, counsel, growth]) desk.do(voter, vote('scope', { option: 'parity' }));
    expect(desk.refusal(commander, decide({ poll: 'scope', choice: 'parity' })).code).toBe('criterion_unknown');
  });

  test('a vote for one option outlives bad news about another', () => {
    const { desk, polls, sre, growth } = room(-600);
    desk.do(sre, vote('scope', { option: 'phased' }));
    desk.do(growth, vote('scope', { option: 'parity' }));
    expect(polls.read().polls[1]?.text).toContain('sre says go to phased, growth says go to parity');
    desk.run(1, noParity);
    const { votes } = polls.read().polls[1] ?? { votes: [] };
    expect(votes.map(({ role, isFresh }) => [role, isFresh])).toEqual([
      ['sre', true],
      ['counsel', false],
      ['growth', false],
    ]);
  });

  test('are chosen against whoever wants another one, when the decision tells of it', () => {
    const { desk, commander, sre, counsel, growth, polls } = room(-600);
    for (const voter of [sre, counsel]) desk.do(voter, vote('scope', { option: 'phased' }));
    desk.do(growth, vote('scope', { option: 'parity' }));
    const dissent = [{ role: 'growth', says: 'Parity is worth more' }];
    expect(desk.refusal(commander, decide({ poll: 'scope', choice: 'phased', dissent: null })).code).toBe(
      'bad_request',
    );
    // Counsel has a veto, and would have to say no to it: wanting another option is none.
    desk.do(counsel, vote('scope', { option: 'parity' }));
    const both = [...dissent, { role: 'counsel', says: 'So is ours' }];
    desk.do(commander, decide({ poll: 'scope', choice: 'phased', dissent: both }));
    expect(polls.resultOf('scope')).toBe('go');
    expect([polls.isOptionOpen('phased'), polls.isOptionOpen('parity')]).toEqual([true, false]);
  });

  test.each([
    ['no-go', { phased: false, parity: false }],
    ['hold', { phased: true, parity: true }],
  ] as const)('none is chosen by a %s, which ends the poll whatever was voted', (choice, isOpen) => {
    const { desk, commander, sre, polls } = room(-600);
    desk.do(commander, { kind: 'poll.close', args: { poll: 'final' } });
    desk.do(commander, decide({ poll: 'final', choice: 'hold' }));
    desk.do(sre, vote('scope', { option: 'phased' }));
    expect([polls.current()?.poll, desk.judge.callWord]).toEqual(['scope', 'HOLD']);
    expect(desk.refusal(commander, decide({ poll: 'scope', choice: 'go' })).text).toBe(
      'scope has no option "go"; choose one of phased, parity, or no-go or hold for none of them.',
    );
    desk.do(commander, decide({ poll: 'scope', choice }));
    expect([polls.resultOf('scope'), polls.current(), desk.judge.callWord]).toEqual([choice, undefined, 'GO']);
    expect(polls.read().polls[1]?.text).toBe(`scope was decided at T-10m: ${choice}, and no option.`);
    for (const [option, is] of Object.entries(isOpen)) expect(polls.isOptionOpen(option)).toBe(is);
    // What parity alone needs is asked while parity is open.
    desk.run(1, { gauges: fine.gauges.slice(0, 1), heard: ['other'] });
    desk.run(400, { gauges: fine.gauges.slice(0, 1) });
    expect(desk.judge.callWord).toBe(choice === 'hold' ? 'HOLD' : 'GO');
    desk.do(commander, open('scope'));
    expect(polls.current()).toMatchObject({ poll: 'scope', result: 'open' });
  });

  test('that nobody agrees on say so when the time is over', () => {
    const { desk, polls, sre, counsel, growth } = room(-600);
    desk.do(sre, vote('scope', { option: 'phased' }));
    desk.do(counsel, vote('scope', { option: 'phased' }));
    desk.do(growth, vote('scope', { option: 'parity' }));
    desk.run(541, fine);
    expect(desk.rows.findLast(({ kind }) => kind === 'poll.closed')?.body).toMatchObject({
      result: 'hold',
      text: 'scope was closed at T-1m and no option has won: voters do not name the same option: sre says go to phased, counsel says go to phased, growth says go to parity.',
    });
    desk.run(600, fine);
    expect(polls.read().polls[1]?.text).toMatch(
      /^scope was closed at T-1m and no option has won: the vote of sre is stale/,
    );
  });
});
