import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { updateReading } from '../../shared/model/room/updateReading.ts';
import { anyCharacter } from '../help/anyCharacter.ts';
import { planOf, RoomDesk, type Second } from '../help/roomDesk.ts';
import { runs } from '../help/runs.ts';

const source = `
format: holdpoint/plan@1
launch:
  id: updates
  name: One-Click Checkout
  t0: 2026-03-30T14:00:00Z
  window: { opens: T-30m, closes: T+4h }
  holds: [{ at: T-20m, name: Final poll }]
roles: { boss: { may: [call] }, sre: {} }
dimensions: { market: [US, UK] }
indicators: { heat: { kind: gauge, gauge: { metric: heat }, over: max, by: [market] } }
triggers:
  burn: { name: Cell burns, scope: { each: [market] }, when: { indicator: heat, window: 5s, over: 10 }, arm: advise, does: { rollback: cell } }
ramp: { stages: [0%, 5%], waves: [{ id: first, cells: { market: [US] }, starts: T-0 }] }
updates: { every: 20m, to: webhook, url: "https://status.example.org/hook" }
`;
const plan = planOf(source);
const minuteMs = 60_000;
const calm: Second = {
  gauges: ['US', 'UK'].map((market) => ({ metric: 'heat', labels: { market }, value: 1 })),
};

function started(of = plan) {
  const desk = new RoomDesk(of);
  desk.run(1, calm);
  return { desk, boss: desk.take('boss'), sre: desk.take('sre') };
}

function read(desk: RoomDesk) {
  const reading = desk.room.updates.read();
  expect(updateReading.parse(reading)).toEqual(reading);
  return reading;
}

describe('when the next is due', () => {
  test('from the opening of the window, or the first second where that is later', () => {
    const { desk } = started();
    const opensAt = plan.launch.t0 - 30 * minuteMs;
    expect(read(desk)).toMatchObject({ everyMs: 20 * minuteMs, nextDueAt: opensAt + 20 * minuteMs, isLate: false });
    const late = new RoomDesk(plan, plan.launch.t0 / 1000);
    late.run(1, calm);
    expect(read(late).nextDueAt).toBe(plan.launch.t0 + 20 * minuteMs);
    late.run(20 * 60, calm);
    expect(read(late).isLate).toBe(false);
    late.run(1, calm);
    expect(read(late).isLate).toBe(true);
  });

  test('from the last one that was written', () => {
    const { desk, boss } = started();
    desk.run(60, calm);
    desk.do(boss, { kind: 'update.send', args: { text: 'All quiet.', to: 'copy' } });
    expect(read(desk).nextDueAt).toBe(desk.room.nowMs + 20 * minuteMs);
  });

  test('never late where the plan asks for none', () => {
    const { desk, boss } = started(planOf(source.replace(/^updates:.*$/m, '')));
    desk.run(3700, calm);
    expect(read(desk)).toMatchObject({ everyMs: null, to: 'copy', nextDueAt: null, isLate: false });
    desk.do(boss, { kind: 'update.send', args: { text: 'All quiet.', to: 'copy' } });
    expect(desk.refusal(boss, { kind: 'update.send', args: { text: 'All quiet.', to: 'webhook' } }).code).toBe(
      'bad_request',
    );
  });

  test('an update before the first second counts from that second', () => {
    const desk = new RoomDesk(plan, plan.launch.t0 / 1000 - 600);
    const boss = desk.take('boss');
    desk.do(boss, { kind: 'update.send', args: { text: 'We begin.', to: 'copy' } });
    desk.run(1, calm);
    expect(read(desk).nextDueAt).toBe(desk.room.nowMs + 20 * minuteMs);
  });
});

test('an update is sent by the call, once, and shows how its delivery goes', () => {
  const { desk, boss, sre } = started();
  const send = { kind: 'update.send', args: { text: 'All quiet.', to: 'webhook' } } as const;
  expect(desk.refusal(sre, send).text).toBe('sre may not send status updates; ask boss.');
  expect(desk.do(boss, send)).toMatchObject([{ kind: 'update.written', body: { update: 'update-1', to: 'webhook' } }]);
  expect(desk.refusal(boss, send).code).toBe('already_done');
  expect(read(desk).written).toMatchObject([{ update: 'update-1', delivery: 'waiting', attempts: 0, says: null }]);
  const attempted = (attempt: number, outcome: 'failed' | 'delivered', text: string) =>
    desk.report({ kind: 'update.attempted', body: { update: 'update-1', attempt, outcome, text } });
  attempted(1, 'failed', 'It answered 503.');
  expect(read(desk).written).toMatchObject([{ delivery: 'waiting', attempts: 1, says: 'It answered 503.' }]);
  attempted(2, 'delivered', 'It answered 204.');
  expect(read(desk).written).toMatchObject([{ delivery: 'delivered', attempts: 2 }]);
  desk.run(60, calm);
  desk.do(boss, send);
  desk.report({ kind: 'update.failed', body: { update: 'update-2', text: 'No answer in an hour.' } });
  expect(read(desk).written).toMatchObject([
    { update: 'update-2', delivery: 'failed', says: 'No answer in an hour.' },
    { update: 'update-1', delivery: 'delivered' },
  ]);
});

describe('the draft', () => {
  test('tells the call, what fires, the ramp, what was noted since, and what comes next', () => {
    const { desk, boss, sre } = started();
    desk.run(10, calm);
    expect(read(desk).draft).toMatch(/^One-Click Checkout, 13:00 UTC, T-/);
    expect(read(desk).draft).toMatch(/The call is (GO|HOLD)\. No trigger fires\. The ramp has not begun\./);
    expect(read(desk).draft).toContain('Next: the window opens at 13:30 UTC.');
    desk.do(sre, { kind: 'note.write', args: { text: 'The vault\nis slow' } });
    desk.run(10, { gauges: [{ metric: 'heat', labels: { market: 'US' }, value: 50 }] });
    const { draft } = read(desk);
    expect(draft).toContain('The call is ROLLBACK for US. burn Cell burns fires for US.');
    expect(draft).toContain('Noted: The vault is slow.');
    desk.do(boss, { kind: 'update.send', args: { text: draft, to: 'copy' } });
    expect(read(desk).draft).not.toContain('Noted');
  });

  test('tells decisions, and stays short whatever people write', () => {
    const { desk, boss } = started();
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, maxLength: 2000, unit: anyCharacter }), { maxLength: 12 }),
        (texts) => {
          for (const text of texts) desk.do(boss, { kind: 'note.write', args: { text } });
          const { draft } = read(desk);
          expect(draft.length).toBeLessThanOrEqual(1500);
          expect(draft).not.toMatch(/[\n\t]/);
          expect(draft).toContain('The call is');
          expect(draft.isWellFormed()).toBe(true);
        },
      ),
      { numRuns: runs(50) },
    );
    desk.do(boss, { kind: 'update.send', args: { text: 'Clean.', to: 'copy' } });
    desk.report({
      kind: 'decision.recorded',
      body: {
        question: 'Go for 5 %?',
        options: [],
        choice: 'go',
        conditions: [],
        rationale: 'All is well.',
        dissent: [],
        follows: [],
        tick: desk.tick,
        snapshot: 1,
        call: 'GO',
      },
    });
    expect(read(desk).draft).toContain('Decided: Go for 5 %? Answer: go.');
  });
});

test('a book that was saved and loaded goes on as if nothing had happened', () => {
  const anyOp = fc.oneof(
    fc.record({ op: fc.constant('run' as const), seconds: fc.integer({ min: 1, max: 50 }) }),
    fc.record({ op: fc.constant('note' as const), text: fc.string({ minLength: 1, maxLength: 50 }) }),
    fc.record({ op: fc.constant('send' as const), to: fc.constantFrom('webhook' as const, 'copy' as const) }),
    fc.record({ op: fc.constant('reload' as const) }),
  );
  fc.assert(
    fc.property(fc.array(anyOp, { maxLength: 20 }), (ops) => {
      const [steady, reloaded] = [started(), started()];
      for (const op of ops) {
        for (const { desk, boss } of [steady, reloaded]) {
          if (op.op === 'run') desk.run(op.seconds, calm);
          else if (op.op === 'note') desk.give(boss, { kind: 'note.write', args: { text: op.text } });
          else if (op.op === 'send') desk.give(boss, { kind: 'update.send', args: { text: 'So it is.', to: op.to } });
        }
        const { updates } = reloaded.desk.room;
        if (op.op === 'reload') updates.load(JSON.parse(JSON.stringify(updates.save())));
        expect(read(reloaded.desk)).toEqual(read(steady.desk));
        expect(reloaded.desk.rows).toEqual(steady.desk.rows);
      }
    }),
    { numRuns: runs(100) },
  );
});
