import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { criticalPath, slackOf, type Span } from '../../shared/judge/room/criticalPath.ts';
import type { RoomCommand } from '../../shared/model/room/roomFact.ts';
import { milestoneReading } from '../../shared/model/room/milestoneReading.ts';
import { planOf, RoomDesk } from '../help/roomDesk.ts';
import { runs } from '../help/runs.ts';

const dayMs = 86_400_000;
const plan = planOf(`
format: holdpoint/plan@1
launch: { id: ready, t0: 2026-03-30T14:00:00Z }
roles: { lead: { may: [call] }, sre: {}, growth: {} }
indicators: { level: { kind: gauge, gauge: { metric: level } } }
evidence:
  late: { says: Late paper, kind: file, due: T-7d, owner: sre }
  soon: { says: Paper, kind: file, due: T+1d }
  never: { says: Paper, kind: file }
milestones:
  frozen: { says: Frozen, owner: sre, at: T-60d }
  one: { says: Review one, owner: sre, from: T-56d, lasts: 10d, needs: [frozen], uses: reviews }
  two: { says: Review two, from: T-55d, lasts: 10d, needs: [frozen], uses: reviews }
  three: { says: Review three, from: T-50d, lasts: 9d, uses: reviews }
  drill: { says: Drill, owner: sre, at: T-3d, needs: [one, two] }
capacity: { reviews: 2 }
`);
const { t0 } = plan.launch;

function room(fromDays: number) {
  const desk = new RoomDesk(plan, t0 / 1000 + fromDays * 86_400);
  desk.run(1);
  return { desk, lead: desk.take('lead', 'A'), sre: desk.take('sre', 'B'), growth: desk.take('growth', 'C') };
}
const reach = (milestone: string): RoomCommand => ({ kind: 'milestone.reach', args: { milestone } });
const move = (milestone: string, days: number): RoomCommand => ({
  kind: 'milestone.move',
  args: { milestone, toAt: t0 + days * dayMs, reason: 'Later' },
});
const read = (desk: RoomDesk) => milestoneReading.parse(desk.room.milestones.read());

describe('readiness', () => {
  test('says what is late, what lies ahead and how much it may slip', () => {
    const { desk } = room(-52);
    const { milestones, criticalPath: path, conflicts, evidence, says } = read(desk);
    expect(milestones.map(({ id, state, slackMs, critical }) => [id, state, slackMs / dayMs, critical])).toEqual([
      ['frozen', 'late', 50, true],
      ['one', 'due', 46, true],
      ['two', 'due', 45, false],
      ['three', 'ahead', 41, false],
      ['drill', 'ahead', 3, true],
    ]);
    expect(path).toEqual(['frozen', 'one', 'drill']);
    expect(conflicts).toEqual([
      'one, two and three need 3 of reviews at once from T-50d to T-46d, and there are 2; move or cut one, which has 46d to spare.',
    ]);
    expect(evidence.map(({ id, late }) => [id, late])).toEqual([
      ['late', false],
      ['soon', false],
    ]);
    expect(says).toBe('0 of 5 milestones reached, 1 late; 0 of 2 evidence late.');
  });

  test('is carried into the day', () => {
    const { desk } = room(-1);
    expect(read(desk).evidence.map(({ id, late }) => [id, late])).toEqual([
      ['late', true],
      ['soon', false],
    ]);
    expect(new Set(read(desk).milestones.map(({ state }) => state))).toEqual(new Set(['late']));
  });

  test('a plan that was written later says what was reached before it, and knows nothing of what is to come', () => {
    const later = {
      ...plan,
      milestones: Object.fromEntries(
        Object.entries(plan.milestones).map(([id, one]) => [
          id,
          id === 'one' ? { ...one, reached: { tMs: -50 * dayMs } } : one,
        ]),
      ),
    };
    const states = [-52, -49].map((fromDays) => {
      const desk = new RoomDesk(later, t0 / 1000 + fromDays * 86_400);
      desk.run(1);
      return read(desk).milestones.find(({ id }) => id === 'one');
    });
    expect(states.map((one) => [one?.state, one?.reachedAt])).toEqual([
      ['due', null],
      ['reached', t0 - 50 * dayMs],
    ]);
  });

  test('what is moved or reached changes what fits', () => {
    const { desk, sre, lead } = room(-52);
    desk.do(lead, move('three', -45));
    expect(read(desk).conflicts).toEqual([]);
    expect(read(desk).milestones[3]).toMatchObject({ from: t0 - 45 * dayMs, planned: t0 - 41 * dayMs });
    desk.do(lead, move('three', -50));
    desk.do(sre, reach('one'));
    expect(read(desk).conflicts).toEqual([]);
    desk.do(sre, move('drill', 1));
    desk.do(lead, move('two', 0));
    expect(read(desk).conflicts).toEqual([
      'two ends 10d after T-0; begin it earlier, or cut it.',
      'drill begins 9d before two ends, which it needs; begin drill later, or two earlier.',
      'drill ends 1d after T-0; begin it earlier, or cut it.',
    ]);
  });

  test('is declared by its owner or the caller, once', () => {
    const { desk, sre, lead, growth } = room(-52);
    expect(desk.refusal(growth, reach('frozen')).code).toBe('not_allowed');
    expect(desk.refusal(sre, reach('two')).code).toBe('not_allowed');
    expect(desk.refusal(sre, reach('four')).code).toBe('not_found');
    expect(desk.refusal(sre, move('one', -56)).code).toBe('already_done');
    desk.do(sre, reach('frozen'));
    expect(desk.refusal(lead, reach('frozen')).code).toBe('already_done');
    expect(desk.refusal(lead, move('frozen', -50)).code).toBe('already_done');
    expect(read(desk).milestones[0]).toMatchObject({ state: 'reached', reachedAt: desk.room.nowMs });
  });
});

test('any commands, saved and loaded, read the same', () => {
  const command = fc.tuple(
    fc.constantFrom('frozen', 'one', 'two', 'three', 'drill'),
    fc.option(fc.integer({ min: -70, max: 5 }), { nil: undefined }),
  );
  fc.assert(
    fc.property(fc.array(command, { maxLength: 20 }), (commands) => {
      const { desk, lead } = room(-52);
      const other = new RoomDesk(plan);
      for (const [id, days] of commands) {
        desk.give(lead, days === undefined ? reach(id) : move(id, days));
        other.room.milestones.load(JSON.parse(JSON.stringify(desk.room.milestones.save())));
        expect(other.room.milestones.save()).toEqual(desk.room.milestones.save());
        for (const { id: one, from, to } of read(desk).milestones) {
          expect(to - from).toBe(plan.milestones[one]?.lasts ?? 0);
        }
      }
    }),
    { numRuns: runs(200) },
  );
});

test('slack is as far as one milestone may slip; a path has the most work of all chains', () => {
  const graph = fc.array(
    fc.record({ from: fc.nat(50), lasts: fc.nat(20), needs: fc.array(fc.nat(5), { maxLength: 3 }) }),
    { minLength: 1, maxLength: 6 },
  );
  fc.assert(
    fc.property(graph, (nodes) => {
      // Needs point backwards, so there are no circles.
      const spans: Span[] = nodes.map(({ from, lasts, needs }, place) => ({
        id: `m${place}`,
        fromMs: from,
        toMs: from + lasts,
        needs: [...new Set(needs.filter((need) => need < place))].map((need) => `m${need}`),
        uses: undefined,
      }));
      const chains = spans.reduce<Map<string, number>>((known, { id, fromMs, toMs, needs }) => {
        return known.set(id, toMs - fromMs + Math.max(0, ...needs.map((need) => known.get(need) ?? 0)));
      }, new Map());
      const path = criticalPath(spans);
      const work = path.reduce((sum, id) => sum + (nodes[Number(id.slice(1))]?.lasts ?? 0), 0);
      expect(work).toBe(Math.max(...chains.values()));
      const slack = slackOf(spans, 100);
      const isOnTime = (slipped: string, slip: number): boolean => {
        const ends = new Map<string, number>();
        for (const { id, fromMs, toMs, needs } of spans) {
          if (id === slipped) ends.set(id, toMs + slip);
          else if (needs.some((need) => ends.has(need))) {
            ends.set(id, Math.max(...needs.map((need) => ends.get(need) ?? -Infinity)) + toMs - fromMs);
          }
        }
        return [...ends.values()].every((end) => end <= 100);
      };
      for (const { id } of spans) {
        const most = slack.get(id) ?? 0;
        expect(isOnTime(id, most)).toBe(true);
        expect(isOnTime(id, most + 1)).toBe(false);
      }
    }),
    { numRuns: runs(1000) },
  );
});

test('needs in a circle end', () => {
  const spans = ['a', 'b'].map((id, place): Span => ({
    id,
    fromMs: place,
    toMs: place + 1,
    needs: [id === 'a' ? 'b' : 'a'],
    uses: undefined,
  }));
  expect(criticalPath(spans)).toHaveLength(2);
  expect(slackOf(spans, 10).size).toBe(2);
});
