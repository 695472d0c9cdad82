import { expect, test } from 'vitest';
import { serveShopNow } from '../help/serveShopNow.ts';

test('as fast as possible can be looked at, and stopped', async () => {
  const { engine } = await serveShopNow(-360);
  const from = engine.state().headTick ?? 0;
  const seen = new Set<number>();
  const stop = engine.subscribe(({ state }) => seen.add(state.tick ?? 0));
  engine.play(Infinity);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  engine.play(0);
  stop();
  const { headTick = 0, isFinished } = engine.state();
  expect(isFinished).toBe(false);
  expect(headTick).toBeGreaterThan(from + 60);
  expect(seen.size).toBeGreaterThan(2);
});
