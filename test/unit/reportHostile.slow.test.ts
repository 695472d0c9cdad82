import { describe, expect, test } from 'vitest';
import { buildReview } from '../../electron/report/buildReview.ts';
import { csvTimeline } from '../../electron/report/csvTimeline.ts';
import { htmlReview } from '../../electron/report/htmlReview.ts';
import { reviewScript } from '../../electron/report/htmlScript.ts';
import { reviewStyle } from '../../electron/report/htmlStyle.ts';
import { jsonReview } from '../../electron/report/jsonReview.ts';
import { markdownReview } from '../../electron/report/markdownReview.ts';
import { createTimes } from '../../electron/report/reviewTimes.ts';
import { hostileTexts } from '../help/hostileTexts.ts';
import { reviewInputOf } from '../help/reviewInputOf.ts';

const times = createTimes(1774879200000, 'UTC');
const reviewOf = (text: string) => buildReview(reviewInputOf(text), times);
const harmless = reviewOf('Plain words');
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u;

describe.each(hostileTexts.map((text) => [JSON.stringify(text).slice(0, 60), text]))('%s', (_name, text) => {
  const data = reviewOf(text);
  // As long as the text, so that it fits where the text fits.
  const plain = reviewOf('p'.repeat(text.trim().length));

  test('the page has the very tags and attributes that it has with plain words', () => {
    const page = htmlReview(data, times);
    expect(tagsOf(page)).toEqual(tagsOf(htmlReview(plain, times)));
    expect(withoutOurs(page).replaceAll('\n', '')).not.toMatch(unseen);
  });

  test('the Markdown has the same lines, and nothing in them is markup', () => {
    const shape = (markdown: string): string[] =>
      markdown.split('\n').map((line) => {
        const start = /^(?:#{1,3} |- |\*\*|\| ?)?/.exec(line)?.[0] ?? '';
        return `${start}${line.replace(/\\./g, '').replace(/[^|]/g, '')}`;
      });
    const markdown = markdownReview(data, times);
    expect(shape(markdown)).toEqual(shape(markdownReview(plain, times)));
    expect(markdown.replaceAll('\n', '')).not.toMatch(unseen);
    // Our own emphasis is `**`, and the only marks of ours at the start of a line are lists, headings and tables.
    const said = markdown.replace(/\\./g, '').replace(/\*\*/g, '');
    expect(said).not.toMatch(/[<>[\]`~$*_]|:\/\/|\bwww\./);
  });

  test('no cell of the table is a formula, and none is lost', () => {
    const rows = parseCsv(csvTimeline(data, times));
    expect(rows).toHaveLength(data.entries.length + 1);
    for (const cells of rows) {
      expect(cells).toHaveLength(13);
      for (const cell of cells) {
        expect(cell).not.toMatch(/^[\s\p{Cc}\p{Cf}"]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u);
        expect(cell).not.toMatch(/[;\t\r\n][\s\p{Cf}"]*[=+\-@]/u);
        expect(cell.replaceAll('\n', '')).not.toMatch(unseen);
        expect(cell.isWellFormed()).toBe(true);
      }
    }
  });

  test('the JSON says it exactly, and hides nothing', () => {
    const json = jsonReview(data);
    expect(json.replaceAll('\n', '')).not.toMatch(unseen);
    expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(data)));
    expect((JSON.parse(json) as typeof data).launch.name).toBe(text);
  });
});

test('there are at least forty of them', () => {
  expect(new Set(hostileTexts).size).toBeGreaterThanOrEqual(40);
});

test('a rehearsal says so on every page and in every row', () => {
  expect(htmlReview(harmless, times)).toContain('<p class="watermark" aria-hidden="true">REHEARSAL</p>');
  const parts = markdownReview(harmless, times).split(/^(?=## )/m);
  for (const part of parts.slice(0, -1)) expect(part).toContain('**REHEARSAL**');
  for (const [session] of parseCsv(csvTimeline(harmless, times)).slice(1)) expect(session).toBe('REHEARSAL');
  expect(harmless.watermark).toBe('REHEARSAL');
});

test('the page runs only our script and style, by their hashes, and fetches nothing', () => {
  const page = htmlReview(harmless, times);
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
  expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+'; script-src 'sha256-[\w+/=]+';/);
  expect(policy).not.toMatch(/unsafe|http|\*/);
  expect(withoutOurs(page)).not.toMatch(/<script|<style|\sstyle=|\son\w+=|\ssrc=|<link|<img|<iframe/);
  expect(page.split(/href="(?!#)/)).toHaveLength(1);
  expect(reviewScript).not.toMatch(/innerHTML|outerHTML|insertAdjacent|document\.write|eval|fetch|XMLHttp|import\(/);
});

function withoutOurs(page: string): string {
  return page.replace(`<style>${reviewStyle}</style>`, '').replace(`<script>${reviewScript}</script>`, '');
}

/** Every tag with the names of its attributes, in order. Whatever is no tag of a simple, fully quoted form is an error. */
function tagsOf(page: string): string[] {
  const tags: string[] = [];
  const rest = withoutOurs(page).replace(
    /<(!?\/?[A-Za-z][\w-]*)((?:\s+[\w:-]+(?:="[^"<>]*")?)*)\s*\/?>/g,
    (_all, name: string, attributes: string) => {
      tags.push(
        [name, ...attributes.matchAll(/([\w:-]+)(?:="[^"]*")?/g)]
          .map((one) => (typeof one === 'string' ? one : (one[1] ?? '')))
          .join(' '),
      );
      return '';
    },
  );
  expect(rest).not.toMatch(/[<>]/);
  return tags;
}

/** RFC 4180, strictly: every cell quoted. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let cells: string[] = [];
  const token = /"((?:[^"]|"")*)"(,|\r\n)/y;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    cells.push((match[1] ?? '').replaceAll('""', '"'));
    if (match[2] !== ',') {
      rows.push(cells);
      cells = [];
    }
    if (token.lastIndex === text.length) return rows;
  }
  throw new Error('This is no CSV.');
}
