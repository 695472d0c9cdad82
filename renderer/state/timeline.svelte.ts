import { createContext } from 'svelte';
import type { QueryAnswer } from '../../shared/contract/contract.ts';
import type { WireSpeed } from '../../shared/contract/wireRoom.ts';
import { Query } from './query.svelte.ts';
import type { RoomState } from './room.svelte.ts';
import type { Loop } from './timelineMove.ts';

export const [getTimeline, setTimeline] = createContext<TimelineState>();

/** Why a screen cannot run the session's time. */
type WhyStill = 'lost' | 'past' | 'live' | 'rehearsal';

const newest = 1500;
/** How much of the session is shown, ms, from all of it to the least. */
export const lensesMs = [undefined, 3_600_000, 600_000] as const;
/** Speeds that are offered; digits and x set any other up to the most. */
export const speeds: readonly WireSpeed[] = [0.25, 0.5, 1, 2, 5, 10, 30, 60, 100, 300, 1000, 'fastest'];

/** What has happened in the session so far, and how it is played: for the timeline and its keys. */
export class TimelineState {
  /** How much of the session the timeline shows, ms; undefined for all of it. */
  lensMs = $state<number | undefined>();
  loop = $state.raw<Loop | undefined>();
  /** Play goes over what is quiet. */
  isSkipping = $state(false);
  /** Somebody at this screen played or paused. */
  hasToggled = $state(false);
  /** What play did by itself last, until it does something else. */
  told = $state.raw<
    { readonly kind: 'skip'; readonly fromMs: number; readonly toMs: number } | { readonly kind: 'hurry' } | undefined
  >();
  /** The speed at which somebody played last: after a pause it is played at this again. */
  lastSpeed = $state<WireSpeed>(1);
  /** The pace that this page asked for last, until a picture shows what came of it: two quick presses are two. */
  private asked: { readonly speed: WireSpeed; readonly answeredAt: number | undefined } | undefined;
  readonly transitions: Query<'transitions.read'>;
  readonly first: Query<'transitions.read'>;
  readonly ledger: Query<'ledger.read'>;
  readonly gaps: Query<'gaps.read'>;
  readonly others: Query<'overlay.list'>;
  /** The session that is laid under this one: one beside it, none where null, and until somebody chose the one that the host named. */
  otherName = $state<string | null | undefined>();
  private readonly overlay: Query<'overlay.read'>;
  private readonly room: RoomState;
  private readonly sayWhyStill: (why: WhyStill) => string;

  constructor(room: RoomState, sayWhyStill: (why: WhyStill) => string) {
    this.room = room;
    this.sayWhyStill = sayWhyStill;
    // Asked again as the session goes on.
    const head = (): number => room.now?.state.headTick ?? 0;
    const ifAny = <Args>(args: Args): Args | undefined => (head() === 0 ? undefined : args);
    this.transitions = new Query(room, 'transitions.read', () => ifAny({ limit: newest, toAt: head() * 1000 }), head);
    this.first = new Query(
      room,
      'transitions.read',
      () => ifAny({ limit: 1, after: -1 }),
      () => this.firstMs ?? head(),
    );
    this.ledger = new Query(
      room,
      'ledger.read',
      () => (this.seq === 0 ? undefined : { limit: 500, toSeq: this.seq }),
      () => this.seq,
    );
    this.gaps = new Query(room, 'gaps.read', () => ifAny({ limit: 200 }), head);
    this.overlay = new Query(
      room,
      'overlay.read',
      () => (this.otherName === null ? undefined : this.otherName === undefined ? {} : { name: this.otherName }),
      () => 0,
    );
    // Files come and go while the session does.
    this.others = new Query(
      room,
      'overlay.list',
      () => ({}),
      () => Math.floor(head() / 60),
    );
    // As fast as possible is remembered when it is asked for, and not when play only runs ahead by itself.
    $effect(() => {
      const speed = room.now?.state.speed;
      if (typeof speed === 'number' && speed > 0) this.lastSpeed = speed;
      const { answeredAt } = this.asked ?? {};
      if (answeredAt !== undefined && room.now?.number !== answeredAt) this.asked = undefined;
    });
  }

  /** Another session under this one; undefined while there is none, or it is still being read. */
  get other(): NonNullable<QueryAnswer<'overlay.read'>['overlay']> | undefined {
    const asked = this.otherName === undefined ? this.others.answer?.first : this.otherName;
    const found = this.overlay.answer?.overlay ?? undefined;
    return asked !== null && found?.name === asked ? found : undefined;
  }

  /** Why the one that was chosen cannot be laid there. */
  get otherTrouble(): string | undefined {
    return this.otherName === null ? undefined : this.overlay.trouble;
  }

  get nowMs(): number {
    return (this.room.now?.state.headTick ?? 0) * 1000;
  }

  get firstMs(): number | undefined {
    return this.first.answer?.transitions[0]?.at;
  }

  /** What happened up to the newest second is known. */
  get isKnown(): boolean {
    return this.transitions.answer !== undefined && (this.seq === 0 || this.ledger.answer !== undefined);
  }

  /** Up to which second it is known. */
  get knownMs(): number {
    return (this.transitions.answer?.judgedTick ?? 0) * 1000;
  }

  /** The session's time runs: not paused, and not at the end of a recording. */
  get isPlaying(): boolean {
    const state = this.room.now?.state;
    if (state === undefined || state.speed === 0) return false;
    if (!this.room.mayPace) return this.room.past === undefined;
    return !state.isFinished || state.tick !== state.headTick;
  }

  /** What others pace goes on: it is this screen that is held, and lets go again. */
  togglePlay(): void {
    if (this.isLost()) return;
    if (!this.room.mayPace) {
      this.hasToggled = true;
      if (this.room.past === undefined) void this.room.lookBack(this.nowMs / 1000);
      else this.room.lookNow();
      return;
    }
    if (this.isStill()) return;
    this.hasToggled = true;
    const isPlaying = this.asked === undefined ? this.isPlaying : this.asked.speed !== 0;
    void this.pace(isPlaying ? 0 : this.lastSpeed);
  }

  toggleSkip(): void {
    if (!this.isStill()) this.isSkipping = !this.isSkipping;
  }

  /** The next of the speeds that are offered. */
  goFaster(direction: 1 | -1): void {
    const now = this.lastSpeed === 'fastest' ? Infinity : this.lastSpeed;
    const valueOf = (speed: WireSpeed): number => (speed === 'fastest' ? Infinity : speed);
    const speed =
      direction === 1 ? speeds.find((one) => valueOf(one) > now) : speeds.findLast((one) => valueOf(one) < now);
    if (speed !== undefined) this.play(speed);
  }

  play(speed: WireSpeed): void {
    if (this.isStill()) return;
    this.lastSpeed = speed;
    void this.pace(speed);
  }

  /** Moves everybody's replay. What is under way, and where this page looks at the past already, is moved here alone. */
  async seek(atMs: number): Promise<void> {
    const { room } = this;
    if (this.isLost()) return;
    const tick = Math.max(0, Math.round(atMs / 1000));
    if (room.past === undefined && !room.isUnderWay) await room.control('replay.seek', { tick });
    else if (room.isUnderWay && tick >= this.nowMs / 1000) room.lookNow();
    else await room.lookBack(Math.min(Math.max(tick, (this.firstMs ?? 0) / 1000), this.nowMs / 1000));
  }

  seekBy(seconds: number): void {
    const atMs = this.room.shownAtMs;
    if (atMs !== undefined) void this.seek(atMs + seconds * 1000);
  }

  /** All of the session, its last hour, its last minutes, and all of it again. */
  nextLens(): void {
    const place = lensesMs.findIndex((one) => one === this.lensMs);
    this.lensMs = lensesMs[(place + 1) % lensesMs.length];
  }

  /** One end of the loop, at the second that is shown. An end that lies before the beginning begins a new one. */
  markLoop(end: 'from' | 'to'): void {
    const atMs = this.room.shownAtMs;
    if (atMs === undefined) return;
    if (end === 'from') {
      const { toMs } = this.loop ?? {};
      this.setLoop(atMs, toMs !== undefined && toMs > atMs ? toMs : undefined);
    } else if (this.loop !== undefined && this.loop.fromMs < atMs) this.setLoop(this.loop.fromMs, atMs);
  }

  /** What is under way goes on, whoever would like to see some of it again. */
  setLoop(fromMs: number, toMs: number | undefined): void {
    if (!this.room.isUnderWay && !this.isStill()) this.loop = { fromMs, toMs };
  }

  endLoop(): void {
    this.loop = undefined;
  }

  private async pace(speed: WireSpeed): Promise<void> {
    const asked = { speed, answeredAt: undefined };
    this.asked = asked;
    const isDone = await this.room.control('replay.play', { speed });
    if (this.asked === asked) this.asked = isDone ? { speed, answeredAt: this.room.now?.number } : undefined;
  }

  /** The past that this page alone looks at is not played, nor is a room that is lost: which of them, is said. */
  private isStill(): boolean {
    if (this.isLost()) return true;
    const { past, mayPace, isExercise } = this.room;
    if (past === undefined && mayPace) return false;
    this.room.sayBarred(this.sayWhyStill(mayPace ? 'past' : isExercise ? 'rehearsal' : 'live'));
    return true;
  }

  private isLost(): boolean {
    if (this.room.connection.status === 'open') return false;
    this.room.sayBarred(this.sayWhyStill('lost'));
    return true;
  }

  private get seq(): number {
    return this.room.now?.room?.seq ?? 0;
  }
}
