import type { Chart } from './reviewData.ts';
import { chartValue } from './reviewCharts.ts';
import { html, type Markup } from './markup.ts';
import type { ReviewTimes } from './reviewTimes.ts';
import type { TimeSpan } from './timeSpan.ts';

const heightPx = 104;
/** So many rows has the table under a chart. */
const tableRows = 24;

/** A chart with its sentence and its table. What the pointer or the arrow keys read stands in attributes, as numbers. */
export function svgChart(chart: Chart, number: number, span: TimeSpan, times: ReviewTimes): Markup {
  const top = topOf(chart);
  const y = (value: number): number => Number((heightPx - (Math.max(0, value) / top) * heightPx).toFixed(2));
  const limits = chart.limits.filter(({ value }) => value <= top);
  const beyond = chart.limits.filter(({ value }) => value > top);
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
      ${chart.says}${beyond.map(({ name, value }) => ` Above this picture: ${name} at ${chartValue(chart.unit, value)}.`)}
    </p>
    <div class="plot">
      <div class="ys" aria-hidden="true">
        <span>${chartValue(chart.unit, top)}</span><span>${chartValue(chart.unit, top / 2)}</span><span>0</span>
      </div>
      <svg class="time" width="100%" height="${heightPx + 20}" aria-hidden="true">
        ${[0, heightPx / 2].map((at) => html`<line class="grid" x1="0" x2="100%" y1="${at}" y2="${at}" />`)}
        ${chart.fired.map(({ fromAt, toAt }) => html`<rect class="fired" x="${span.x(fromAt)}" width="${span.width(fromAt, toAt)}" y="0" height="${heightPx}" />`)}
        <svg
          x="0"
          y="0"
          width="100%"
          height="${heightPx}"
          viewBox="0 0 ${viewWidth(chart)} ${heightPx}"
          preserveAspectRatio="none"
        >
          ${[...chart.lines.entries()].reverse().map(([place, line]) => html`<path class="line l${Math.min(place, 2) + 1}" d="${pathOf(line.values, y)}" data-name="${line.name}" data-values="${line.values.map((value) => value ?? '').join(',')}" />`)}
          ${overClip(chart, number, y)}
        </svg>
        <line class="axis" x1="0" x2="100%" y1="${heightPx}" y2="${heightPx}" />
        ${limits.map(({ name, value }) => html`<line class="limit" x1="0" x2="100%" y1="${y(value)}" y2="${y(value)}" /><text x="100%" dx="-2" y="${Math.max(10, y(value) - 3)}" text-anchor="end">${name} ${chartValue(chart.unit, value)}</text>`)}
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
      ${numbersTable(chart, times)}
    </details>
  </figure>`;
}

function viewWidth({ lines }: Chart): number {
  return Math.max(1, lines[0]?.values.length ?? 1);
}

/** The first line once more in the colour of trouble, seen only beyond the nearest limit above which something fires. */
function overClip(
  { lines, limits, fired, unit }: Chart,
  number: number,
  y: (value: number) => number,
): Markup | undefined {
  const [line] = lines;
  const over = limits.filter(({ side }) => side === 'over').map(({ value }) => value);
  if (line === undefined || over.length === 0 || fired.length === 0 || unit === 'ms') return undefined;
  return html`<clipPath id="over${number}"
      ><rect x="0" y="-2" width="100%" height="${Math.max(0, y(Math.min(...over)) + 2)}" /></clipPath
    ><path class="line over" clip-path="url(#over${number})" d="${pathOf(line.values, y)}" />`;
}

/** Steps without samples are holes. */
function pathOf(values: readonly (number | null)[], y: (value: number) => number): string {
  let path = '';
  let isDrawing = false;
  values.forEach((value, step) => {
    if (value === null) isDrawing = false;
    else {
      // A step that stands alone is a dot as wide as itself.
      path += `${isDrawing ? 'L' : 'M'}${step} ${y(value)}h1`;
      isDrawing = true;
    }
  });
  return path;
}

/** The next 1, 2, 2.5 or 5 above everything drawn; limits count where they are not far above it. */
function topOf({ lines, limits }: Chart): number {
  const drawn = Math.max(0, ...lines.flatMap(({ values }) => values.filter((value) => value !== null)));
  const near = limits.map(({ value }) => value).filter((value) => value <= drawn * 2.5);
  const most = Math.max(drawn, ...near);
  if (most === 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= most) ?? 10) * power;
}

function numbersTable({ lines, unit, fromAt, stepMs }: Chart, times: ReviewTimes): Markup {
  const count = lines[0]?.values.length ?? 0;
  const size = Math.max(1, Math.ceil(count / tableRows));
  const starts = Array.from({ length: Math.ceil(count / size) }, (_, index) => index * size);
  const most = (values: readonly (number | null)[], start: number): string => {
    const known = values.slice(start, start + size).filter((value) => value !== null);
    return known.length === 0 ? 'nothing' : chartValue(unit, Math.max(...known));
  };
  return html`<table>
    <thead>
      <tr>
        <th scope="col">From</th>
        <th scope="col">T</th>
        ${lines.map(({ name }) => html`<th scope="col" class="r">${name}, most</th>`)}
      </tr>
    </thead>
    <tbody>
      ${starts.map(
        (start) =>
          html`<tr>
            <td>${times.time(fromAt + start * stepMs)}</td>
            <td class="q">${times.clock(fromAt + start * stepMs)}</td>
            ${lines.map(({ values }) => html`<td class="r">${most(values, start)}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}
