import { numberWords } from '../../shared/judge/words.ts';
import { chartTable } from './chartTable.ts';
import { html, type Markup } from './markup.ts';
import { chartValue } from './reviewCharts.ts';
import type { Chart, ReviewData } from './reviewData.ts';
import type { ReviewTimes } from './reviewTimes.ts';
import { levelOfArm } from './stateLevel.ts';
import type { TimeSpan } from './timeSpan.ts';

const heightPx = 104;
/** Names of limits that lie closer than this would be written over each other. */
const labelPx = 13;

/** A chart with its sentence and its table. What the pointer or the arrow keys read stands in attributes, as numbers. */
export function svgChart(
  chart: Chart,
  number: number,
  span: TimeSpan,
  calendar: ReviewData['calendar'],
  times: ReviewTimes,
): Markup {
  const top = topOf(chart);
  const y = (value: number): number => Number((heightPx - (Math.max(0, value) / top) * heightPx).toFixed(2));
  const beyond = chart.limits.filter(({ value }) => value > top);
  const lines = [...chart.lines.entries()].reverse();
  return html`<figure
    class="chart"
    tabindex="0"
    aria-label="${chart.title}. ${chart.says}"
    data-from="${chart.fromAt}"
    data-step="${chart.stepMs}"
    data-unit="${chart.unit}"
  >
    <figcaption>
      <h3>${chart.title}</h3>
      <span class="q">${chart.id}</span><output class="read"></output>
    </figcaption>
    <p class="s">
      ${chart.says}${beyond.length === 0 ? '' : ` Above this picture: ${limitNames(beyond, chart.unit)}.`}
    </p>
    <div class="plot">
      <div class="ys" aria-hidden="true">
        <span>${axisValue(chart.unit, top)}</span><span>${axisValue(chart.unit, top / 2)}</span><span>0</span>
      </div>
      <svg class="time" width="100%" height="${heightPx + 20}" aria-hidden="true">
        ${calendar.map(({ fromAt, toAt }) => html`<rect class="band" x="${span.x(fromAt)}" width="${span.width(fromAt, toAt)}" y="0" height="${heightPx}" />`)}
        ${[0, heightPx / 2].map((at) => html`<line class="grid" x1="0" x2="100%" y1="${at}" y2="${at}" />`)}
        ${chart.fired.map(({ fromAt, toAt, arm }) => html`<rect class="bar ${levelOfArm(arm)}" x="${span.x(fromAt)}" width="${span.width(fromAt, toAt)}" y="0" height="4" />`)}
        <svg
          x="0"
          y="0"
          width="100%"
          height="${heightPx}"
          viewBox="0 0 ${viewWidth(chart)} ${heightPx}"
          preserveAspectRatio="none"
        >
          ${lines.map(([place, line]) => html`<path class="line l${Math.min(place, 3) + 1}" d="${pathOf(line.values, y)}" data-name="${line.name}" data-values="${line.values.map((value) => value ?? '').join(',')}" />`)}
          ${beyondLimit(chart, number, y)}
        </svg>
        <line class="axis" x1="0" x2="100%" y1="${heightPx}" y2="${heightPx}" />
        ${limitLines(chart, top, y)}
        ${span.marks.map(({ x, label, isFirst, isLast }) => html`<text x="${x}" y="${heightPx + 15}" text-anchor="${isFirst ? 'start' : isLast ? 'end' : 'middle'}">${label}</text>`)}
        <line class="cursor" x1="0" x2="0" y1="0" y2="${heightPx}" />
      </svg>
    </div>
    ${
      chart.lines.length < 2
        ? undefined
        : html`<p class="key s">
            ${chart.lines.map(
              ({ name }, place) =>
                html`<span
                  ><svg width="24" height="8" aria-hidden="true">
                    <path class="line l${Math.min(place, 2) + 1}" d="M0 4h24" />
                  </svg>
                  ${name}</span
                >`,
            )}
          </p>`
    }
    <details class="numbers">
      <summary>Numbers</summary>
      ${chartTable(chart, times)}
    </details>
  </figure>`;
}

function viewWidth({ lines }: Chart): number {
  return Math.max(1, (lines[0]?.values.length ?? 1) - 1);
}

/** Dashed and named, each name above its line; names that would touch are written as one. */
function limitLines({ limits, unit }: Chart, top: number, y: (value: number) => number): Markup[] {
  const shown = limits.filter(({ value }) => value <= top).sort((a, b) => b.value - a.value);
  const labels: { readonly at: number; readonly limits: Chart['limits'][number][] }[] = [];
  for (const limit of shown) {
    const last = labels.at(-1);
    if (last !== undefined && y(limit.value) - last.at < labelPx) last.limits.push(limit);
    else labels.push({ at: y(limit.value), limits: [limit] });
  }
  return [
    ...shown.map(({ value }) => html`<line class="limit" x1="0" x2="100%" y1="${y(value)}" y2="${y(value)}" />`),
    ...labels.map(
      (label) =>
        html`<text x="100%" dx="-2" y="${Math.max(14, label.at - 3)}" text-anchor="end"
          >${limitNames(label.limits, unit)}</text
        >`,
    ),
  ];
}

function limitNames(limits: Chart['limits'], unit: Chart['unit']): string {
  return limits.map(({ name, value }) => `${name} ${chartValue(unit, value)}`).join(', ');
}

/** The line once more in the colour of what fired, seen only while it fired and beyond the nearest limit. Latencies have other limits than their mean. */
function beyondLimit(
  { lines, limits, fired, unit, fromAt, stepMs }: Chart,
  number: number,
  y: (value: number) => number,
): Markup | undefined {
  const [line] = lines;
  const over = limits.filter(({ side }) => side === 'over').map(({ value }) => value);
  const arm = (['act', 'hold', 'advise'] as const).find((one) => fired.some((firing) => firing.arm === one));
  if (line === undefined || over.length === 0 || arm === undefined || unit === 'ms') return undefined;
  const height = Math.max(0, y(Math.min(...over)) + 2);
  const seen = fired.map((firing) => {
    // What made it fire lies a little before.
    const from = Math.floor((firing.fromAt - fromAt) / stepMs) - 2;
    const steps = Math.ceil((firing.toAt - firing.fromAt) / stepMs) + 2;
    return html`<rect x="${from}" y="-2" width="${steps}" height="${height}" />`;
  });
  return html`<clipPath id="over${number}">${seen}</clipPath
    ><path class="line over ${levelOfArm(arm)}" clip-path="url(#over${number})" d="${pathOf(line.values, y)}" />`;
}

/** Steps without samples are holes; one that stands alone is a short stroke. */
function pathOf(values: readonly (number | null)[], y: (value: number) => number): string {
  let path = '';
  values.forEach((value, step) => {
    if (value === null) return;
    const isFirst = step === 0 || values[step - 1] === null;
    const isLone = isFirst && (values[step + 1] ?? null) === null;
    path += `${isFirst ? 'M' : 'L'}${step} ${y(value)}${isLone ? 'h1' : ''}`;
  });
  return path;
}

/** The next round number above everything drawn; limits count where they are not far above it. */
function topOf({ lines, limits, unit }: Chart): number {
  const drawn = Math.max(0, ...lines.flatMap(({ values }) => values.filter((value) => value !== null)));
  const near = limits.map(({ value }) => value).filter((value) => value <= drawn * 2.5);
  const most = Math.max(drawn, ...near) * 1.05;
  if (most === 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  const factor = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((one) => one * power >= most) ?? 10;
  const top = Number((factor * power).toPrecision(6));
  // A share ends at all of it.
  return unit === 'percent' && drawn <= 1 ? Math.min(1, top) : top;
}

/** Short, for the axis. */
function axisValue(unit: Chart['unit'], value: number): string {
  return unit === 'a second' ? `${numberWords(value, 3)} /s` : chartValue(unit, value);
}
