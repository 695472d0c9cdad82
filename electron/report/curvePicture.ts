import { formatDuration } from '../../shared/base/duration.ts';
import { html, Markup } from './markup.ts';
import type { CurveRow, CurveSheet } from './curveSheet.ts';

/** In pixels. */
const widthPx = 960;
const left = 88;
const plotPx = widthPx - left - 24;
const panelPx = 112;
const gapPx = 40;
const sayCharacters = 136;
/** Values under the axis that can still be read. */
const mostTicks = 12;

const style = `
svg { color-scheme: light dark; --bg: #f5f6f7; --ink: #11151a; --quiet: #56606c; --rule: #d3d8dd; --line: #2b333c; --bad: #a00030; --own: #0061ad;
font: 13px "Segoe UI Variable Text", "Segoe UI", -apple-system, "SF Pro Text", Cantarell, "Noto Sans", "DejaVu Sans", sans-serif; font-variant-numeric: tabular-nums; }
@media (prefers-color-scheme: dark) { svg { --bg: #0e1216; --ink: #eef1f5; --quiet: #8d97a4; --rule: #29313a; --line: #c3cad3; --bad: #ff6055; --own: #5cb9ff; } }
.bg { fill: var(--bg); } text { fill: var(--quiet); } .ink { fill: var(--ink); } .title { fill: var(--ink); font-size: 16px; font-weight: 600; }
.head { fill: var(--ink); font-weight: 600; } .own { fill: var(--own); } .grid { stroke: var(--rule); } .line { fill: none; stroke: var(--line); stroke-width: 2; }
.dot { fill: var(--line); } .bad { fill: var(--bad); } .mark { stroke: var(--own); stroke-width: 2; stroke-dasharray: 4 3; } .less { fill: none; stroke: var(--line); stroke-width: 1.5; }`;

interface Panel {
  readonly name: string;
  readonly unit: string;
  readonly top: number;
  readonly value: (row: CurveRow) => number | undefined;
  readonly words: (value: number) => string;
  readonly isBars: boolean;
}

/** A curve as one picture that needs nothing else: what was found, what it cost in false alarms, and how long it took. */
export function curvePicture({ numbers, about, rows, says }: CurveSheet): string {
  const panels = panelsOf(rows);
  const x = (place: number): number => left + (rows.length < 2 ? plotPx / 2 : (plotPx * place) / (rows.length - 1));
  const top = 44 + about.length * 18 + 40;
  const bottom = top + panels.length * (panelPx + gapPx) - gapPx;
  const lines = says.flatMap((text) => wrap(text));
  const height = bottom + 76 + lines.length * 18;
  const own = rows.findIndex(({ isOwn }) => isOwn);
  const title = `${numbers.join(' and ')}: what would have been found`;
  const summary = [title, ...says].join('. ');
  const picture = html`<svg
    xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 ${widthPx} ${height}"
    width="${widthPx}"
    height="${height}"
    role="img"
    aria-label="${summary}"
  >
    <title>${title}</title>
    <style>
      ${new Markup(style.replaceAll('\n', ' '))}
    </style>
    <rect class="bg" width="${widthPx}" height="${height}" />
    <text class="title" x="24" y="32">${title}</text>
    ${about.map((text, line) => html`<text x="24" y="${54 + line * 18}">${text}</text>`)}
    ${own < 0 ? undefined : html`<line class="mark" x1="${x(own)}" x2="${x(own)}" y1="${top - 22}" y2="${bottom}" /><text class="own" x="${x(own)}" y="${top - 28}" text-anchor="middle">the plan: ${valueWords(rows[own])}</text>`}
    ${panels.map((panel, place) => drawPanel(panel, rows, x, top + place * (panelPx + gapPx)))}
    ${ticksOf(rows, own).map((place) => html`<text class="${place === own ? 'own' : 'ink'}" x="${x(place)}" y="${bottom + 20}" text-anchor="middle">${valueWords(rows[place])}</text>`)}
    <text class="head" x="${left + plotPx / 2}" y="${bottom + 44}" text-anchor="middle">${numbers.join(', ')}</text>
    ${lines.map((text, line) => html`<text class="ink" x="24" y="${bottom + 76 + line * 18}">${text}</text>`)}
  </svg>`;
  return `${picture.text}\n`;
}

function panelsOf(rows: readonly CurveRow[]): Panel[] {
  const alarms = Math.max(1, ...rows.map(({ falseAlarms }) => falseAlarms));
  const seconds = Math.max(1, ...rows.map(({ detect }) => detect?.median ?? 0));
  const expected = Math.max(1, ...rows.map((row) => row.expected));
  return [
    {
      ...{ name: 'Found', unit: `of ${expected} that should be found`, top: expected, isBars: false },
      value: ({ found }) => found,
      words: (value) => String(Math.round(value * 10) / 10),
    },
    {
      ...{ name: 'False alarms', unit: 'number of firings that nothing asks for', top: alarms, isBars: true },
      value: ({ falseAlarms }) => falseAlarms,
      words: (value) => String(Math.round(value * 10) / 10),
    },
    {
      ...{ name: 'Time to detect', unit: 'from its beginning, the median', top: seconds, isBars: false },
      value: ({ detect }) => detect?.median,
      words: (value) => formatDuration(Math.round(value) * 1000),
    },
  ];
}

function drawPanel(panel: Panel, rows: readonly CurveRow[], x: (place: number) => number, top: number): Markup {
  const { name, unit, top: most, value, words, isBars } = panel;
  const y = (of: number): number => Number((top + panelPx - (of / most) * panelPx).toFixed(1));
  const points = rows.map((row, place) => ({ place, of: value(row), isRefused: row.refused !== undefined }));
  const barPx = Math.max(2, Math.min(24, plotPx / Math.max(1, rows.length) - 2));
  const path = points.reduce((drawn, { of, place }) => {
    if (of === undefined) return drawn;
    const before = points[place - 1]?.of;
    return `${drawn}${before === undefined ? 'M' : 'L'}${x(place).toFixed(1)} ${y(of)}`;
  }, '');
  return html`<text class="head" x="${left}" y="${top - 10}"
      >${name} <tspan class="quiet" font-weight="400">${unit}</tspan></text
    >
    ${(isBars || name === 'Found' ? [0, most] : [0, most / 2, most]).map((of) => html`<line class="grid" x1="${left}" x2="${left + plotPx}" y1="${y(of)}" y2="${y(of)}" /><text x="${left - 10}" y="${y(of) + 4}" text-anchor="end">${words(of)}</text>`)}
    ${isBars ? points.map(({ place, of = 0 }) => html`<rect class="bad" x="${(x(place) - barPx / 2).toFixed(1)}" y="${y(of)}" width="${barPx.toFixed(1)}" height="${(top + panelPx - y(of)).toFixed(1)}" />`) : html`<path class="line" d="${path}" />`}
    ${isBars ? undefined : points.map(({ place, of, isRefused }) => (of === undefined ? undefined : html`<circle class="${isRefused ? 'less' : 'dot'}" cx="${x(place).toFixed(1)}" cy="${y(of)}" r="3" />`))}`;
}

function valueWords(row: CurveRow | undefined): string {
  return (row?.values ?? []).map((value) => value ?? 'default').join(' · ');
}

/** Evenly some of the values, and the plan's own, none so near to it that they would touch. */
function ticksOf(rows: readonly CurveRow[], own: number): number[] {
  const every = Math.max(1, Math.ceil(rows.length / mostTicks));
  const places = [...rows.keys()].filter((place) => place % every === 0);
  return own < 0 ? places : [...places.filter((place) => Math.abs(place - own) >= every / 2 && place !== own), own];
}

function wrap(text: string): string[] {
  return text.split(' ').reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > sayCharacters) return [...lines, word];
    return [...lines.slice(0, -1), `${last} ${word}`];
  }, []);
}
