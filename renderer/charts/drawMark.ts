import type { Chart } from 'chart.js';
import type { Colours } from '../state/palette.svelte.ts';
import { drawUpright } from './drawLines.ts';
import { drawWords } from './drawWords.ts';
import type { ChartMark } from './timeChart.ts';

const halfPx = 4;
/** Words stand over the triangles of what fired. */
const wordsPx = 16;

/** Words that stand at the left edge already, px. */
export interface TakenPlace {
  readonly right: number;
  readonly middle: number;
}

/**
 * Small charts have many marks and little room: a word is left out where the next mark of the call comes too soon, or where a
 * limit has its name.
 */
export function drawMarks(
  chart: Chart,
  marks: readonly ChartMark[],
  colours: Colours,
  taken: readonly TakenPlace[],
): void {
  for (const [index, mark] of marks.entries()) {
    const next = marks.slice(index + 1).find(({ kind, atMs }) => kind === 'call' && atMs >= mark.atMs);
    drawMark(chart, mark, colours, { untilMs: next?.atMs, taken });
  }
}

/** A decision is a diamond at the top, what fired a triangle at the bottom; the call's change is a line with its word. */
function drawMark(
  chart: Chart,
  { atMs, kind, mark, name }: ChartMark,
  colours: Colours,
  { untilMs, taken }: { readonly untilMs: number | undefined; readonly taken: readonly TakenPlace[] },
): void {
  const { ctx, chartArea, scales } = chart;
  const x = scales['x'];
  if (x === undefined || atMs < x.min || atMs > x.max) return;
  const at = Math.round(x.getPixelForValue(atMs)) + 0.5;
  const { top, bottom } = chartArea;
  const colour = mark === 'crit' || mark === 'caut' || mark === 'advi' ? colours[mark] : colours['ink-2'];
  ctx.save();
  ctx.fillStyle = colour;
  if (kind === 'decision') {
    drawUpright(chart, atMs, colours['ink-3'], [1, 2]);
    fill(ctx, [at, top - halfPx, at + halfPx, top, at, top + halfPx, at - halfPx, top]);
  } else if (kind === 'trigger') {
    fill(ctx, [at, bottom - 2 * halfPx, at + halfPx, bottom, at - halfPx, bottom]);
  } else {
    drawUpright(chart, atMs, colours['ink-3'], [1, 2]);
    const end = Math.min(chartArea.right, untilMs === undefined ? Infinity : x.getPixelForValue(untilMs));
    const isTaken = taken.some(({ right, middle }) => at < right && Math.abs(bottom - wordsPx - middle) < 14);
    if (kind === 'call' && !isTaken && at + ctx.measureText(name).width + 6 < end) {
      drawWords(ctx, name, [at + 3, bottom - wordsPx], colour, colours);
    }
  }
  ctx.restore();
}

function fill(ctx: CanvasRenderingContext2D, corners: readonly number[]): void {
  ctx.beginPath();
  for (let index = 0; index < corners.length; index += 2) ctx.lineTo(corners[index] ?? 0, corners[index + 1] ?? 0);
  ctx.closePath();
  ctx.fill();
}
