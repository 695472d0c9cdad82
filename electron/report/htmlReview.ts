import { createHash } from 'node:crypto';
import { decisionBoard } from './htmlDecision.ts';
import { criteriaBoard, firingBoard, latencyBoard, moneyBoard, peopleBoards, proofBoard } from './htmlRecords.ts';
import { reviewScript } from './htmlScript.ts';
import { reviewStyle } from './htmlStyle.ts';
import { scoreBoard } from './htmlScore.ts';
import { sessionStrip, timelineTable } from './htmlTimeline.ts';
import { html, Markup } from './markup.ts';
import type { ReviewData } from './reviewData.ts';
import { modeWords, spanWords } from './reviewSentences.ts';
import { t0Words } from './reviewT0.ts';
import type { ReviewTimes } from './reviewTimes.ts';
import { levelOf, mark, markShapes } from './stateLevel.ts';
import { svgChart } from './svgChart.ts';
import { createTimeSpan } from './timeSpan.ts';

// Hashed letter by letter, so not a space may stand between them and their tags.
const styleTag = new Markup(`<style>${reviewStyle}</style>`);
const scriptTag = new Markup(`<script>${reviewScript}</script>`);

/**
 * The review as one HTML file that opens offline: nothing is fetched, and the only script and style that a browser runs
 * are ours, known by their hashes. Data stands in texts and attributes alone.
 */
export function htmlReview(data: ReviewData, times: ReviewTimes): string {
  const span = createTimeSpan(data, times);
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(reviewStyle)}'`,
    `script-src '${hashOf(reviewScript)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${data.watermark === null ? '' : `${data.watermark}: `}${data.launch.name}: review</title>
        ${styleTag}
      </head>
      <body
        data-zone="${times.zone}"
        data-t0="${times.t0At}"
        data-first="${span?.fromAt ?? 0}"
        data-last="${span?.toAt ?? 0}"
      >
        ${markShapes}
        ${data.watermark === null ? undefined : html`<p class="watermark" aria-hidden="true">${data.watermark}</p>`}
        ${topBar(data)}
        <main>
          ${topPart(data, times)} ${span === undefined ? undefined : sessionStrip(data, span, times)}
          ${scoreBoard(data, times)}
          <div class="cols">
            <div>
              ${decisionBoard(data, times)}
              ${
                span === undefined || data.charts.length === 0
                  ? undefined
                  : html`<section class="board" id="charts">
                      <header>
                        <h2>Charts</h2>
                        <span class="q">what the rules look at; point at one, or use the arrow keys on it</span>
                      </header>
                      ${data.charts.map((chart, place) => svgChart(chart, place, span, data.calendar, times))}
                    </section>`
              }
            </div>
            <div>
              ${criteriaBoard(data)} ${firingBoard(data, times)} ${latencyBoard(data, times)} ${moneyBoard(data)}
              ${peopleBoards(data, times)} ${proofBoard(data, times)}
            </div>
          </div>
          ${timelineTable(data, times)}
        </main>
        ${scriptTag}
      </body>
    </html> `;
  return page.text;
}

function topBar(data: ReviewData): Markup {
  const { session, launch } = data;
  const parts: readonly (readonly [string, string])[] = [
    ...(data.score === null ? [] : [['score', 'How it went'] as const]),
    ['decisions', 'Decisions'],
    ['charts', 'Charts'],
    ['criteria', 'Criteria'],
    ['firings', 'Triggers'],
    ['proof', 'Proof'],
    ['timeline', 'Timeline'],
  ];
  return html`<div class="bar">
    <span class="mode ${session.kind}"><i></i>${modeWords(data).toUpperCase()}</span>
    <h1>${launch.org === null ? '' : `${launch.org} `}${launch.name}</h1>
    <nav class="tabs" aria-label="Parts of this page">
      ${parts.map(([id, name]) => html`<a href="#${id}">${name}</a>`)}
    </nav>
  </div>`;
}

function topPart(data: ReviewData, times: ReviewTimes): Markup {
  const { end, seconds, decisions } = data;
  const level = levelOf(end?.call ?? null);
  const word =
    end === null
      ? html`<span class="word">NOT JUDGED</span>`
      : html`<span class="word ${level}">${level === 'norm' ? undefined : mark(level)}${end.call}</span>`;
  const last = decisions.at(-1);
  return html`<div class="top">
    <section class="ask">
      ${word}<span class="q1">${end === null ? '' : 'at the end of the session'}</span>
      <p class="sub">
        ${end === null ? 'No second of it has been judged.' : end.reasons.length === 0 ? 'No rule speaks against it.' : end.reasons.slice(0, 3).join(' ')}
        ${last === undefined ? '' : html`<br />Decided last: ${last.question} <b>${last.choice}</b>`}
      </p>
    </section>
    <section class="clocks">
      <div>
        <span class="c">T at the end</span
        ><span class="big">${seconds === null ? 'none' : times.clock(seconds.lastAt)}</span>
      </div>
      <div>
        <span class="c">${times.zone}${seconds === null ? '' : `, ${times.day(seconds.lastAt)}`}</span
        ><span class="mid">${seconds === null ? '' : times.time(seconds.lastAt)}</span>
      </div>
      <div><span class="c">T-0</span><span class="mid">${times.instant(times.t0At).slice(0, 16)}</span></div>
      <p class="q s">${spanWords(data, times)} ${t0Words(data, times)}</p>
    </section>
  </div>`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
