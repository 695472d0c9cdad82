/**
 * The one script of a review, the same for every session: it reads numbers and texts out of attributes and writes texts.
 * Without it everything is still on the page.
 */
export const reviewScript = `'use strict';
(() => {
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const one = (selector) => document.querySelector(selector);
const about = document.body.dataset;
const first = Number(about.first), last = Number(about.last), t0 = Number(about.t0);
const zoned = new Intl.DateTimeFormat('en-GB', { timeZone: about.zone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const two = (value) => String(value).padStart(2, '0');
const clock = (at) => {
  const s = Math.floor(Math.abs(at - t0) / 1000);
  return 'T' + (at < t0 ? '-' : '+') + two(Math.floor(s / 3600)) + ':' + two(Math.floor(s / 60) % 60) + ':' + two(s % 60);
};
const digits = (value) => String(Number(value.toPrecision(3)));
const worded = (unit, value) => unit === 'percent' ? digits(value * 100) + ' %' : digits(value) + (unit === 'number' ? '' : ' ' + unit);
const charts = all('.chart').map((figure) => ({
  from: Number(figure.dataset.from), step: Number(figure.dataset.step), unit: figure.dataset.unit, read: figure.querySelector('.read'),
  lines: all('path[data-values]', figure).reverse().map((path) => ({ name: path.dataset.name, values: path.dataset.values.split(',') })),
}));
const rows = all('tr[data-group]');
let cursor = first;

const point = (at) => {
  if (!(last > first)) return;
  cursor = Math.min(last, Math.max(first, at));
  const x = ((cursor - first) / (last - first)) * 100 + '%';
  for (const line of all('.cursor')) { line.setAttribute('x1', x); line.setAttribute('x2', x); line.classList.add('on'); }
  const where = one('#where');
  if (where) where.textContent = zoned.format(cursor) + ' · ' + clock(cursor);
  for (const { from, step, unit, read, lines } of charts) {
    const place = Math.floor((cursor - from) / step);
    read.textContent = zoned.format(cursor) + ' · ' + lines.map(({ name, values }) => {
      const value = values[place];
      return name + ' ' + (value === undefined || value === '' ? 'nothing' : worded(unit, Number(value)));
    }).join(' · ');
  }
};

for (const svg of all('svg.time')) {
  const follow = (event) => {
    const box = svg.getBoundingClientRect();
    point(first + ((event.clientX - box.left) / box.width) * (last - first));
  };
  svg.addEventListener('pointermove', follow);
  svg.addEventListener('click', (event) => { follow(event); show(cursor); });
}
for (const figure of all('.chart')) {
  figure.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === 'Home') point(first);
    else if (event.key === 'End') point(last);
    else if (step !== undefined) point(cursor + step * Number(figure.dataset.step) * (event.shiftKey ? 10 : 1));
    else return;
    event.preventDefault();
  });
}

const filter = () => {
  const groups = new Set(all('input[data-group]').filter((box) => box.checked).map((box) => box.dataset.group));
  const minor = one('input[data-minor]');
  const find = one('#find').value.trim().toLowerCase();
  let shown = 0;
  for (const row of rows) {
    const fits = groups.has(row.dataset.group) && (minor.checked || find !== '' || !row.classList.contains('minor')) &&
      (find === '' || row.textContent.toLowerCase().includes(find));
    row.hidden = !fits;
    if (fits) shown += 1;
  }
  one('#found').textContent = shown + ' shown';
};
for (const box of all('.controls input[type=checkbox]')) box.addEventListener('change', filter);
one('#find').addEventListener('input', filter);

const show = (at) => {
  let best;
  for (const row of rows) {
    row.classList.remove('sel');
    if (!row.hidden && Number(row.dataset.at) <= at) best = row;
  }
  best = best || rows.find((row) => !row.hidden);
  if (!best) return;
  best.classList.add('sel');
  best.scrollIntoView({ block: 'nearest' });
};
const jump = (at) => { point(at); show(at); };
document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-jump]');
  if (!button) return;
  jump(Number(button.dataset.jump));
  if (!button.closest('#timeline')) one('#session').scrollIntoView({ block: 'nearest' });
});

const units = { d: 86400, h: 3600, m: 60, s: 1 };
const instant = (text) => {
  const against = /^t?\\s*([+-])\\s*(?:(\\d+):(\\d+)(?::(\\d+))?|((?:\\d+[dhms]\\s*)+))$/i.exec(text) || (/^t-?0$/i.test(text) ? ['', '+', '0', '0'] : null);
  if (against) {
    const s = against[5] === undefined ? Number(against[2]) * 3600 + Number(against[3]) * 60 + Number(against[4] || 0)
      : [...against[5].matchAll(/(\\d+)([dhms])/gi)].reduce((sum, [, count, unit]) => sum + Number(count) * units[unit.toLowerCase()], 0);
    return t0 + (against[1] === '-' ? -s : s) * 1000;
  }
  const time = /^(\\d{1,2}):(\\d\\d)(?::(\\d\\d))?$/.exec(text);
  if (!time) return undefined;
  const asked = two(time[1]) + ':' + time[2] + ':' + two(time[3] || 0);
  const secondsOf = (shown) => shown.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  const start = Math.ceil(first / 1000) * 1000;
  const wait = (secondsOf(asked) - secondsOf(zoned.format(start)) + 86400) % 86400;
  return start + wait * 1000;
};
one('#goto').addEventListener('change', (event) => {
  const at = instant(event.target.value.trim());
  if (at === undefined) one('#found').textContent = 'Write a time such as T+1h30m or 15:30.';
  else jump(at);
});

const details = all('details.decision');
const button = one('#all');
const tellButton = () => { if (button) button.textContent = details.some((one) => !one.open) ? 'Open all' : 'Close all'; };
tellButton();
for (const one of details) one.addEventListener('toggle', tellButton);
if (button) button.addEventListener('click', () => {
  const open = details.some((one) => !one.open);
  for (const one of details) one.open = open;
});
let closed = [];
addEventListener('beforeprint', () => {
  closed = all('details:not([open]):not(.numbers)');
  for (const one of closed) one.open = true;
});
addEventListener('afterprint', () => { for (const one of closed) one.open = false; });
filter();
})();
`;
