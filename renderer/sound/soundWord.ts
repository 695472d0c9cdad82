import { say } from '../present/say.ts';
import { shortClockWords } from '../present/times.ts';
import type { Sound } from '../state/sound.svelte.ts';

/** How it stands with this screen's sound, in a word or two. */
export function soundWord({ isOn, isBlocked, muteLeftMs }: Pick<Sound, 'isOn' | 'isBlocked' | 'muteLeftMs'>): string {
  if (!isOn) return say('sound.off');
  if (isBlocked) return say('sound.blocked');
  return muteLeftMs > 0 ? say('sound.muted', { time: shortClockWords(muteLeftMs) }) : say('sound.on');
}
