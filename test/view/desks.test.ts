import { expect, test } from 'vitest';
import { deskRows } from '../../renderer/desk/deskRows.ts';
import { freshProposal, proposedWords, toldAtSecond } from '../../renderer/present/deskProposal.ts';
import { deskChip, deskStanding } from '../../renderer/present/deskStanding.ts';
import type { DeskProposal, People } from '../../renderer/present/wire.ts';
import type { DeskState } from '../../shared/model/deskState.ts';

const at = Date.UTC(2026, 2, 30, 14, 2, 7);
const desk = (more: Partial<DeskState> = {}): DeskState => ({
  ...{ name: 'dublin', address: 'nats://127.0.0.1:4222/shop', state: 'in', sinceMs: at, text: '', waiting: 0 },
  others: [{ desk: 'seattle', heardAtMs: at }],
  ...more,
});
const cutOff = desk({ state: 'cutOff', text: 'The server does not answer: it is tried again.', waiting: 2 });
const here = [
  { desk: 'seattle', sinceAt: at - 60_000 },
  { desk: 'dublin', sinceAt: at - 30_000 },
];

test.each([
  [undefined, here, undefined],
  [null, here, undefined],
  [desk(), here, 'Desk dublin · 2 desks'],
  [desk(), [], 'Desk dublin · 1 desk'],
  [desk({ state: 'joining' }), here, 'Desk dublin · catching up'],
  [cutOff, here, 'Desk dublin · CUT OFF'],
  [desk({ state: 'stopped' }), here, 'Desk dublin · STOPPED'],
] as const)('a desk is told in a few words, and where one decides alone nothing is', (state, there, words) => {
  expect(deskChip(state, there)).toBe(words);
});

test('a desk that is cut off says since when, what it may do, what waits and why', () => {
  expect(deskStanding(cutOff)).toEqual({
    what: 'CUT OFF since 14:02:07',
    says: 'This desk judges its own telemetry and may propose, not decide.',
    more: '2 rows wait to be told to the others. The server does not answer: it is tried again.',
  });
  expect(deskStanding(desk({ state: 'cutOff', waiting: 1 }))?.more).toBe('1 row waits to be told to the others.');
});

test('a desk that has stopped says what to do', () => {
  const { what, says } = deskStanding(desk({ state: 'stopped' })) ?? {};
  expect(what).toBe('DESK STOPPED since 14:02:07');
  expect(says).toContain('Decide at another desk');
});

test('before its first second a desk that is cut off names no time', () => {
  expect(deskStanding(desk({ state: 'cutOff', sinceMs: 0 }))?.what).toBe('CUT OFF');
});

test.each([undefined, null, desk(), desk({ state: 'joining' })])(
  'a desk that is not away has nothing to say',
  (state) => {
    expect(deskStanding(state)).toBeUndefined();
  },
);

test('desks are listed with this one first, also one that has left and one that was never heard', () => {
  const others = [
    { desk: 'seattle', heardAtMs: at - 4000 },
    { desk: 'austin', heardAtMs: at - 90_000 },
  ];
  const desks = { keeper: 'seattle', here: [...here, { desk: 'bangalore', sinceAt: at }], proposals: [] };
  expect(deskRows(desk({ others }), desks, at)).toEqual([
    { desk: 'dublin', isOwn: true, isKeeper: false, sinceAt: at - 30_000, silentMs: undefined },
    { desk: 'austin', isOwn: false, isKeeper: false, sinceAt: undefined, silentMs: 90_000 },
    { desk: 'bangalore', isOwn: false, isKeeper: false, sinceAt: at, silentMs: undefined },
    { desk: 'seattle', isOwn: false, isKeeper: true, sinceAt: at - 60_000, silentMs: 4000 },
  ]);
});

const proposal = (does: string, args: unknown, more: Partial<DeskProposal> = {}): DeskProposal => ({
  ...{ row: 7, desk: 'dublin', by: { role: 'sre', name: 'Bea' }, does, atMs: at, cameAt: at + 600_000 },
  args: typeof args === 'string' ? args : JSON.stringify(args),
  ...more,
});

test.each([
  [
    'ramp.rollback',
    { scope: { cell: { market: 'US', method: 'card' } }, to: 0.025, reason: 'It burns.' },
    'Roll back · US card · to 2.5\u202f% · It burns.',
  ],
  ['ramp.hold', { scope: { launch: true }, reason: 'Too slow.' }, 'Hold the ramp · launch · Too slow.'],
  [
    'trigger.shelve',
    { trigger: 'RB-12', cell: {}, untilAt: at, reason: 'Known.' },
    'Shelve a trigger · RB-12 · until 14:02 · Known.',
  ],
  ['decision.record', { question: 'Go on?', conditions: ['a', 'b'], dissent: null }, 'Decide · Go on? · a, b'],
  ['order.cancel', '{"order":"advan', 'Cancel an order · {"order":"advan'],
  ['a.word of tomorrow', { count: 3 }, 'a.word of tomorrow · count 3'],
])('what was wanted is told in words: %s', (does, args, words) => {
  expect(proposedWords(proposal(does, args))).toBe(words);
});

test('the newest proposal is news for a quarter of an hour after the others were told, however old it is', () => {
  const newest = proposal('note.write', { text: 'Look.' });
  const people = { desks: { keeper: null, here, proposals: [newest, proposal('poll.open', {})] } } as unknown as People;
  const told = newest.cameAt;
  expect(freshProposal(people, told + 900_000)?.says).toBe(
    'dublin proposed while cut off (Bea, 14:02): Write a note · Look.',
  );
  expect(freshProposal(people, told + 900_001)).toBeUndefined();
  expect(freshProposal(null, told)).toBeUndefined();
});

test('its link leads to the second in which its row is there', () => {
  expect(toldAtSecond(proposal('note.write', {}, { cameAt: 5500 }))).toBe('6');
});
