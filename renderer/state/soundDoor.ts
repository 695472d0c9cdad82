import type { Arm } from './soundDue.ts';

/** Hz, and each beep and the rest after it, ms: told apart by their rhythm alone. */
const tones: Readonly<
  Record<Arm, { readonly hz: number; readonly beeps: readonly (readonly [on: number, off: number])[] }>
> = {
  act: {
    hz: 880,
    beeps: [
      [110, 70],
      [110, 70],
      [110, 0],
    ],
  },
  hold: {
    hz: 620,
    beeps: [
      [280, 180],
      [280, 0],
    ],
  },
  advise: { hz: 440, beeps: [[420, 0]] },
};
const loudest = 0.2;
const edgeS = 0.012;

/** The only way to the loudspeaker. A browser opens it when somebody presses something, and not before. */
export class SoundDoor {
  private context: AudioContext | undefined;
  /** When the last tone will have ended, s of the loudspeaker's own clock: one waits for the other. */
  private freeAtS = 0;

  /** Resolves with whether it may sound. To be called from a press. */
  async open(): Promise<boolean> {
    this.context ??= new AudioContext();
    await this.context.resume();
    return this.context.state === 'running';
  }

  play(arm: Arm): void {
    const { context } = this;
    if (context === undefined) return;
    const { hz, beeps } = tones[arm];
    let atS = Math.max(context.currentTime + 0.02, this.freeAtS);
    for (const [onMs, offMs] of beeps) {
      const oscillator = context.createOscillator();
      const gain = context.createGain();
      const endS = atS + onMs / 1000;
      oscillator.frequency.value = hz;
      gain.gain.setValueAtTime(0, atS);
      gain.gain.linearRampToValueAtTime(loudest, atS + edgeS);
      gain.gain.setValueAtTime(loudest, endS - edgeS);
      gain.gain.linearRampToValueAtTime(0, endS);
      oscillator.connect(gain).connect(context.destination);
      oscillator.start(atS);
      oscillator.stop(endS);
      atS = endS + offMs / 1000;
    }
    this.freeAtS = atS + 0.15;
  }

  /** False where nothing here can speak. */
  speak(text: string): boolean {
    const { speechSynthesis } = globalThis;
    if (speechSynthesis === undefined || speechSynthesis.getVoices().length === 0) return false;
    const words = new SpeechSynthesisUtterance(text);
    words.lang = 'en';
    speechSynthesis.speak(words);
    return true;
  }

  silence(): void {
    globalThis.speechSynthesis?.cancel();
    void this.context?.close();
    this.context = undefined;
    this.freeAtS = 0;
  }
}
