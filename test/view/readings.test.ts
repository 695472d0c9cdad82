import { expect, test } from 'vitest';
import { nextRollback, readLines, readReasons, scopeWords } from '../../renderer/present/callReading.ts';
import type { Judged, People } from '../../renderer/present/wire.ts';
import {
  calendarBands,
  callSpans,
  eventBeside,
  holdBands,
  ledgerMarks,
  triggerMarks,
} from '../../renderer/present/timelineMarks.ts';
import { triggerRows } from '../../renderer/trigger/triggerRows.ts';
import { planOf } from '../help/roomDesk.ts';

const plan = planOf(`
format: holdpoint/plan@1
launch: { id: rows, name: Rows, t0: 2026-03-30T14:00:00Z, window: { opens: T-0, closes: T+4h } }
roles: { boss: { name: Incident commander, may: [call] } }
dimensions: { market: [US, UK], method: [card, wallet] }
indicators: { fire: { kind: gauge, gauge: { metric: fire }, by: [market, method] } }
triggers:
  burns: { name: It burns, scope: { each: [market, method] }, when: { indicator: fire, window: 5s, over: 10 }, clear: { for: 5s }, arm: act, does: { rollback: cell, to: 0% }, owner: boss }
  warm: { name: It is warm, scope: launch, when: { indicator: fire, window: 5s, over: 5 }, clear: { for: 5s }, arm: hold, does: { hold: launch }, owner: boss }
calendar: [{ id: works, kind: maintenance, from: T+1h, to: T+2h, says: Works, touches: [fire] }]
`);
const t0 = plan.launch.t0;
const card = { market: 'US', method: 'card' };

const reading = (id: string, cell: object, state: string) => ({ id, cell, state, since: t0, frozen: false, why: 'so' });
const judged = (call: string, reasons: readonly string[], triggers: readonly object[] = []): Judged =>
  ({ at: t0, call, scopes: ['US card'], reasons, triggers }) as unknown as Judged;
const people = (because: readonly object[], entries: readonly object[] = []): People =>
  ({ because, attention: { entries, arms: [] } }) as unknown as People;

test('a reason is read without the id of its rule, and what cannot see looks blind', () => {
  const said = judged('ROLLBACK', ['burns: over 10', 'warm cannot see: no heat']);
  const because = people([
    { word: 'ROLLBACK', rule: 'burns', cell: card },
    { word: 'HOLD', rule: 'warm', cell: {} },
  ]);
  expect(readReasons(said, because)).toEqual([
    { mark: 'crit', rule: 'burns', cell: card, text: ': over 10', isBlind: false },
    { mark: 'blind', rule: 'warm', cell: {}, text: 'cannot see: no heat', isBlind: true },
  ]);
  expect(readLines(said, because, plan)).toEqual([
    { word: 'ROLLBACK', cells: ['US card'] },
    { word: 'HOLD', cells: [] },
  ]);
  expect(readLines(judged('GO', []), null, plan)).toEqual([{ word: 'GO', cells: ['US card'] }]);
});

test('a milder word stands only for what the call does not speak of, and names its own cells', () => {
  const wallet = { market: 'UK', method: 'wallet' };
  const linesOf = (word: string, scopes: readonly string[], ...because: (readonly [string, object])[]) =>
    readLines(
      { ...judged(word, []), scopes: [...scopes] },
      people(because.map(([own, cell]) => ({ word: own, rule: 'warm', cell }))),
      plan,
    );
  expect(linesOf('NO-GO', ['the launch'], ['NO-GO', {}], ['HOLD', {}])).toEqual([{ word: 'NO-GO', cells: [] }]);
  expect(linesOf('ROLLBACK', ['US card'], ['ROLLBACK', card], ['HOLD', card], ['HOLD', wallet])[1]).toEqual({
    word: 'HOLD',
    cells: ['UK wallet'],
  });
  expect(linesOf('ROLLBACK', ['US card'], ['ROLLBACK', card], ['NO-GO', card], ['HOLD', {}])[1]).toEqual({
    word: 'HOLD',
    cells: [],
  });
});

test('a scope is two names and a count of the others', () => {
  expect(scopeWords([])).toBe('launch');
  expect(scopeWords(['US card', 'UK card'])).toBe('US card, UK card');
  expect(scopeWords(['US card', 'UK card', 'US wallet', 'UK wallet'])).toBe('US card, UK card, +2');
});

test('the rollback that is told is the soonest that nobody vetoed', () => {
  const counting = (trigger: string, endsAt: number, vetoed: object | null = null) => ({
    trigger,
    cell: card,
    countdown: { endsAt, secondsLeft: 0, vetoed },
  });
  const next = (...entries: readonly object[]) => nextRollback(people([], entries), plan);
  expect(next(counting('burns', t0 + 25_000), counting('burns', t0 + 5000))?.endsAtMs).toBe(t0 + 5000);
  expect(next(counting('burns', t0 + 5000, {}), counting('burns', t0 + 25_000))?.endsAtMs).toBe(t0 + 25_000);
  expect(next(counting('burns', t0 + 5000))?.to).toContain('0');
  expect(next(counting('burns', t0 + 5000, {}), { trigger: 'warm', cell: {}, countdown: null })).toBeUndefined();
});

test('what fires comes first, then what cannot see; quiet cells of one trigger are one row', () => {
  const entry = { trigger: 'burns', cell: card, state: 'firing' };
  const rows = triggerRows(
    judged(
      'HOLD',
      ['warm cannot see: no heat'],
      [
        reading('warm', {}, 'ok'),
        reading('burns', { market: 'UK', method: 'card' }, 'ok'),
        reading('burns', { market: 'UK', method: 'wallet' }, 'ok'),
        reading('burns', card, 'firing'),
      ],
    ),
    people([{ word: 'HOLD', rule: 'warm', cell: {} }], [entry]),
    plan,
  );
  expect(rows.map(({ trigger, cellName, mark, others }) => [trigger, cellName, mark, others])).toEqual([
    ['burns', 'US card', 'crit', 0],
    ['warm', '', 'blind', 0],
    ['burns', 'UK card', 'norm', 1],
  ]);
});

const changed = (kind: string, at: number, to: string, id = 'call', cell = {}) => ({
  at,
  kind,
  id,
  cell,
  from: 'HOLD',
  to,
  why: '',
});
type Transitions = Parameters<typeof callSpans>[0];

test('the call stands from one change to the next, and to the end', () => {
  const rows = [
    changed('call', 20, 'GO'),
    changed('trigger', 25, 'firing', 'burns', card),
    changed('call', 30, 'HOLD'),
  ];
  expect(callSpans(rows as unknown as Transitions, 10, 50)).toEqual([
    { fromMs: 10, toMs: 20, word: 'HOLD' },
    { fromMs: 20, toMs: 30, word: 'GO' },
    { fromMs: 30, toMs: 50, word: 'HOLD' },
  ]);
  expect(triggerMarks(rows as unknown as Transitions, plan)).toEqual([
    { atMs: 25, mark: 'crit', name: 'burns US card', lane: 'triggers' },
  ]);
});

test('what people did is marked in their lane, what the engine wrote is not', () => {
  const rows = [
    { kind: 'decision.recorded', at: 10, body: { choice: 'go' } },
    { kind: 'order.placed', at: 20, body: { does: 'advance' } },
    { kind: 'session.sealed', at: 30, body: {} },
    { kind: 'note.written', at: 40, body: {} },
  ] as unknown as Parameters<typeof ledgerMarks>[0];
  expect(ledgerMarks(rows).map(({ lane, mark, name }) => [lane, mark, name])).toEqual([
    ['people', 'decided', 'go'],
    ['ramp', 'decided', 'advance'],
    ['people', 'said', 'note'],
  ]);
  expect(calendarBands(plan)).toEqual([{ fromMs: t0 + 3_600_000, toMs: t0 + 7_200_000, name: 'Works' }]);
});

test('a hold reaches from the row that began it to the one that ended it, or to now', () => {
  const rows = [
    { seq: 1, kind: 'clock.held', at: 10, body: { reason: 'Rain' } },
    { seq: 2, kind: 'ramp.held', at: 20, body: { scope: { launch: true }, reason: 'Slow' } },
    { seq: 3, kind: 'clock.held', at: 25, body: { hold: 'weather', reason: 'Built in' } },
    { seq: 4, kind: 'clock.resumed', at: 30, body: {} },
    { seq: 5, kind: 'ramp.resumed', at: 40, body: { hold: 2 } },
    { seq: 6, kind: 'ramp.resumed', at: 41, body: { hold: 99 } },
  ] as unknown as Parameters<typeof holdBands>[0];
  expect(holdBands(rows, 50)).toEqual([
    { fromMs: 10, toMs: 30, name: '', of: 'clock' },
    { fromMs: 20, toMs: 40, name: '', of: 'ramp' },
    { fromMs: 25, toMs: 50, name: 'weather', of: 'clock' },
  ]);
});

test('the event beside a second is at least a second away', () => {
  const instants = [5000, 1000, 5000, 9000];
  expect(eventBeside(5000, instants, 1)).toBe(9000);
  expect(eventBeside(5400, instants, -1)).toBe(1000);
  expect(eventBeside(9000, instants, 1)).toBeUndefined();
});
