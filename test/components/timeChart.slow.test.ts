import { Chart } from 'chart.js';
import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { TimeChartModel } from '../../renderer/charts/timeChart.ts';
import ChartHarness from './ChartHarness.svelte';

/** A minute of one line that ends at `last`. */
function modelOf(last: number): TimeChartModel {
  const values = [...Array.from({ length: 59 }, () => 1), last];
  return {
    name: 'Heat',
    summary: `Heat is ${last}.`,
    fromMs: 0,
    toMs: 60_000,
    stepMs: 1000,
    lines: [{ id: 'heat', name: 'heat', values, rank: 'first' }],
    limits: [],
    words: String,
  };
}

test('a chart lives as long as its board: it is drawn when what it shows has changed, and not for every picture', async () => {
  const { container, rerender } = await render(ChartHarness, { model: modelOf(1) });
  const canvas = container.querySelector('canvas');
  const first = canvas === null ? undefined : Chart.getChart(canvas);
  if (canvas === null || first === undefined) throw new Error('There is no chart.');
  await expect.poll(() => first.chartArea.width).toBeGreaterThan(100);
  await new Promise((resolve) => setTimeout(resolve, 200));
  let draws = 0;
  const draw = first.draw.bind(first);
  first.draw = () => {
    draws += 1;
    draw();
  };
  for (let picture = 0; picture < 4; picture += 1) await rerender({ model: modelOf(1) });
  await new Promise(requestAnimationFrame);
  expect([Chart.getChart(canvas)?.id, draws]).toEqual([first.id, 0]);
  await rerender({ model: modelOf(2) });
  await expect.poll(() => draws).toBe(1);
  expect([Chart.getChart(canvas)?.id, draws]).toEqual([first.id, 1]);
  expect(first.data.datasets[0]?.data.at(-1)).toMatchObject({ y: 2 });
});
