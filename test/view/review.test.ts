import { expect, test } from 'vitest';
import type { People, Poll } from '../../renderer/present/wire.ts';
import { asVoted } from '../../renderer/review/dissent.ts';
import { decisionsOf, reviewedPoll } from '../../renderer/review/reviewedPoll.ts';
import { weighedOptions, weighedOver } from '../../renderer/review/weighed.ts';
import { planOf } from '../help/roomDesk.ts';

const plan = planOf(`
format: holdpoint/plan@1
launch: { id: review, name: Review, t0: 2026-03-30T14:00:00Z }
roles: { boss: { name: Incident commander }, growth: { name: Growth } }
`);
type Vote = Poll['votes'][number];
const vote = (role: string, said: Partial<Vote>): Vote => ({
  ...{ role, name: 'Ana', vote: 'go', at: 1, expiresAt: 2, isFresh: true, stale: null },
  ...{ reason: null, condition: null, option: null, ...said },
});
const poll = (id: string, more: Partial<Poll> = {}): Poll => ({
  ...{ poll: id, question: `${id}?`, state: 'not_opened', isCurrent: false, row: null, opensAt: null, closesAt: 100 },
  ...{ result: null, text: '', votes: [], criteria: [], options: [], decision: null, ...more },
});
const option = (id: string): Poll['options'][number] => ({ option: id, says: `Go ${id}`, isOpen: true, barredBy: [] });
const decision = (row: number, ofPoll?: number) =>
  ({ row, body: { poll: ofPoll } }) as unknown as People['polls']['decisions'][number];

test('options carry what was written of them, and nothing else', () => {
  const options = [option('wide'), option('narrow')];
  const weighed = { wide: { money: ' 42 M ', risk: '  ' }, gone: { money: '1 M' } };
  expect(weighedOptions({ options }, weighed)).toEqual([
    { id: 'wide', says: 'Go wide', money: '42 M' },
    { id: 'narrow', says: 'Go narrow' },
  ]);
});

test('what is written of an option stands over what the plan says of it', () => {
  const planned = { wide: { says: 'Go wide', money: '42 M', customers: 'all of them' }, narrow: { says: 'Go narrow' } };
  expect(weighedOver(planned, { wide: { money: '', risk: 'much' } })).toEqual({
    wide: { money: '', risk: 'much', customers: 'all of them' },
    narrow: {},
  });
});

test('whoever voted otherwise stands among the objections, in his own words', () => {
  const votes = [
    vote('boss', { option: 'narrow' }),
    vote('growth', { option: 'wide', reason: 'It costs\n22 M' }),
    vote('sre', { vote: 'no-go', option: 'narrow', reason: 'It burns' }),
    vote('fraud', { option: 'wide', isFresh: false }),
    vote('silent', { vote: null }),
  ];
  const asked = poll('scope', { votes, options: [option('wide'), option('narrow')] });
  expect(asVoted(asked, 'narrow', plan)).toBe('Growth: It costs 22 M\nsre: It burns');
  expect(asVoted(asked, '', plan)).toBe('');
  expect(asVoted(poll('final', { votes: [vote('boss', { vote: 'go-if', condition: 'calm' })] }), 'go', plan)).toBe('');
  expect(asVoted(poll('final', { votes: [vote('boss', {})] }), 'hold', plan)).toBe('Incident commander: go');
});

test('the page asks what the call asks, then tells what was decided, then asks what comes', () => {
  const done = poll('scope', { state: 'decided', row: 3, decision: 7 });
  const next = poll('final');
  const nowMs = 50;
  const current = { ...next, isCurrent: true };
  expect(reviewedPoll({ polls: [done, current], decisions: [decision(7, 3)] }, nowMs)).toBe(current);
  expect(reviewedPoll({ polls: [done, next], decisions: [decision(7, 3)] }, nowMs)).toBe(done);
  expect(reviewedPoll({ polls: [poll('past', { closesAt: 10 }), next], decisions: [] }, nowMs)).toBe(next);
  expect(reviewedPoll({ polls: [], decisions: [] }, nowMs)).toBeUndefined();
});

test('what was decided since, beside any poll, stands before it; an open question has no decision', () => {
  const decisions = [decision(12, 11), decision(9), decision(7, 3), decision(2)];
  const rows = (asked: Poll | undefined): number[] => decisionsOf(asked, decisions).map(({ row }) => row);
  expect(rows(poll('scope', { row: 3, decision: 7 }))).toEqual([9, 7]);
  expect(rows(poll('final', { row: 3 }))).toEqual([]);
  expect(rows(undefined)).toEqual([9, 2]);
});
