import { cellKey } from '../../shared/judge/selector.ts';
import type { EntryGroup, ReviewData, TimelineEntry } from './reviewData.ts';
import { html, type Markup } from './markup.ts';
import type { ReviewTimes } from './reviewTimes.ts';
import { levelOf, levelOfArm, mark } from './stateLevel.ts';
import type { TimeSpan } from './timeSpan.ts';

/** Lines of the list at most, so that a browser opens the page at once; the CSV has them all. */
const mostEntries = 4000;
const mostLanes = 12;

/** The whole session in one picture: the call, what people did, each trigger that fired. */
export function sessionStrip(data: ReviewData, span: TimeSpan, times: ReviewTimes): Markup {
  const fired = data.triggers.filter(({ id }) => data.firings.some(({ trigger }) => trigger === id));
  const lanes = fired.slice(0, mostLanes).map(({ id, name, arm }) => {
    const own = data.firings.filter(({ trigger }) => trigger === id);
    const bars = own.map(({ fromAt, toAt }) => {
      const end = toAt ?? span.toAt;
      return html`<rect
        class="bar ${levelOfArm(arm)}"
        x="${span.x(fromAt)}"
        width="${span.width(fromAt, end)}"
        y="6"
        height="8"
      />`;
    });
    return lane(html`${mark(levelOfArm(arm))} <b>${id}</b> ${name}`, 20, data, span, bars);
  });
  const calls = data.calls.map(({ fromAt, toAt, call, why }) => {
    const share = (toAt - fromAt) / (span.toAt - span.fromAt);
    const level = levelOf(call);
    const x = span.x(fromAt);
    const word =
      share > 0.06
        ? html`<text class="on ${level}" x="${x}" dx="${level === 'norm' ? 6 : 22}" y="16">${call}</text>`
        : '';
    const shape =
      share > 0.012 && level !== 'norm'
        ? html`<svg class="on ${level}" x="${x}" y="6" width="18" height="12">
            <use href="#${level}" x="6" width="12" height="12" />
          </svg>`
        : '';
    const told = `${call} from ${times.time(fromAt)} (${times.clock(fromAt)}). ${why}`;
    return html`<g
      ><title>${told}</title
      ><rect class="call ${level}" x="${x}" width="${span.width(fromAt, toAt)}" y="2" height="20" />${shape}${word}</g
    >`;
  });
  const people = data.entries.filter(({ group }) => group === 'people');
  const diamonds = people.map(({ at, kind, row }) => {
    const isDecision = kind === 'decision.recorded';
    const r = isDecision ? 6 : 3.5;
    return html`<svg class="at" x="${span.x(at)}" y="10">
      <path class="${isDecision ? 'decided' : 'said'}" d="M0 -${r}L${r} 0L0 ${r}L-${r} 0Z">
        <title>${kind}, row ${row ?? 0}</title>
      </path>
    </svg>`;
  });
  return html`<section class="board" id="session">
    <header>
      <h2>Session</h2>
      <span class="q"
        >${span.marks.length === 0 ? '' : `hours in ${times.zone}`}; bands are
        ${data.calendar.length === 0 ? 'not planned' : data.calendar.map(({ says }) => says).join(', ')}</span
      ><output class="read" id="where"></output>
    </header>
    <div class="lanes">
      ${lane(html`<b>Call</b>`, 24, data, span, calls)}
      ${lane(html`<b>People</b> ${people.length === 0 ? 'nobody acted' : ''}`, 20, data, span, diamonds)} ${lanes}
      ${fired.length > mostLanes ? html`<p class="s q">${fired.length - mostLanes} more triggers fired: see the list below.</p>` : undefined}
      <div class="lane">
        <span></span
        ><svg class="ticks" width="100%" height="36" aria-hidden="true">
          ${span.marks.map(({ x, label, isFirst, isLast }) => html`<text x="${x}" y="12" text-anchor="${isFirst ? 'start' : isLast ? 'end' : 'middle'}">${label}</text>`)}<svg
            class="at"
            x="${span.x(times.t0At)}"
            y="0"
          >
            <path class="t0" d="M0 16v8" />
            <text x="4" y="30">T-0</text>
          </svg>
        </svg>
      </div>
    </div>
  </section>`;
}

function lane(name: Markup, height: number, data: ReviewData, span: TimeSpan, drawn: readonly Markup[]): Markup {
  const bands = data.calendar.map(
    ({ fromAt, toAt }) =>
      html`<rect class="band" x="${span.x(fromAt)}" width="${span.width(fromAt, toAt)}" y="0" height="${height}" />`,
  );
  return html`<div class="lane">
    <span class="laneName">${name}</span
    ><svg class="time" width="100%" height="${height}" aria-hidden="true">
      ${bands}${drawn}
      <line class="cursor" x1="0" x2="0" y1="0" y2="${height}" />
    </svg>
  </div>`;
}

const groups: readonly (readonly [EntryGroup, string])[] = [
  ['call', 'Call'],
  ['people', 'People'],
  ['trigger', 'Triggers'],
  ['criterion', 'Criteria'],
  ['system', 'Holdpoint'],
  ['gap', 'Gaps'],
];

/** Everything that happened, a line each, with what it takes to find one. */
export function timelineTable(data: ReviewData, times: ReviewTimes): Markup {
  const entries = mostTelling(data.entries);
  const left = data.entries.length - entries.length;
  const counts = groups.map(([group, name]) => {
    const count = entries.filter((entry) => entry.group === group).length;
    return count === 0
      ? undefined
      : html`<label
          ><input type="checkbox" data-group="${group}" checked /> ${name} <span class="q">${count}</span></label
        >`;
  });
  const arms = new Map(data.triggers.map(({ id, arm }) => [id, arm]));
  return html`<section class="board" id="timeline">
    <header>
      <h2>Timeline</h2>
      <span class="q">${entries.length} lines${left === 0 ? '' : `, ${left} more in the CSV`}</span>
    </header>
    <div class="controls">
      ${counts}
      <label><input type="checkbox" data-minor /> also criteria of single cells</label>
      <label>Find <input type="search" id="find" size="20" /></label>
      <label>Go to <input type="text" id="goto" size="12" placeholder="T+1h30m or 15:30" /></label>
      <output id="found"></output>
    </div>
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">${times.zone}</th>
          <th scope="col">T</th>
          <th scope="col"><span class="sr">State</span></th>
          <th scope="col">What</th>
          <th scope="col">Who</th>
          <th scope="col" class="r">Row</th>
        </tr>
      </thead>
      <tbody>
        ${entries.map((entry) => line(entry, times, arms))}
      </tbody>
    </table>
  </section>`;
}

function line(
  entry: TimelineEntry,
  times: ReviewTimes,
  arms: ReadonlyMap<string, Parameters<typeof levelOfArm>[0]>,
): Markup {
  const arm = entry.id === null ? undefined : arms.get(entry.id);
  const level = entry.state === 'firing' && arm !== undefined ? levelOfArm(arm) : levelOf(entry.state);
  const isMinor = entry.group === 'criterion' && cellKey(entry.cell) !== '';
  const by =
    entry.by === null
      ? ''
      : entry.by.roleName === entry.by.name
        ? entry.by.name
        : `${entry.by.roleName}, ${entry.by.name}`;
  return html`<tr
    class="row${isMinor ? ' minor' : ''}"
    data-group="${entry.group}"
    data-at="${entry.at}"
    ${entry.row === null ? undefined : html` id="row-${entry.row}"`}
  >
    <td class="nw">
      ${entry.isWallTime ? '' : html`<button type="button" class="bare" data-jump="${entry.at}">${times.time(entry.at)}</button>`}
    </td>
    <td class="q nw">${entry.isWallTime ? 'afterwards' : times.clock(entry.at)}</td>
    <td>${mark(level)}<span class="sr">${entry.state ?? entry.kind}</span></td>
    <td class="text">${entry.text}</td>
    <td class="q">${entry.group === 'system' ? 'Holdpoint' : by}</td>
    <td class="r q">${entry.row ?? ''}</td>
  </tr>`;
}

/** All of them, or those that tell most, in their order: changes of single cells go first. */
function mostTelling(entries: readonly TimelineEntry[]): readonly TimelineEntry[] {
  if (entries.length <= mostEntries) return entries;
  const rank = ({ group, cell }: TimelineEntry): number =>
    group === 'call' || group === 'people' ? 0 : group === 'trigger' ? 1 : cellKey(cell) === '' ? 2 : 3;
  const ranked = [...entries.entries()].sort(([a, one], [b, other]) => rank(one) - rank(other) || a - b);
  return ranked
    .slice(0, mostEntries)
    .sort(([a], [b]) => a - b)
    .map(([, entry]) => entry);
}
