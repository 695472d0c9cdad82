import { html, type Markup } from './markup.ts';
import { chartValue } from './reviewCharts.ts';
import type { Chart } from './reviewData.ts';
import type { ReviewTimes } from './reviewTimes.ts';

const mostRows = 24;

/** The numbers of a chart, for whoever does not see it or wants to copy them: the most of each stretch of time. */
export function chartTable({ lines, unit, fromAt, stepMs }: Chart, times: ReviewTimes): Markup {
  const count = lines[0]?.values.length ?? 0;
  const size = Math.max(1, Math.ceil(count / mostRows));
  const starts = Array.from({ length: Math.ceil(count / size) }, (_, index) => index * size);
  const most = (values: readonly (number | null)[], start: number): string => {
    const known = values.slice(start, start + size).filter((value) => value !== null);
    return known.length === 0 ? 'nothing' : chartValue(unit, Math.max(...known));
  };
  const heads = lines.map(({ name }) => html`<th scope="col" class="r">${name}, most</th>`);
  const rows = starts.map((start) => {
    const at = fromAt + start * stepMs;
    const cells = lines.map(({ values }) => html`<td class="r">${most(values, start)}</td>`);
    return html`<tr>
      <td>${times.time(at)}</td>
      <td class="q">${times.clock(at)}</td>
      ${cells}
    </tr>`;
  });
  return html`<table>
    <thead>
      <tr>
        <th scope="col">From</th>
        <th scope="col">T</th>
        ${heads}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}
