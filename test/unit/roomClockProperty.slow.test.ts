import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RoomCommand } from '../../shared/model/room/roomFact.ts';
import { clockReading } from '../../shared/model/room/clockReading.ts';
import { expectMany } from '../help/expectMany.ts';
import { planOf, RoomDesk } from '../help/roomDesk.ts';

const plan = planOf(`
format: holdpoint/plan@1
launch:
  id: clocks
  t0: 2026-03-30T14:00:00Z
  holds: [ { at: T-20s, name: Short, exit: { time: 5s } }, { at: T-10s, name: Look } ]
roles: { lead: { may: [call] } }
indicators: { level: { kind: gauge, gauge: { metric: level } } }
`);
const first = -30;

/** The clock in whole seconds, said as plainly as it can be. */
class PlainClock {
  t = first;
  used = 0;
  person = false;
  on: { name: string; since: number } | undefined;
  passed = new Set<string>();
  now = first;
  begun = false;
  scrubbed = false;

  get stands(): boolean {
    return this.person || this.on !== undefined || this.scrubbed;
  }

  tick(): void {
    this.now += 1;
    if (!this.stands) this.t += 1;
    else if (!this.scrubbed) this.used += 1;
    this.settle();
  }

  settle(): void {
    if (this.scrubbed) return;
    if (this.on?.name === 'Short' && this.now - this.on.since >= 5) this.on = undefined;
    for (const [name, at] of [
      ['Short', -20],
      ['Look', -10],
    ] as const) {
      if (this.t !== at || this.passed.has(name)) continue;
      this.passed.add(name);
      this.on = { name, since: this.now };
    }
  }

  /** Whether the command is done. */
  give({ kind, args }: RoomCommand): boolean {
    if (this.scrubbed) return false;
    if (kind === 'clock.hold') {
      if (this.person) return false;
      this.person = true;
    } else if (kind === 'clock.resume') {
      if (this.person) this.person = false;
      else if (this.on === undefined || (this.on.name === 'Short' && args.reason === undefined)) return false;
      else this.on = undefined;
    } else if (kind === 'clock.recycle') {
      const to = args.toMs / 1000;
      if (this.begun || to >= this.t) return false;
      this.t = to;
      this.person = true;
      this.on = undefined;
      if (to <= -20) this.passed.delete('Short');
      if (to <= -10) this.passed.delete('Look');
    } else if (kind === 'clock.scrub') {
      this.scrubbed = true;
      this.person = false;
      this.on = undefined;
    } else {
      if (this.begun || this.stands || this.t < 0) return false;
      this.begun = true;
    }
    this.settle();
    return true;
  }
}

const step = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 12 }) },
  { weight: 1, arbitrary: fc.constant('save' as const) },
  {
    weight: 6,
    arbitrary: fc.oneof(
      { weight: 3, arbitrary: fc.constant<RoomCommand>({ kind: 'clock.hold', args: { reason: 'R' } }) },
      { weight: 4, arbitrary: fc.constant<RoomCommand>({ kind: 'clock.resume', args: {} }) },
      { weight: 4, arbitrary: fc.constant<RoomCommand>({ kind: 'clock.resume', args: { reason: 'R' } }) },
      { weight: 2, arbitrary: fc.constant<RoomCommand>({ kind: 'clock.launch', args: {} }) },
      {
        weight: 2,
        arbitrary: fc
          .integer({ min: -40, max: 5 })
          .map((to): RoomCommand => ({ kind: 'clock.recycle', args: { toMs: to * 1000, reason: 'R' } })),
      },
      { weight: 1, arbitrary: fc.constant<RoomCommand>({ kind: 'clock.scrub', args: { reason: 'R' } }) },
    ),
  },
);

test('any commands and seconds leave the clock as a plain model says, also after being saved', () => {
  expectMany(
    'clock',
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const desk = new RoomDesk(plan, plan.launch.t0 / 1000 + first);
      desk.run(1);
      const lead = desk.take('lead');
      const model = new PlainClock();
      for (const one of steps) {
        if (one === 'save') desk.room.clock.load(JSON.parse(JSON.stringify(desk.room.clock.save())));
        else if (typeof one === 'number') {
          desk.run(one);
          for (let left = one; left > 0; left -= 1) model.tick();
        } else expect(Array.isArray(desk.give(lead, one))).toBe(model.give(one));
        const read = clockReading.parse(desk.room.clock.read());
        expect(read).toMatchObject({ tMs: model.t * 1000, lMs: model.now * 1000, holdUsedMs: model.used * 1000 });
        expect(read.holds.map(({ builtIn }) => builtIn)).toEqual([
          ...(model.person ? [false] : []),
          ...(model.on === undefined ? [] : [true]),
        ]);
        expect([read.begunAt !== null, read.over]).toEqual([model.begun, model.scrubbed]);
      }
    }),
  );
});
