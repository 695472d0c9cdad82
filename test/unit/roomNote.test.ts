import fc from 'fast-check';
import { expect, test } from 'vitest';
import { excerptOf } from '../../shared/model/excerpt.ts';
import { noteReading } from '../../shared/model/room/noteReading.ts';
import { planOf, RoomDesk } from '../help/roomDesk.ts';
import { runs } from '../help/runs.ts';

const plan = planOf(`
format: holdpoint/plan@1
launch: { id: notes, t0: 2026-03-30T14:00:00Z }
roles: { boss: { name: Incident commander, may: [call] }, sre: {} }
indicators: { orders: { kind: speed, count: { metric: orders } } }
`);

function started() {
  const desk = new RoomDesk(plan);
  desk.run(2, { counts: [{ metric: 'orders', value: 1 }] });
  return { desk, boss: desk.take('boss'), sre: desk.take('sre') };
}

function read(desk: RoomDesk) {
  const reading = desk.room.notes.read();
  expect(noteReading.parse(reading)).toEqual(reading);
  return reading;
}

test('a note speaks of its second or of an earlier one, and a correction names the row that it corrects', () => {
  const { desk, sre } = started();
  const { nowMs } = desk.room;
  const write = (args: { text: string; aboutAt?: number; corrects?: number }) =>
    desk.give(sre, { kind: 'note.write', args });
  expect(write({ text: 'Errors rise.' })).toMatchObject([{ kind: 'note.written', seq: 3 }]);
  write({ text: 'They rose a minute ago.', aboutAt: nowMs - 60_000 });
  write({ text: 'It was the sign-in, not the checkout.', corrects: 3 });
  expect(write({ text: 'Soon.', aboutAt: nowMs + 1 })).toMatchObject({ code: 'bad_request' });
  expect(write({ text: 'No.', corrects: 6 })).toEqual({
    code: 'not_found',
    text: 'The ledger has no row 6; name the row that the note corrects.',
  });
  expect(read(desk).notes).toMatchObject([
    { row: 5, corrects: 3, correctedBy: null, by: { role: 'sre' } },
    { row: 4, aboutAt: nowMs - 60_000, at: nowMs, correctedBy: null },
    { row: 3, text: 'Errors rise.', aboutAt: null, corrects: null, correctedBy: 5 },
  ]);
  // The row of a role may be corrected like any other.
  expect(write({ text: 'Taken by the other shift.', corrects: 1 })).toHaveLength(1);
});

test('only a role of the plan writes notes', () => {
  const { desk } = started();
  expect(desk.refusal({ role: 'guest', name: 'G' }, { kind: 'note.write', args: { text: 'Hi.' } }).text).toBe(
    'The plan has no role guest, so it may not write notes; take a role of the plan.',
  );
});

test('a source that will not come back is retired once, by the call', () => {
  const { desk, boss, sre } = started();
  const retire = { kind: 'source.retire', args: { source: 'test', reason: 'The collector was replaced.' } } as const;
  expect(desk.refusal(sre, retire).text).toBe('sre may not retire the source test; ask Incident commander.');
  expect(desk.refusal(boss, { kind: 'source.retire', args: { source: 'other', reason: 'r' } }).code).toBe('not_found');
  desk.do(boss, retire);
  expect(desk.room.sourceState('test')).toBe('retired');
  expect(desk.refusal(boss, retire).code).toBe('already_done');
  expect(read(desk).retired).toEqual([
    { source: 'test', at: desk.room.nowMs, by: boss, reason: 'The collector was replaced.' },
  ]);
});

test('the last twenty notes are shown, newest first, each within its space, before and after a restart', () => {
  const anyNote = fc.record({
    text: fc.string({ minLength: 1, maxLength: 400 }),
    back: fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined }),
    isReloaded: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(anyNote, { maxLength: 30 }), (all) => {
      const { desk, sre } = started();
      const told: { row: number; text: string; corrects: number | null }[] = [];
      for (const { text, back, isReloaded } of all) {
        const corrects = back === undefined ? undefined : desk.rows.length - back;
        if (corrects !== undefined && corrects < 1) continue;
        const rows = desk.do(sre, {
          kind: 'note.write',
          args: { text, ...(corrects === undefined ? {} : { corrects }) },
        });
        told.push({ row: rows[0]?.seq ?? 0, text, corrects: corrects ?? null });
        if (isReloaded) desk.room.notes.load(JSON.parse(JSON.stringify(desk.room.notes.save())));
      }
      const expected = told
        .slice(-20)
        .reverse()
        .map(({ row, text, corrects }) => ({
          row,
          text: excerptOf(text, 160),
          isCut: text.length > 160,
          corrects,
          correctedBy: told.findLast((one) => one.corrects === row)?.row ?? null,
        }));
      expect(read(desk).notes).toMatchObject(expected);
      expect(read(desk).notes).toHaveLength(expected.length);
    }),
    { numRuns: runs(300) },
  );
});
