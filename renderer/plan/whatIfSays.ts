import { say } from '../present/say.ts';
import { spanWords } from '../present/times.ts';
import type { WhatIf } from './whatIfTracks.ts';

type Story = WhatIf['original'];

/** What a rule did, in half a sentence: `1 of 2 found after 28 s, 1 missed, no false alarm`. */
export function storyWords({ score, transitions, total }: Story): string {
  const fires = transitions.filter(({ to }) => to === 'firing').length;
  if (score === null) {
    return total === 0 ? say('whatIf.nothingHappens') : say('whatIf.changes', { count: total });
  }
  const { expected, found, falseAlarms, falseSeconds, detect } = score;
  if (expected === 0 && fires === 0) return say('whatIf.nothingHappens');
  const parts = [
    expected === 0
      ? say('whatIf.fires', { count: fires })
      : `${say('whatIf.found', { found, expected })}${
          detect === null ? '' : ` ${say('whatIf.takes', { time: spanWords(detect.median * 1000) })}`
        }`,
    ...(expected > found ? [say('whatIf.missed', { count: expected - found })] : []),
    falseAlarms === 0
      ? say('whatIf.noFalseAlarm')
      : say('whatIf.falseAlarms', { count: falseAlarms, time: spanWords(falseSeconds * 1000) }),
  ];
  return parts.join(', ');
}
