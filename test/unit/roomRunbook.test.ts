import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RoomCommand } from '../../shared/model/room/roomFact.ts';
import { runbookReading, type RunbookReading } from '../../shared/model/room/runbookReading.ts';
import { planOf, RoomDesk } from '../help/roomDesk.ts';
import { runs } from '../help/runs.ts';

const plan = planOf(`
format: holdpoint/plan@1
launch: { id: steps, t0: 2026-03-30T14:00:00Z }
roles: { lead: { may: [call] }, sre: {}, growth: {} }
dimensions: { market: [US, UK] }
indicators:
  level: { kind: gauge, gauge: { metric: level } }
  by-market: { kind: gauge, gauge: { metric: level }, by: [market] }
criteria:
  C: { says: High enough, holds: { indicator: level, window: 5m, over: 10 }, for: 3s }
  M: { says: Each, scope: { each: [market] }, holds: { indicator: by-market, window: 5m, over: 10 } }
evidence: { paper: { says: A paper, kind: file } }
polls: { final: { question: Go?, voters: [lead], closes: T+1h } }
runbook:
  - phase: Count
    steps:
      - { id: a, says: A, owner: sre, due: T-60s }
      - { id: b, says: B, owner: sre, due: T-40s, check: { criterion: C } }
      - { id: m, says: M, owner: sre, check: { criterion: M } }
  - phase: Later
    steps:
      - { id: p, says: P, owner: lead, due: T-10s, check: { poll: final } }
      - { id: e, says: E, due: T+10s, check: { evidence: paper } }
`);
const t0 = plan.launch.t0 / 1000;
const gauges = (us: number, uk: number) => ({
  gauges: [
    { metric: 'level', labels: { market: 'US' }, value: us },
    { metric: 'level', labels: { market: 'UK' }, value: uk },
  ],
});

function room(from = -70) {
  const desk = new RoomDesk(plan, t0 + from);
  desk.run(1);
  return { desk, lead: desk.take('lead', 'A'), sre: desk.take('sre', 'B'), growth: desk.take('growth', 'C') };
}

const finish = (step: string, override?: string): RoomCommand => ({
  kind: 'step.finish',
  args: override === undefined ? { step } : { step, override },
});
const skip = (step: string): RoomCommand => ({ kind: 'step.skip', args: { step, reason: 'Not today' } });
const reopen = (step: string): RoomCommand => ({ kind: 'step.reopen', args: { step, reason: 'Again' } });

function stepOf(desk: RoomDesk, id: string): RunbookReading['phases'][number]['steps'][number] {
  const { phases } = runbookReading.parse(desk.room.runbook.read());
  const found = phases.flatMap(({ steps }) => steps).find((one) => one.id === id);
  if (found === undefined) throw new Error(`The reading has no step ${id}.`);
  return found;
}

test('a step is its owner`s, or the caller`s', () => {
  const { desk, lead, sre, growth } = room();
  for (const command of [finish('a'), skip('a'), reopen('a')]) {
    expect(desk.refusal(growth, command).code).toBe('not_allowed');
  }
  expect(desk.refusal(sre, finish('p')).code).toBe('not_allowed');
  expect(desk.refusal(sre, finish('x')).code).toBe('not_found');
  desk.do(sre, finish('a'));
  expect(desk.refusal(lead, finish('a')).code).toBe('already_done');
  expect(desk.refusal(lead, skip('a')).code).toBe('bad_request');
  desk.do(lead, reopen('a'));
  expect(desk.refusal(lead, reopen('a')).code).toBe('already_done');
  desk.do(lead, skip('a'));
  expect(desk.refusal(sre, finish('a')).code).toBe('bad_request');
  expect(stepOf(desk, 'a')).toMatchObject({ state: 'skipped', by: 'A', why: 'Not today' });
});

test('a step whose data was never seen is blocked, and is done by its check or by a reason', () => {
  const { desk, sre } = room();
  expect(stepOf(desk, 'b')).toMatchObject({ state: 'blocked', check: 'unknown' });
  expect(desk.refusal(sre, finish('b')).code).toBe('criterion_unknown');
  desk.run(1, gauges(5, 5));
  expect(stepOf(desk, 'b')).toMatchObject({ state: 'open', check: 'not_met', why: 'C fails.' });
  expect(desk.refusal(sre, finish('b')).code).toBe('criterion_not_met');
  desk.run(1, gauges(500, 5));
  expect(stepOf(desk, 'b')).toMatchObject({ check: 'not_met', why: 'C has not held for long enough yet.' });
  expect(desk.refusal(sre, finish('m')).code).toBe('criterion_not_met');
  desk.run(4, gauges(500, 500));
  desk.do(sre, finish('b', 'Not needed after all'));
  expect(stepOf(desk, 'b')).toMatchObject({ state: 'done', why: null });
  desk.do(sre, finish('m'));
});

test('an override is kept with its reason; papers and polls are checks as well', () => {
  const { desk, lead, sre } = room();
  desk.do(sre, finish('b', 'The board is green'));
  expect(desk.rows.at(-1)).toMatchObject({ body: { step: 'b', override: 'The board is green' } });
  expect(stepOf(desk, 'b')).toMatchObject({ state: 'done', why: 'The board is green' });
  expect(stepOf(desk, 'e')).toMatchObject({ state: 'blocked' });
  expect(desk.refusal(lead, finish('p')).text).toContain('Poll final was not opened yet.');
});

test('a phase is done when each of its steps is finished or skipped, and says how it goes', () => {
  const { desk, lead, sre } = room(-55);
  expect(desk.room.runbook.read().phases[0]).toMatchObject({ paceMs: -5000, says: '0 of 3 done; behind by 5s: a.' });
  desk.do(sre, finish('a'));
  expect(desk.room.runbook.read().phases[0]?.says).toBe('1 of 3 done; next is b, due at T-40s, in 15s.');
  desk.do(sre, skip('b'));
  expect(desk.room.runbook.read().phases[0]).toMatchObject({ paceMs: 15_000, finished: 2, of: 3 });
  expect(desk.room.runbook.isPhaseDone('Count')).toBe(false);
  desk.do(lead, skip('m'));
  expect(desk.room.runbook.isPhaseDone('Count')).toBe(true);
  expect(desk.room.runbook.isPhaseDone('Other')).toBe(false);
});

test('a recycled clock opens what is due from its mark on', () => {
  const { desk, lead, sre } = room(-30);
  desk.do(sre, finish('a'));
  desk.do(sre, finish('b', 'Seen'));
  desk.do(lead, finish('p', 'Said'));
  desk.do(lead, skip('e'));
  desk.do(lead, { kind: 'clock.recycle', args: { toMs: -40_000, reason: 'Fuel' } });
  expect(['a', 'p', 'e'].map((id) => stepOf(desk, id).state)).toEqual(['done', 'redo', 'skipped']);
  expect(desk.room.runbook.read().phases[0]?.steps[1]).toMatchObject({ state: 'blocked', check: 'unknown' });
});

type Known = 'open' | 'done' | 'skipped' | 'redo';

test('any commands leave the steps as a plain model says, also after being saved', () => {
  const command = fc.oneof(
    fc.record({
      kind: fc.constantFrom('finish', 'override', 'skip', 'reopen', 'save'),
      step: fc.constantFrom('a', 'b', 'p'),
    }),
    fc.record({ kind: fc.constant('recycle'), step: fc.constant(''), toS: fc.integer({ min: -90, max: -1 }) }),
  );
  const dues: Record<string, number> = { a: -60, b: -40, p: -10 };
  fc.assert(
    fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
      const { desk, lead } = room(5);
      const model = new Map<string, Known>(Object.keys(dues).map((id) => [id, 'open']));
      for (const one of commands) {
        const { kind, step } = one;
        const was = model.get(step) ?? 'open';
        const isOpen = was === 'open' || was === 'redo';
        if (kind === 'save') {
          desk.room.runbook.load(JSON.parse(JSON.stringify(desk.room.runbook.save())));
        } else if ('toS' in one) {
          const isEarlier = one.toS * 1000 < desk.room.clock.tMs;
          const rows = desk.give(lead, { kind: 'clock.recycle', args: { toMs: one.toS * 1000, reason: 'R' } });
          expect(Array.isArray(rows)).toBe(isEarlier);
          if (isEarlier) {
            for (const [id, due] of Object.entries(dues)) {
              if (due >= one.toS && model.get(id) === 'done') model.set(id, 'redo');
            }
          }
        } else if (kind === 'finish' || kind === 'override') {
          const isDone = isOpen && (step === 'a' || kind === 'override');
          const rows = desk.give(lead, finish(step, kind === 'override' ? 'Because' : undefined));
          expect(Array.isArray(rows)).toBe(isDone);
          if (isDone) model.set(step, 'done');
        } else {
          const isDone = kind === 'skip' ? isOpen : !isOpen;
          expect(Array.isArray(desk.give(lead, kind === 'skip' ? skip(step) : reopen(step)))).toBe(isDone);
          if (isDone) model.set(step, kind === 'skip' ? 'skipped' : 'open');
        }
        for (const [id, state] of model) {
          const isBlocked = id === 'b' && (state === 'open' || state === 'redo');
          expect(stepOf(desk, id).state).toBe(isBlocked ? 'blocked' : state);
        }
      }
    }),
    { numRuns: runs(300) },
  );
});
