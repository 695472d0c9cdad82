import type { Chart } from 'chart.js';

/** From the top of the plot to its bottom, at an instant that is in it. */
export function drawUpright(chart: Chart, atMs: number, colour: string, dash: number[]): void {
  const { ctx, chartArea, scales } = chart;
  const x = scales['x'];
  if (x === undefined || atMs < x.min || atMs > x.max) return;
  const at = Math.round(x.getPixelForValue(atMs)) + 0.5;
  drawLine(ctx, [at, chartArea.top, at, chartArea.bottom], colour, dash);
}

export function drawLine(
  ctx: CanvasRenderingContext2D,
  [fromX, fromY, toX, toY]: readonly [number, number, number, number],
  colour: string,
  dash: number[],
): void {
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1;
  ctx.setLineDash(dash);
  ctx.beginPath();
  ctx.moveTo(fromX, fromY);
  ctx.lineTo(toX, toY);
  ctx.stroke();
  ctx.restore();
}
