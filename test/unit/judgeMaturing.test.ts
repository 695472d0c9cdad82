import { expect, test } from 'vitest';
import { judgeRecording } from '../../electron/engine/judgeRecording.ts';
import { linesOver } from '../help/judgeLines.ts';
import { recordingOfLines } from '../help/lineRecording.ts';
import { planOf, t0S } from '../help/tickByTick.ts';

const plan = planOf(`
indicators:
  takeovers: { kind: rate, count: { metric: taken }, per: { metric: signins }, scale: 1000, matures: 60s, proxy: step-ups }
  step-ups: { kind: rate, count: { metric: failed }, per: { metric: signins }, scale: 1000 }
triggers:
  R: { when: { indicator: takeovers, window: 30s, over: 5 }, arm: advise, does: { review: true } }`);

test('labels that mature late: the rule looks at what is ripe, and meanwhile the rest and the proxy are told', async () => {
  const lines = linesOver(0, 120, (second) => [
    { metric: 'signins', value: 100 },
    { metric: 'taken', value: second >= 20 ? 1 : 0 },
    { metric: 'failed', value: 3 },
  ]);
  const recording = recordingOfLines(lines.map((line) => JSON.stringify(line)));
  const { judgements } = await judgeRecording(recording, [plan], { atMs: [(t0S + 50) * 1000, (t0S + 120) * 1000] });
  const [judgement] = judgements;
  const [early, late] = judgement?.at ?? [];
  expect(early?.indicators['takeovers']).toMatchObject([
    { window: '30s', value: null, n: 0, status: 'none' },
    { window: '30s', value: 10, n: 3000, mature: false },
  ]);
  expect(early?.triggers[0]).toMatchObject({ state: 'ok', frozen: true });
  expect(early?.triggers[0]?.why).toBe(
    'takeovers has no traffic; meanwhile step-ups over 30s is 30 per 1,000 (n 3000).',
  );
  expect(late?.triggers[0]).toMatchObject({ state: 'firing' });
  const fired = judgement?.transitions.find(({ kind, to }) => kind === 'trigger' && to === 'firing');
  // More than 5 in 1,000 of the 30 ripe seconds: more than 15 of them lie after second 20.
  expect((fired?.at ?? 0) / 1000 - t0S).toBe(20 + 16 + 60);
});
