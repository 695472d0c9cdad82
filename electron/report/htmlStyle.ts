/** The one style of a review: the product's own tokens and type. Grey is normal; colour means that something is wrong. */
const light = `--bg: #f5f6f7; --bg-raise: #e8ebee; --rule: #d3d8dd; --rule-strong: #77818d;
--ink-1: #11151a; --ink-2: #3b444e; --ink-3: #56606c; --line-1: #2b333c; --line-2: #56606c; --line-3: #77818d;
--track: #dce0e4; --band: #e6e9ec; --crit: #a00030; --crit-on: #ffffff; --caut: #a05600; --caut-on: #ffffff;
--advi: #0061ad; --hatch: #77818d; --mode-live: #11151a; --mode-replay: #0b6b57; --mode-rehearsal: #5c35c4; --focus: #000000;`;

const paper = `${light.replace('#f5f6f7', '#ffffff').replace('#e8ebee', '#ffffff')}
--ink-1: #000000; --ink-2: #111111; --ink-3: #333333;`;

export const reviewStyle = `
:root { color-scheme: dark;
--bg: #0e1216; --bg-raise: #161c22; --rule: #29313a; --rule-strong: #6d7784; --ink-1: #eef1f5; --ink-2: #b4bcc7; --ink-3: #8d97a4;
--line-1: #c3cad3; --line-2: #8d97a4; --line-3: #6d7784; --track: #232a32; --band: #1b222a; --crit: #ff6055; --crit-on: #190302;
--caut: #ffb631; --caut-on: #1c1200; --advi: #5cb9ff; --hatch: #7d8793; --mode-live: #eef1f5; --mode-replay: #6fc3ae;
--mode-rehearsal: #bda2ff; --focus: #ffffff;
--font: "Segoe UI Variable Text", "Segoe UI", -apple-system, "SF Pro Text", "Adwaita Sans", Cantarell, "Noto Sans", "Liberation Sans", "DejaVu Sans Condensed", system-ui, sans-serif; }
@media (prefers-color-scheme: light) { :root { color-scheme: light; ${light} } }
* { box-sizing: border-box; margin: 0; padding: 0; }
html { background: var(--bg); scroll-padding-top: 48px; }
body { font: 400 13px/20px var(--font); color: var(--ink-2); font-variant-numeric: tabular-nums lining-nums; }
h1, h2, h3 { font-size: 13px; line-height: 20px; font-weight: 600; color: var(--ink-1); }
b, .v { font-weight: 600; color: var(--ink-1); }
.q { color: var(--ink-3); } .s { font-size: 12px; line-height: 16px; } .r { text-align: right; } .nw { white-space: nowrap; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.i { width: 12px; height: 12px; display: inline-block; vertical-align: -1px; flex: none; }
.crit { color: var(--crit); } .caut, .blind { color: var(--caut); } .advi { color: var(--advi); } .norm, .said { color: var(--ink-3); }
.stale { font-style: italic; } .gone { text-decoration: line-through; }
.shapes { position: absolute; }
code { font: inherit; overflow-wrap: anywhere; }
p, dd, td, .say, .grow, .q1, h1, h3 { overflow-wrap: anywhere; }
a { color: inherit; text-decoration-color: var(--rule-strong); text-underline-offset: 3px; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }

.bar { position: sticky; top: 0; z-index: 2; display: flex; align-items: center; gap: 24px; min-height: 40px; padding: 0 24px; border-bottom: 1px solid var(--rule); background: var(--bg); flex-wrap: wrap; }
.mode { font-weight: 600; letter-spacing: .08em; color: var(--mode-live); display: flex; align-items: center; gap: 8px; }
.mode i { width: 8px; height: 8px; border-radius: 50%; background: currentColor; }
.mode.replay { color: var(--mode-replay); } .mode.replay i { border-radius: 0; clip-path: polygon(0 0, 100% 50%, 0 100%); }
.mode.rehearsal { color: var(--mode-rehearsal); padding: 0 8px; border: 2px solid currentColor; border-radius: 2px; } .mode.rehearsal i { border-radius: 0; background: repeating-linear-gradient(135deg, currentColor 0 1px, transparent 1px 3px); }
.tabs { display: flex; gap: 20px; margin-left: auto; flex-wrap: wrap; } .tabs a { color: var(--ink-3); text-decoration: none; line-height: 40px; }
.tabs a:hover { color: var(--ink-1); }
.watermark { position: fixed; inset: 0; z-index: -1; display: flex; align-items: center; justify-content: center; pointer-events: none; color: var(--mode-rehearsal); opacity: .07; font-size: 14vw; font-weight: 600; letter-spacing: .08em; transform: rotate(-24deg); }

main { padding: 0 24px 48px; }
.top, .cols { display: grid; grid-template-columns: minmax(0, 920fr) minmax(0, 448fr); column-gap: 24px; }
.top { padding: 16px 0 20px; }
.word { float: left; display: inline-flex; align-items: center; gap: 12px; font-weight: 600; font-size: 40px; line-height: 44px; margin-right: 20px; color: var(--ink-1); border-radius: 2px; }
.word .i { width: 28px; height: 28px; color: inherit; }
.word.crit { background: var(--crit); color: var(--crit-on); padding: 0 12px; }
.word.caut { color: var(--caut); box-shadow: inset 0 0 0 2px var(--caut); padding: 0 8px; }
.q1 { font-size: 28px; line-height: 48px; color: var(--ink-1); font-weight: 600; }
.sub { clear: both; font-size: 16px; line-height: 24px; padding-top: 12px; max-width: 88ch; }
.clocks { display: flex; gap: 8px 40px; flex-wrap: wrap; align-content: flex-start; } .clocks > div > span { display: block; white-space: nowrap; }
.clocks > p { flex-basis: 100%; }
.c { font-size: 12px; line-height: 16px; color: var(--ink-3); } .big { font-size: 28px; line-height: 32px; color: var(--ink-1); font-weight: 600; } .mid { font-size: 16px; line-height: 32px; color: var(--ink-1); }

.board { border-top: 1px solid var(--rule); padding: 7px 0 20px; min-width: 0; }
.board > header { display: flex; gap: 8px; align-items: baseline; margin-bottom: 4px; } .board > header .q { font-size: 12px; }
.board > header > :nth-child(3) { margin-left: auto; white-space: nowrap; }
.say { font-size: 16px; line-height: 24px; color: var(--ink-1); }
.read { color: var(--ink-1); font-size: 12px; margin-left: auto; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
button { font: inherit; color: var(--ink-1); background: transparent; border: 0; cursor: pointer; text-decoration: underline; text-decoration-color: var(--rule-strong); text-underline-offset: 3px; }

.lane { display: grid; grid-template-columns: 200px minmax(0, 1fr); column-gap: 12px; align-items: center; border-top: 1px solid var(--rule); }
.lane:first-child, .lane:last-child { border-top: 0; }
.laneName { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
svg { display: block; } .lane svg, .plot svg { overflow: visible; } .plot svg svg { overflow: hidden; } .i { display: inline-block; } .at { overflow: visible; }
svg text { font: 400 12px var(--font); fill: var(--ink-3); }
.band { fill: var(--band); } rect.call { fill: var(--track); } rect.call.crit { fill: var(--crit); } rect.call.caut { fill: var(--caut); }
svg.on.crit { color: var(--crit-on); } svg.on.caut { color: var(--caut-on); } text.on { fill: var(--ink-1); font-weight: 600; } text.on.crit { fill: var(--crit-on); } text.on.caut { fill: var(--caut-on); }
rect.bar.crit { fill: var(--crit); } rect.bar.caut { fill: var(--caut); } rect.bar.advi { fill: var(--advi); }
path.decided { fill: var(--ink-1); } path.said { fill: var(--bg); stroke: var(--ink-2); stroke-width: 1.3; }
.t0 { stroke: var(--ink-2); } .cursor { stroke: var(--ink-1); stroke-width: 1; visibility: hidden; } .cursor.on { visibility: visible; }

.chart { padding: 12px 0 4px; border-top: 1px solid var(--rule); } .board > header + .chart { border-top: 0; padding-top: 0; }
.chart figcaption { display: flex; gap: 8px; align-items: baseline; } .chart figcaption .q { font-size: 12px; white-space: nowrap; }
.plot { display: grid; grid-template-columns: 64px minmax(0, 1fr); column-gap: 8px; margin-top: 8px; }
.ys { display: flex; flex-direction: column; justify-content: space-between; margin-top: -7px; font-size: 12px; line-height: 14px; color: var(--ink-3); text-align: right; white-space: nowrap; height: 118px; }
.grid { stroke: var(--rule); } .axis { stroke: var(--rule-strong); } .limit { stroke: var(--ink-3); stroke-dasharray: 4 3; }
.plot text { paint-order: stroke; stroke: var(--bg); stroke-width: 3px; }
.line { fill: none; stroke: var(--line-1); stroke-width: 1.5; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
.l2 { stroke: var(--line-2); stroke-dasharray: 4 2; } .l3 { stroke: var(--line-3); stroke-dasharray: 1 2; } .l4 { stroke: var(--line-1); stroke-dasharray: 6 2 1 2; } .over.crit { stroke: var(--crit); } .over.caut { stroke: var(--caut); } .over.advi { stroke: var(--advi); }
.key { display: flex; gap: 16px; padding: 4px 0 0 72px; } .key span { display: inline-flex; gap: 6px; align-items: center; }
.numbers { padding-left: 72px; font-size: 12px; } summary { cursor: pointer; }

table { border-collapse: collapse; width: 100%; } caption { text-align: left; padding: 12px 0 4px; color: var(--ink-3); }
th { font-weight: 400; color: var(--ink-3); font-size: 12px; line-height: 16px; text-align: left; vertical-align: bottom; }
td, th { padding: 2px 12px 2px 0; } td { vertical-align: baseline; } td:last-child, th:last-child { padding-right: 0; }
td.r, th.r { text-align: right; white-space: nowrap; } .crits td:not(.wide), .votes td:first-child, .votes td.r { width: 1%; white-space: nowrap; } .crits .wide { width: auto; } .votes td:nth-child(2) { width: 28%; } .row > * { border-top: 1px solid var(--rule); } .wide { width: 50%; }
.score td:nth-child(n+3) { overflow-wrap: normal; white-space: nowrap; }
.text { white-space: pre-line; overflow-wrap: anywhere; }
.rows td.text { width: 64%; } .rows th:nth-child(1) { width: 76px; } .rows th:nth-child(2) { width: 92px; } .rows th:nth-child(3) { width: 24px; } .rows .sel > td { background: var(--bg-raise); box-shadow: inset 0 1px 0 var(--ink-1), inset 0 -1px 0 var(--ink-1); }
.controls { display: flex; flex-wrap: wrap; gap: 4px 20px; padding: 4px 0 12px; align-items: center; position: sticky; top: 41px; background: var(--bg); z-index: 1; }
.controls input { accent-color: var(--ink-2); vertical-align: -1px; }
.controls input[type=text], .controls input[type=search] { font: inherit; color: var(--ink-1); background: transparent; border: 1px solid var(--rule-strong); border-radius: 2px; height: 24px; padding: 0 6px; }

.decision { border-top: 1px solid var(--rule); padding: 8px 0; } .board > header + .decision { border-top: 2px solid var(--ink-1); }
.decision > summary { display: grid; grid-template-columns: minmax(0, 1fr); list-style: none; } .decision > summary::before { content: none; }
.decision > summary::-webkit-details-marker { display: none; }
.rationale { padding: 8px 0; color: var(--ink-1); max-width: 88ch; white-space: pre-line; }
.pairs { display: grid; grid-template-columns: 112px minmax(0, 1fr); padding: 8px 0; } .pairs dt { color: var(--ink-3); } .pairs dd { color: var(--ink-2); white-space: pre-line; }
.options th[scope=row] { width: 104px; } .options thead th { font-size: 13px; line-height: 20px; padding-bottom: 8px; vertical-align: top; } .options thead b { font-size: 16px; line-height: 24px; }
.options .pick { background: var(--bg-raise); box-shadow: inset 2px 0 0 var(--ink-1); } .options td, .options thead th { padding-left: 12px; }
.item { border-top: 1px solid var(--rule); } .item > summary { display: flex; gap: 8px; align-items: center; min-height: 24px; list-style: none; }
.item > summary::-webkit-details-marker { display: none; }
.w { min-width: 56px; } .grow { flex: 1; min-width: 0; } .item > p { padding: 0 0 8px 20px; }
.piece { border-top: 1px solid var(--rule); padding: 4px 0; }
@media (max-width: 1100px) { .top, .cols { grid-template-columns: minmax(0, 1fr); } .lane { grid-template-columns: 112px minmax(0, 1fr); } .rows td.text { width: auto; } }
@media (forced-colors: active) { rect.call.crit, rect.bar.crit, .word.crit { forced-color-adjust: none; } .line { stroke: CanvasText; } }

@page { margin: 14mm 12mm; }
@media print {
:root { color-scheme: light; ${paper} }
html { background: #fff; } body { font-size: 9pt; line-height: 13pt; }
.tabs, .controls, .numbers, #all, .cursor, tr.minor { display: none; }
.bar { position: static; padding: 0; } main { padding: 0; }
.top, .cols { display: block; } .top > section + section { padding-top: 8px; }
.lane { grid-template-columns: 150px minmax(0, 1fr); }
tr[hidden]:not(.minor) { display: table-row; }
details::details-content { content-visibility: visible; block-size: auto; }
.chart, .piece, .item, tr { break-inside: avoid; } .rows td.text { width: 62%; } header, h2 { break-after: avoid; }
button { text-decoration: none; } .watermark { opacity: .25; }
rect, .word { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
