import { expect, test } from 'vitest';
import { markAnswers } from '../../shared/judge/backtest/markAnswers.ts';
import { planOf, RoomDesk } from '../help/roomDesk.ts';

const plan = planOf(`
format: holdpoint/plan@1
launch: { id: marks, t0: 2026-03-30T14:00:00Z }
roles: { boss: { may: [call] }, sre: {}, guest: {} }
dimensions: { market: [US, UK] }
indicators: { heat: { kind: gauge, gauge: { metric: heat }, by: [market] } }
triggers:
  hot: { scope: { each: [market] }, when: { indicator: heat, window: 30s, over: 90 }, for: 10s, arm: hold, does: { hold: launch }, owner: boss }
`);

function started() {
  const desk = new RoomDesk(plan);
  desk.run(60, { gauges: [{ metric: 'heat', value: 1, labels: { market: 'US' } }] });
  const [boss, sre, guest] = [desk.take('boss'), desk.take('sre'), desk.take('guest')];
  const nowMs = desk.room.nowMs;
  const mark = {
    fromAt: nowMs - 40_000,
    toAt: nowMs - 10_000,
    trigger: 'hot',
    cell: { market: 'US' },
    note: 'It burnt.',
  };
  return { desk, boss, sre, guest, mark, nowMs };
}

test('a mark is of a trigger in one of its cells, and of what has happened', () => {
  const { desk, sre, mark, nowMs } = started();
  const set = (change: object) => desk.give(sre, { kind: 'mark.set', args: { ...mark, ...change } });
  expect(set({ trigger: 'cold' })).toMatchObject({ code: 'not_found' });
  expect(set({ cell: {} })).toEqual({
    code: 'not_found',
    text: 'hot is not judged for the whole launch: name one of its cells.',
  });
  expect(set({ toAt: mark.fromAt })).toMatchObject({ code: 'bad_request' });
  expect(set({ toAt: nowMs + 1000 })).toMatchObject({ code: 'bad_request' });
  expect(set({})).toMatchObject([{ kind: 'mark.set' }]);
  expect(set({ note: 'Said otherwise.' })).toMatchObject({ code: 'already_done' });
});

test('whoever set a mark may withdraw it, and whoever has the call', () => {
  const { desk, boss, sre, guest, mark } = started();
  const row = (made: unknown): number => (made as readonly { readonly seq: number }[])[0]?.seq ?? 0;
  const first = row(desk.give(sre, { kind: 'mark.set', args: mark }));
  const second = row(desk.give(sre, { kind: 'mark.set', args: { ...mark, fromAt: mark.fromAt + 1000 } }));
  const withdraw = (who: typeof sre, of: number) =>
    desk.give(who, { kind: 'mark.withdraw', args: { mark: of, reason: 'No.' } });
  expect(withdraw(guest, first)).toMatchObject({ code: 'not_allowed' });
  expect(withdraw(sre, first)).toMatchObject([{ kind: 'mark.withdrawn' }]);
  expect(withdraw(sre, first)).toMatchObject({ code: 'not_found' });
  expect(withdraw(boss, second)).toMatchObject([{ kind: 'mark.withdrawn' }]);
});

test('a firing belongs to a mark for as long as the trigger’s window holds what was marked', () => {
  const row = { seq: 7, at: 0, actor: { role: 'sre', name: 'Ben' } };
  const body = { fromAt: 1000, toAt: 61_000, trigger: 'hot', cell: { market: 'US' }, note: 'It burnt.' };
  const other = { ...row, seq: 8, kind: 'mark.set', body: { ...body, trigger: 'gone' } } as const;
  const set = { ...row, kind: 'mark.set', body } as const;
  expect(markAnswers([set, other], plan)).toEqual([
    {
      answer: {
        ...{ kind: 'trigger', id: 'hot', cell: { market: 'US' }, incident: 'row 7' },
        ...{ beginsMs: 1000, overMs: 61_000, byMs: 61_000, endsMs: 101_000 },
      },
      row: 7,
      note: 'It burnt.',
    },
  ]);
  const withdrawn = { ...row, seq: 9, kind: 'mark.withdrawn', body: { mark: 7, reason: 'No.' } } as const;
  expect(markAnswers([set, withdrawn], plan)).toEqual([]);
});
