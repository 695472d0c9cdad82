import { instantAt } from '../../base/instant.ts';
import { excerptOf } from '../../model/excerpt.ts';
import type { ClockReading } from '../../model/room/clockReading.ts';
import type { CommandRefusal } from '../../model/room/refusal.ts';
import type { CommandArgs, RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import { type Asker, type Book, type ClockDesk, type Decided, refuse, type World } from './book.ts';
import { type Collision, collisions } from '../calendarCollisions.ts';
import { readCalendar, readCollisions } from './calendarReading.ts';
import {
  exitWords,
  type HoldMark,
  holdMarks,
  isExitMet,
  mostWords,
  type PersonHold,
  readPersonHold,
} from './clockHolds.ts';
import { missingRight } from './missingRight.ts';
import { momentWords } from './momentWords.ts';
import { stillMakeIt } from './stillMakeIt.ts';

interface SavedClock {
  readonly hasStarted: boolean;
  readonly markAt: number;
  readonly markTMs: number;
  readonly usedMs: number;
  readonly person: PersonHold | null;
  /** Built-in holds that are on, by their place in the plan. */
  readonly on: readonly (readonly [place: number, sinceAt: number])[];
  readonly passed: readonly number[];
  readonly begunAt: number | null;
  readonly scrubbed: string | null;
}

/** The clock of the launch: T, which holds; L, which does not; the window. */
export class ClockBook implements Book, ClockDesk {
  readonly world: World;
  private readonly marks: readonly HoldMark[];
  private readonly collisions: readonly Collision[];
  private clock: SavedClock;

  constructor(world: World) {
    this.world = world;
    this.marks = holdMarks(world.plan);
    this.collisions = collisions(world.plan);
    this.clock = {
      hasStarted: false,
      markAt: this.t0,
      markTMs: 0,
      usedMs: 0,
      person: null,
      on: [],
      passed: [],
      begunAt: null,
      scrubbed: null,
    };
  }

  get tMs(): number {
    return this.tAt(this.world.nowMs);
  }

  get isOver(): boolean {
    const { ends } = this.world.plan.launch;
    return this.clock.scrubbed !== null || (ends !== undefined && this.world.nowMs > instantAt(ends, this.t0));
  }

  holds(): readonly string[] {
    const { scrubbed, person, on } = this.clock;
    if (scrubbed !== null) return [`Scrubbed: ${excerptOf(scrubbed, mostWords)}`];
    const texts = person === null ? [] : [`${person.name} holds the clock: ${excerptOf(person.reason, mostWords)}`];
    for (const { mark } of this.marksOn(on)) texts.push(`Built-in hold ${mark.name}, ${exitWords(mark)}.`);
    return texts;
  }

  apply(row: RoomRow): void {
    const { at, actor } = row;
    // A hold that passed while nobody was there is not entered by whoever joins.
    if (this.world.tick !== undefined && actor.role !== 'system') this.start();
    if (row.kind === 'clock.held') {
      const { hold, reason } = row.body;
      const mark = hold === undefined ? undefined : this.markOf(hold);
      if (mark !== undefined) this.stand(at, { on: [...this.clock.on, [mark.place, at]] }, mark.tMs);
      else if (hold === undefined) this.stand(at, { person: { reason, name: actor.name, sinceAt: at } });
      if (mark !== undefined) this.change({ passed: [...this.clock.passed, mark.place] });
    } else if (row.kind === 'clock.resumed') {
      const left = this.marksOn(this.clock.on).filter(({ mark }) => mark.name === row.body.hold)[0]?.mark.place;
      if (row.body.hold === undefined) this.stand(at, { person: null });
      else this.stand(at, { on: this.clock.on.filter(([place]) => place !== left) });
    } else if (row.kind === 'clock.recycled') {
      const { toMs, reason } = row.body;
      this.stand(at, { person: { reason, name: actor.name, sinceAt: at }, on: [] }, toMs);
      const redone = new Set(this.marks.filter(({ tMs }) => tMs >= toMs).map(({ place }) => place));
      this.change({ passed: this.clock.passed.filter((place) => !redone.has(place)) });
    } else if (row.kind === 'clock.scrubbed') {
      this.stand(at, { scrubbed: row.body.reason, person: null, on: [] });
    } else if (row.kind === 'launch.begun') this.change({ begunAt: at });
  }

  advance(): void {
    this.start();
  }

  due(): readonly RoomFact[] {
    if (!this.clock.hasStarted || this.isOver) return [];
    const { nowMs } = this.world;
    const done = this.marksOn(this.clock.on).find(({ mark, sinceAt }) => isExitMet(mark, nowMs - sinceAt, this.world));
    if (done !== undefined) return [{ kind: 'clock.resumed', body: { hold: done.mark.name } }];
    const next = this.next();
    if (next === undefined || next.tMs > this.tMs) return [];
    return [{ kind: 'clock.held', body: { hold: next.name, reason: 'built-in hold' } }];
  }

  hold({ reason }: CommandArgs<'clock.hold'>, { actor }: Asker): Decided {
    const { person } = this.clock;
    const missing = this.mayNot(actor.role, 'hold the clock');
    if (missing !== undefined) return missing;
    if (person === null) return [{ kind: 'clock.held', body: { reason } }];
    return refuse(
      'already_done',
      `${person.name} has held the clock since ${this.words(person.sinceAt)} (${person.reason}).`,
    );
  }

  resume({ reason }: CommandArgs<'clock.resume'>, { actor }: Asker): Decided {
    const missing = this.mayNot(actor.role, 'resume the clock');
    if (missing !== undefined) return missing;
    if (this.clock.person !== null) return [{ kind: 'clock.resumed', body: { reason } }];
    const mark = this.marksOn(this.clock.on)[0]?.mark;
    if (mark === undefined) return refuse('already_done', 'No hold is on: T is running.');
    if (mark.exit !== undefined && reason === undefined) {
      return refuse(
        'bad_request',
        `Hold ${mark.name} is on ${exitWords(mark)}; to leave it before that, give a reason.`,
      );
    }
    return [{ kind: 'clock.resumed', body: { hold: mark.name, reason } }];
  }

  recycle({ toMs, reason }: CommandArgs<'clock.recycle'>, { actor }: Asker): Decided {
    const missing = this.mayNot(actor.role, 'recycle the clock');
    if (missing !== undefined) return missing;
    const { begunAt } = this.clock;
    if (begunAt !== null) {
      return refuse(
        'bad_request',
        `Lift-off was confirmed at ${this.words(begunAt)}; what is launched is taken back on the ramp.`,
      );
    }
    const [to, now] = [this.words(this.t0 + toMs), this.words(this.t0 + this.tMs)];
    if (toMs < this.tMs) return [{ kind: 'clock.recycled', body: { toMs, reason } }];
    return refuse(
      'bad_request',
      `The clock goes back to an earlier mark, and ${to} is not before ${now}; name one that is.`,
    );
  }

  scrub({ reason }: CommandArgs<'clock.scrub'>, { actor }: Asker): Decided {
    const refused = this.mayNot(actor.role, 'scrub the launch');
    if (refused?.code === 'read_only' && this.clock.scrubbed !== null) return { ...refused, code: 'already_done' };
    return refused ?? [{ kind: 'clock.scrubbed', body: { reason } }];
  }

  launch(_args: CommandArgs<'clock.launch'>, { actor }: Asker): Decided {
    const missing = this.mayNot(actor.role, 'confirm lift-off');
    if (missing !== undefined) return missing;
    const { begunAt } = this.clock;
    const { window } = this.world.plan.launch;
    const { nowMs, tMs } = this;
    if (begunAt !== null) return refuse('already_done', `Lift-off was confirmed at ${this.words(begunAt)}.`);
    const hold = this.holds()[0];
    if (hold !== undefined) return refuse('not_yet', `A hold is on. ${hold} Resume the clock first.`);
    if (tMs < 0)
      return refuse('not_yet', `The clock reads ${this.words(this.t0 + tMs)}; confirm lift-off at T-0 or after it.`);
    if (window !== undefined && nowMs < instantAt(window.opens, this.t0)) {
      return refuse('not_yet', `The window opens at ${this.words(instantAt(window.opens, this.t0))}; wait for it.`);
    }
    if (window !== undefined && nowMs >= instantAt(window.closes, this.t0)) {
      return refuse(
        'not_yet',
        `The window closed at ${this.words(instantAt(window.closes, this.t0))}; scrub the launch.`,
      );
    }
    return [{ kind: 'launch.begun', body: {} }];
  }

  read(): ClockReading {
    const { tMs, nowMs, clock, isOver } = this;
    const { window } = this.world.plan.launch;
    const windowLeftMs = window === undefined ? null : instantAt(window.closes, this.t0) - nowMs;
    const next = clock.scrubbed === null ? this.next() : undefined;
    const ahead = this.marks.filter(({ place }) => !clock.passed.includes(place) && clock.hasStarted);
    const on = this.marksOn(clock.on).map(({ mark, sinceAt }) => ({ mark, sinceAt, usedMs: nowMs - sinceAt }));
    const asksToMakeIt = windowLeftMs !== null && clock.begunAt === null && !isOver;
    return {
      tMs,
      lMs: nowMs - this.t0,
      windowLeftMs,
      windowOpen: window !== undefined && nowMs >= instantAt(window.opens, this.t0) && (windowLeftMs ?? 0) > 0,
      holds: [
        ...readPersonHold(clock.person, nowMs),
        ...on.map(({ mark, sinceAt, usedMs }) => ({
          name: mark.name,
          builtIn: true,
          since: sinceAt,
          reason: 'built-in hold',
          exit: exitWords(mark),
          usedMs,
        })),
      ],
      holdUsedMs: clock.usedMs + this.usedSince(nowMs),
      next: next === undefined ? null : { name: next.name, inMs: next.tMs - tMs },
      begunAt: clock.begunAt,
      scrubbed: clock.scrubbed === null ? null : excerptOf(clock.scrubbed, mostWords),
      over: isOver,
      makeIt: asksToMakeIt
        ? stillMakeIt(windowLeftMs, tMs, [...on, ...ahead.map((mark) => ({ mark, usedMs: 0 }))])
        : null,
      calendar: readCalendar(this.world.plan, nowMs),
      collisions: readCollisions(this.collisions, nowMs),
    };
  }

  save(): unknown {
    return this.clock;
  }

  load(saved: unknown): void {
    this.clock = saved as SavedClock;
  }

  private get t0(): number {
    return this.world.plan.launch.t0;
  }

  private get nowMs(): number {
    return this.world.nowMs;
  }

  private get isStanding(): boolean {
    const { person, on, scrubbed } = this.clock;
    return person !== null || on.length > 0 || scrubbed !== null;
  }

  private tAt(atMs: number): number {
    const { markAt, markTMs } = this.clock;
    return this.isStanding ? markTMs : markTMs + (atMs - markAt);
  }

  /** How long T has stood in a hold since the last mark. After a scrub nothing is held any more. */
  private usedSince(atMs: number): number {
    return this.isStanding && this.clock.scrubbed === null ? atMs - this.clock.markAt : 0;
  }

  private change(changes: Partial<SavedClock>): void {
    this.clock = { ...this.clock, ...changes };
  }

  /** A session that joins later does not enter the holds that lie before its first second. */
  private start(): void {
    if (this.clock.hasStarted) return;
    const before = this.marks.filter(({ tMs }) => tMs < this.tMs);
    this.change({ hasStarted: true, passed: before.map(({ place }) => place) });
  }

  /** Changes what stands, and marks from where T goes on. */
  private stand(atMs: number, changes: Partial<SavedClock>, tMs = this.tAt(atMs)): void {
    this.change({ usedMs: this.clock.usedMs + this.usedSince(atMs), markAt: atMs, markTMs: tMs, ...changes });
  }

  private next(): HoldMark | undefined {
    return this.marks.find(({ place }) => !this.clock.passed.includes(place));
  }

  private markOf(name: string): HoldMark | undefined {
    return this.marks.find((mark) => mark.name === name && !this.clock.passed.includes(mark.place));
  }

  private marksOn(on: SavedClock['on']): { readonly mark: HoldMark; readonly sinceAt: number }[] {
    return on.flatMap(([place, sinceAt]) => {
      const mark = this.marks.find((one) => one.place === place);
      return mark === undefined ? [] : [{ mark, sinceAt }];
    });
  }

  private mayNot(role: string, toDo: string): CommandRefusal | undefined {
    const missing = missingRight(this.world, role, 'call', toDo);
    if (missing !== undefined) return missing;
    const { scrubbed } = this.clock;
    if (scrubbed !== null) return refuse('read_only', `The launch was scrubbed (${scrubbed}); start another session.`);
    if (this.isOver) return refuse('read_only', 'The launch has ended; start another session.');
    if (this.world.tick !== undefined) return undefined;
    return refuse('not_started', `Nothing has been judged yet; ${toDo} after the first second.`);
  }

  private words(atMs: number): string {
    return momentWords(atMs, this.t0);
  }
}
