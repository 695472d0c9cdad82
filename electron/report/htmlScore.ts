import { html, type Markup } from './markup.ts';
import type { ReviewData } from './reviewData.ts';
import { complicationTable, roleTable, type ScoreTable, scoreSentences } from './reviewScore.ts';
import type { ReviewTimes } from './reviewTimes.ts';

/** How a rehearsal went. */
export function scoreBoard({ score, roleNames }: ReviewData, times: ReviewTimes): Markup | undefined {
  if (score === null) return undefined;
  const nameOf = (role: string): string => roleNames[role] ?? role;
  return html`<section class="board" id="score">
    <header>
      <h2>How it went</h2>
      <span class="q">against what the scenario expects; by roles</span>
    </header>
    ${scoreSentences(score).map((text) => html`<p>${text}</p>`)} ${table(complicationTable(score, times, nameOf))}
    ${table(roleTable(score, nameOf))}
  </section>`;
}

function table({ head, rows }: ScoreTable): Markup | undefined {
  if (rows.length === 0) return undefined;
  return html`<table class="score">
    <thead>
      <tr>
        ${head.map((name) => html`<th scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr class="row">
            ${row.map((cell) => html`<td>${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}
