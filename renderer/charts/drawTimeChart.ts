import { type Chart, type ChartDataset, type Plugin } from 'chart.js';
import { utcWords } from '../present/times.ts';
import type { Colours } from '../state/palette.svelte.ts';
import { drawLine, drawUpright } from './drawLines.ts';
import { drawMarks, type TakenPlace } from './drawMark.ts';
import { drawWords, fitWords } from './drawWords.ts';
import type { ChartBand, ChartLine, TimeChartModel } from './timeChart.ts';

/** What the drawing needs beside Chart.js' own options: it changes with every picture and with the pointer. */
export interface Drawing {
  model: TimeChartModel;
  colours: Colours;
  cursorMs: number | undefined;
}

type Point = { readonly x: number; readonly y: number | null };
export type LineSet = ChartDataset<'line', Point[]>;

const dashes: Readonly<Record<ChartLine['rank'], number[]>> = { first: [], second: [4, 3], third: [1, 3] };
const widths: Readonly<Record<ChartLine['rank'], number>> = { first: 1.75, second: 1.25, third: 1.25 };

export function toLineSet(line: ChartLine, { fromMs, stepMs }: TimeChartModel, colours: Colours): LineSet {
  const { beyond, rank, values, isFew = [] } = line;
  const plain = colours[rank === 'first' ? 'line-1' : rank === 'second' ? 'line-2' : 'line-3'];
  const isBeyond = (index: number): boolean => isFew[index] !== true && liesBeyond(values[index] ?? null, beyond);
  const loud = beyond === undefined || beyond.level === 'norm' ? plain : colours[beyond.level];
  return {
    label: line.name,
    data: values.map((y, index) => ({ x: fromMs + (index + 1) * stepMs, y })),
    borderColor: plain,
    borderWidth: widths[rank],
    borderDash: dashes[rank],
    segment: {
      borderColor: ({ p1DataIndex }) => (isBeyond(p1DataIndex) ? loud : plain),
      borderWidth: ({ p1DataIndex }) => (isBeyond(p1DataIndex) ? widths[rank] + 0.5 : widths[rank]),
    },
  };
}

function liesBeyond(value: number | null, beyond: ChartLine['beyond']): boolean {
  if (beyond === undefined || value === null) return false;
  return beyond.side === 'over' ? value > beyond.limit : value < beyond.limit;
}

/** Bands and limits under the lines; all words over them, each on a ground of its own. */
export function drawingPlugin(drawing: Drawing): Plugin<'line'> {
  return {
    id: 'holdpoint',
    beforeDatasetsDraw: (chart) => {
      for (const band of drawing.model.bands ?? []) drawBand(chart, band, drawing.colours);
      drawLimits(chart, drawing);
    },
    afterDatasetsDraw: (chart) => {
      for (const band of drawing.model.bands ?? []) drawBandName(chart, band, drawing.colours);
      const taken = drawLimitNames(chart, drawing);
      drawMarks(chart, drawing.model.marks ?? [], drawing.colours, taken);
      drawEnds(chart, drawing);
      if (drawing.cursorMs !== undefined) drawCursor(chart, drawing.cursorMs, drawing);
    },
  };
}

/** px from where to where it is seen; undefined where it is not. */
function edgesOf({ chartArea, scales }: Chart, { fromMs, toMs }: ChartBand): readonly [number, number] | undefined {
  const x = scales['x'];
  if (x === undefined) return undefined;
  const left = Math.max(chartArea.left, x.getPixelForValue(fromMs));
  const right = Math.min(chartArea.right, x.getPixelForValue(toMs));
  return right <= left ? undefined : [left, right];
}

const isNamed = ({ kind }: ChartBand): boolean => kind === 'maintenance' || kind === 'hold';

function drawBand(chart: Chart, band: ChartBand, colours: Colours): void {
  const { ctx, chartArea } = chart;
  const edges = edgesOf(chart, band);
  if (edges === undefined) return;
  const [left, right] = edges;
  const { top, bottom } = chartArea;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, right - left, bottom - top);
  ctx.clip();
  if (isNamed(band)) {
    ctx.fillStyle = colours.band;
    ctx.fillRect(left, top, right - left, bottom - top);
  } else {
    ctx.strokeStyle = colours.hatch;
    ctx.globalAlpha = band.kind === 'gap' ? 0.9 : 0.5;
    ctx.lineWidth = 1;
    ctx.beginPath();
    for (let at = left - (bottom - top); at < right; at += 6) {
      ctx.moveTo(at, bottom);
      ctx.lineTo(at + (bottom - top), top);
    }
    ctx.stroke();
  }
  ctx.restore();
  if (isNamed(band)) {
    for (const at of edges) {
      if (at > chartArea.left && at < chartArea.right)
        drawLine(ctx, [at, top, at, bottom], colours['rule-strong'], [1, 3]);
    }
  }
}

function drawBandName(chart: Chart, band: ChartBand, colours: Colours): void {
  const { ctx, chartArea } = chart;
  const edges = isNamed(band) ? edgesOf(chart, band) : undefined;
  if (edges === undefined) return;
  const [left, right] = edges;
  const words = fitWords(band.name, right - left - 4, (text) => ctx.measureText(text).width);
  drawWords(ctx, words, [left + 2, chartArea.top - 8], colours['ink-3'], colours);
}

function drawLimits(chart: Chart, { model, colours }: Drawing): void {
  const { ctx, chartArea, scales } = chart;
  const y = scales['y'];
  if (y === undefined) return;
  for (const { value } of model.limits ?? []) {
    const at = Math.round(y.getPixelForValue(value)) + 0.5;
    if (at < chartArea.top || at > chartArea.bottom) continue;
    drawLine(ctx, [chartArea.left, at, chartArea.right, at], colours['ink-2'], [5, 3]);
  }
}

/** Where they stand is taken. */
function drawLimitNames({ ctx, chartArea, scales }: Chart, { model, colours }: Drawing): TakenPlace[] {
  const y = scales['y'];
  if (y === undefined) return [];
  return (model.limits ?? []).flatMap(({ value, name }) => {
    const at = y.getPixelForValue(value);
    if (at < chartArea.top || at > chartArea.bottom) return [];
    drawWords(ctx, name, [chartArea.left + 2, at - 8], colours['ink-2'], colours);
    return [{ right: chartArea.left + 4 + ctx.measureText(name).width, middle: at - 8 }];
  });
}

/** Each line's name at its end, none over another. */
function drawEnds(chart: Chart, { model, colours }: Drawing): void {
  const { ctx, chartArea, scales } = chart;
  const y = scales['y'];
  if (y === undefined) return;
  const ends = model.lines.flatMap((line) => {
    const value = line.values.findLast((one) => one !== null);
    return value === undefined || value === null || line.name === ''
      ? []
      : [{ line, at: y.getPixelForValue(value), value }];
  });
  ends.sort((one, other) => one.at - other.at);
  let free = chartArea.top + 4;
  const placed = ends.map((end) => {
    const at = Math.max(end.at, free);
    free = at + 13;
    return { ...end, at };
  });
  const excess = Math.max(0, (placed.at(-1)?.at ?? 0) - chartArea.bottom);
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  for (const { line, at, value } of placed) {
    const { beyond, isFew, values } = line;
    const isBeyond = isFew?.[values.lastIndexOf(value)] !== true && liesBeyond(value, beyond);
    ctx.fillStyle =
      isBeyond && beyond !== undefined && beyond.level !== 'norm' && beyond.level !== 'crit'
        ? colours[beyond.level]
        : colours[line.rank === 'first' ? 'ink-1' : 'ink-3'];
    const font = ctx.font;
    if (line.rank === 'first') ctx.font = `600 ${font}`;
    ctx.fillText(line.name, chartArea.right + 6, at - excess);
    ctx.font = font;
  }
}

function drawCursor(chart: Chart, cursorMs: number, { colours }: Drawing): void {
  const { ctx, chartArea, scales } = chart;
  const x = scales['x'];
  if (x === undefined || cursorMs < x.min || cursorMs > x.max) return;
  drawUpright(chart, cursorMs, colours['ink-1'], []);
  const words = utcWords(cursorMs);
  const width = ctx.measureText(words).width + 8;
  const left = Math.min(Math.max(x.getPixelForValue(cursorMs) - width / 2, chartArea.left), chartArea.right - width);
  ctx.fillStyle = colours['ink-1'];
  ctx.fillRect(left, chartArea.bottom + 1, width, 15);
  ctx.fillStyle = colours.bg;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillText(words, left + 4, chartArea.bottom + 9);
}
