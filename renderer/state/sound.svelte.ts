import { createContext } from 'svelte';
import type { RoomState } from './room.svelte.ts';
import { SoundDoor } from './soundDoor.ts';
import { type Alarm, type Arm, dueSounds, type DueSound, hear, type Heard, hush, nothingHeard } from './soundDue.ts';

export const [getSound, setSound] = createContext<Sound>();

const lookMs = 500;

/** What is said aloud. */
export interface SoundWords {
  readonly alarm: (alarm: Alarm) => string;
  readonly more: (count: number) => string;
  readonly exercise: () => string;
}

/** Sound of this screen: off until somebody turns it on here, which is also when the browser allows it. */
export class Sound {
  isOn = $state(false);
  /** It was turned on, and the browser lets nothing sound. */
  isBlocked = $state(false);
  /** What it goes on sounding for. */
  alarms = $state.raw<readonly Alarm[]>([]);
  /** For how long it stays mute, ms; 0 while it is not. */
  muteLeftMs = $state(0);
  /** What was said last, as it was said. */
  said = $state('');
  private readonly room: RoomState;
  private readonly words: SoundWords;
  private readonly door = new SoundDoor();
  private heard: Heard = nothingHeard;
  private mutedUntilMs = -Infinity;

  constructor(room: RoomState, words: SoundWords) {
    this.room = room;
    this.words = words;
    $effect(() => {
      const { now, past, connection } = room;
      // Only what is now: whoever looks at the past, or scrubs through it, hears nothing of it.
      const isNow = past === undefined && connection.status === 'open' && now?.state.tick === now?.state.headTick;
      if (!this.isOn || !isNow || now?.room == null || now.judged === null) return;
      this.heard = hear(this.heard, now.room, now.judged);
      this.alarms = this.heard.alarms;
    });
    $effect(() => {
      if (!this.isOn) return undefined;
      const timer = setInterval(() => this.sound(performance.now()), lookMs);
      return () => clearInterval(timer);
    });
    $effect(() => () => this.door.silence());
  }

  /** From a press: the browser opens the loudspeaker for nothing else. */
  async turnOn(): Promise<void> {
    this.heard = nothingHeard;
    this.isOn = true;
    this.isBlocked = !(await this.door.open());
  }

  turnOff(): void {
    this.isOn = false;
    this.alarms = [];
    this.mutedUntilMs = -Infinity;
    this.muteLeftMs = 0;
    this.door.silence();
  }

  /** What each level sounds like, also while it is off or mute. */
  async test(arm: Arm, words: string): Promise<void> {
    if (!(await this.door.open())) {
      this.isBlocked = true;
      return;
    }
    this.isBlocked = false;
    this.tell(arm, arm === 'act' ? words : '');
  }

  /** Something was said to whoever sits here: a tone, and the words. */
  announce(words: string): void {
    if (this.isOn && this.muteLeftMs === 0) this.tell('advise', words);
  }

  /** Mute for a while, once it stands in the ledger: `note` says so there. */
  async mute(forMs: number, note: string): Promise<void> {
    const outcome = await this.room.give({ kind: 'note.write', args: { text: note } });
    if (outcome.kind !== 'done') return;
    this.mutedUntilMs = performance.now() + forMs;
    this.muteLeftMs = forMs;
  }

  unmute(): void {
    this.mutedUntilMs = -Infinity;
    this.muteLeftMs = 0;
  }

  /** Somebody here has heard what nobody can acknowledge in the room: it has cleared, or nobody has joined. */
  hush(alarm: Alarm): void {
    this.heard = hush(this.heard, alarm);
    this.alarms = this.heard.alarms;
  }

  private sound(nowMs: number): void {
    this.muteLeftMs = Math.max(0, this.mutedUntilMs - nowMs);
    if (!this.isRunning) return;
    const { sounds, heard } = dueSounds(this.heard, nowMs);
    this.heard = heard;
    if (this.muteLeftMs === 0) for (const one of sounds) this.make(one);
  }

  /** A launch that is paused sounds for nothing. */
  private get isRunning(): boolean {
    const { session, now } = this.room;
    return session?.kind === 'live' || (now?.state.speed ?? 0) !== 0;
  }

  private make(due: DueSound): void {
    if (due.kind === 'more') this.tell('hold', this.words.more(due.count));
    else this.tell(due.alarm.arm, due.kind === 'alarm' && due.alarm.arm === 'act' ? this.words.alarm(due.alarm) : '');
  }

  /** The tone, and words where there are some. Where nothing can speak the tone stands alone, and the words are shown. */
  private tell(arm: Arm, words: string): void {
    const isExercise = this.room.session?.kind === 'rehearsal';
    const text = [...(isExercise ? [this.words.exercise()] : []), ...(words === '' ? [] : [words])].join('. ');
    this.door.play(arm);
    if (text === '') return;
    this.said = text;
    this.door.speak(text);
  }
}
