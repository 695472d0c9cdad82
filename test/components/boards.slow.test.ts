import { describe, expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import BrokenBoard from '../../renderer/board/BrokenBoard.svelte';
import { DeskClient, pictureOf } from '../help/deskClient.ts';
import { planOf, RoomDesk, type Second } from '../help/roomDesk.ts';
import { type BoardCase, boards, type BoardState, planText, reach } from './boardCases.ts';
import BoardHarness from './BoardHarness.svelte';

const plan = planOf(planText);
const chartTrouble = 'The disk is full.';
const plain = (text: string | null | undefined): string => (text ?? '').replaceAll(/\s+/g, ' ').trim();

const hasText = (element: Element): boolean =>
  [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && plain(node.textContent) !== '');

/** What somebody sees who looks at it, and what is read out to somebody who does not. */
interface Look {
  readonly word: string;
  readonly shape: string;
  readonly sentence: string;
  readonly text: string;
  readonly isItalic: boolean;
  readonly isHatched: boolean;
}

interface Shown {
  readonly isLost?: boolean;
  readonly trouble?: string;
  readonly planText?: string;
}

async function showDesk(
  { board, given }: BoardCase,
  desk: RoomDesk,
  { isLost = false, trouble, planText: text = planText }: Shown = {},
) {
  const { container } = await render(BoardHarness, {
    board: board as never,
    given,
    picture: pictureOf(desk),
    client: new DeskClient(desk, text, trouble),
    isLost,
  });
  // The plan comes first, then what charts ask for; before the first second there is nothing to ask for.
  await expect.poll(() => container.querySelector('section')).not.toBeNull();
  if (desk.judge.tick !== undefined)
    await expect.poll(() => container.textContent).not.toContain('Loading the last hour');
  return container.querySelector('section') ?? container;
}

function show(board: BoardCase, state: BoardState): Promise<HTMLElement> {
  const desk = new RoomDesk(plan);
  reach[state](desk);
  return showDesk(board, desk, { isLost: state === 'lost', ...(state === 'broken' ? { trouble: chartTrouble } : {}) });
}

function lookOf(section: HTMLElement): Look {
  const state = section.querySelector('header .state');
  const all = [section, ...section.querySelectorAll('*')];
  const styles = all.map((element) => getComputedStyle(element));
  const before = getComputedStyle(section, '::before');
  return {
    word: plain(state?.textContent),
    shape: [...(state?.querySelectorAll('path, circle') ?? [])].map((part) => part.outerHTML).join(),
    sentence: plain(section.querySelector('.say')?.textContent),
    text: plain(section.textContent),
    // What has no text of its own has no letters to slant.
    isItalic: all.some((element, index) => styles[index]?.fontStyle === 'italic' && hasText(element)),
    isHatched: [before, ...styles].some(({ backgroundImage }) => backgroundImage.includes('repeating-linear-gradient')),
  };
}

describe.each(boards)('the board of $name', (board) => {
  const states = Object.keys(board.words) as BoardState[];

  test.each(states)('says its word: %s', async (state) => {
    const look = lookOf(await show(board, state));
    expect(look.word).toBe(board.words[state]);
    expect(look.sentence).not.toBe('');
  });

  test('looks different in each state, and in none as when it counts nothing', async () => {
    const looks = new Map<BoardState, Look>();
    for (const state of states) looks.set(state, lookOf(await show(board, state)));
    const seen = [...looks].filter(([state]) => state !== 'broken');
    for (const [index, [state, look]] of seen.entries()) {
      for (const [other, others] of seen.slice(index + 1)) {
        expect(look.text, `${state} and ${other}`).not.toBe(others.text);
        // Zero is a value like another: it is in order, and says so with its digits.
        if (state === 'zero' || other === 'zero') continue;
        expect(`${look.word} ${look.shape}`, `${state} and ${other}`).not.toBe(`${others.word} ${others.shape}`);
      }
    }
  });
});

function caseOf(name: string): BoardCase {
  const found = boards.find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no board of ${name}.`);
  return found;
}

test.each(boards.map(({ name }) => name).filter((name) => caseOf(name).words.stale !== undefined))(
  'the board of %s is in italics under a hatched mark while its sources or the engine are not heard, and only then',
  async (name) => {
    const [stale, lost, calm] = [
      lookOf(await show(caseOf(name), 'stale')),
      lookOf(await show(caseOf(name), 'lost')),
      lookOf(await show(caseOf(name), 'calm')),
    ];
    expect([stale.isItalic, lost.isItalic, calm.isItalic]).toEqual([true, true, false]);
    // At its edge it is hatched when all of it is the past.
    expect([lost.isHatched, calm.isHatched]).toEqual([true, false]);
    expect(stale.shape).not.toBe('');
    expect(stale.shape).toBe(lost.shape);
    expect(stale.shape).not.toBe(calm.shape);
    expect(stale.sentence).toMatch(/cannot be seen: last heard \d/);
    expect(stale.text).not.toContain('∞');
  },
);

test.each([
  ['burn', 'wrong', /of budget left, .*gone at /],
  ['burn', 'calm', /of budget left/],
  ['burn', 'none', /^No traffic/],
  ['levels of a ratio', 'wrong', /^Checkouts that fail is beyond its limit, for /],
  ['levels of a ratio', 'few', /^Too few to say/],
  ['levels of a gauge', 'zero', /^Everything within its limits/],
  ['levels of a gauge', 'stale', /^Heat cannot be seen: last heard .* ago/],
  ['what must not happen', 'calm', /^None has happened/],
  ['what must not happen', 'wrong', /^Paid twice: \d+\.$/],
  ['latency', 'wrong', /^p95 over its limit for /],
  ['fraud', 'wrong', /^Takeovers [\d.]+ times those of control: proven\. Drift in takeovers: review\.$/],
  ['fraud', 'calm', /^Takeovers .* control: not proven\.$/],
  ['forecast', 'calm', /^Tickets: gone at \d\d:\d\d, \d\d:\d\d to \d\d:\d\d\.$/],
  ['forecast', 'zero', /^Tickets: not running out on this path\.$/],
  ['experiment', 'wrong', /^Asks support: proven worse\./],
  ['posture', 'calm', /^0 of 2 pass\. ledger: Reproducible build is missing\.$/],
] as const)('the board of %s says in one sentence how it stands: %s', async (name, state, sentence) => {
  expect(lookOf(await show(caseOf(name), state)).sentence).toMatch(sentence);
});

test.each(['burn', 'levels of a ratio', 'latency', 'fraud', 'forecast'])(
  'the chart of the board of %s is an image that says what it shows, with its limit, and has a table beside it',
  async (name) => {
    const section = await show(caseOf(name), 'wrong');
    const chart = section.querySelector('[role="img"][tabindex="0"]');
    expect(plain(chart?.getAttribute('aria-label'))).toMatch(name === 'forecast' ? /certainty/ : /limit|250/);
    expect(section.querySelector('details table, details summary')).not.toBeNull();
  },
);

test.each(['burn', 'levels of a ratio', 'latency', 'fraud', 'forecast'])(
  'the board of %s says why there is no chart, and keeps its numbers',
  async (name) => {
    const section = await show(caseOf(name), 'broken');
    await expect.poll(() => plain(section.querySelector('[role="status"]')?.textContent)).toContain(chartTrouble);
    const calm = lookOf(await show(caseOf(name), 'calm'));
    expect(lookOf(section).sentence).toBe(calm.sentence);
  },
);

test.each(boards.map(({ name }) => name))(
  'the board of %s is a region with a heading, and its rows have names',
  async (name) => {
    const section = await show(caseOf(name), 'calm');
    const heading = section.querySelector('h2');
    expect(section.getAttribute('aria-labelledby')).toBe(heading?.id);
    expect(plain(heading?.textContent)).not.toBe('');
    const tables = [...section.querySelectorAll('table')].filter((table) => table.closest('details') === null);
    expect(tables.length).toBeGreaterThan(0);
    for (const table of tables) expect(table.querySelector('th[scope]')).not.toBeNull();
  },
);

test('a board that cannot be shown says so and can be tried again', async () => {
  let tries = 0;
  const board = boards.find(({ name }) => name === 'burn') ?? caseOf('burn');
  const section = await show(
    {
      ...board,
      board: BrokenBoard as never,
      given: { name: 'Burn', error: new Error('no such pair'), reset: () => (tries += 1) },
    },
    'calm',
  );
  const look = lookOf(section);
  expect([look.word, look.sentence]).toEqual(['broken', 'This board cannot be shown.']);
  expect(look.text).toContain('no such pair');
  section.querySelector('button')?.click();
  expect(tries).toBe(1);
});

test('a few failures among few are critical by their pair, and said not to be proven while no rule finds proof', async () => {
  const desk = new RoomDesk(plan);
  const requests = (outcome: string): Second => ({ counts: [{ metric: 'requests', labels: { outcome }, value: 1 }] });
  desk.run(28, requests('ok'));
  desk.run(2, requests('error'));
  const section = await showDesk(caseOf('burn'), desk);
  const look = lookOf(section);
  expect(look.word).toBe('critical');
  expect(plain(section.querySelector('header .word')?.textContent)).toContain('not proven');
  // The filled word and the square are for what is proven.
  expect(look.shape).not.toBe(lookOf(await show(caseOf('burn'), 'wrong')).shape);
});

test('a ramp whose share nobody observes says so, and is on plan and not begun only where that is seen', async () => {
  const blind = lookOf(await show(caseOf('the ramp'), 'calm'));
  expect([blind.word, blind.text.includes('◆')]).toEqual(['not observed', false]);
  expect(blind.sentence).toBe('Nothing is commanded; 2 cells are not observed.');
  expect(blind.text).not.toMatch(/on plan|No cell is above|Nobody is in/);
  const text = planText.replace('ramp:\n', 'ramp:\n  observed: { gauge: { metric: share } }\n');
  const desk = new RoomDesk(planOf(text));
  const gauges = ['US', 'UK'].map((market) => ({ metric: 'share', labels: { market }, value: 0 }));
  desk.run(30, { gauges });
  const seen = lookOf(await showDesk(caseOf('the ramp'), desk, { planText: text }));
  expect([seen.word, seen.sentence]).toEqual(['on plan', 'No cell is above 0 %.']);
});

test('labels that still come in are shown beside those that are there, hatched, and as a band of the chart', async () => {
  const text = planText.replaceAll('scale: 1000, minimum: 500 }', 'scale: 1000, minimum: 500, matures: 2m }');
  const desk = new RoomDesk(planOf(text));
  reach.calm(desk);
  const look = lookOf(await showDesk(caseOf('fraud'), desk, { planText: text }));
  expect(look.text).toMatch(/so far \d+ of [\d,]+, maturing/);
  expect(look.text).toMatch(/maturing from \d\d:\d\d to \d\d:\d\d/);
  expect([look.isHatched, lookOf(await show(caseOf('fraud'), 'calm')).isHatched]).toEqual([true, false]);
});

test('a number is held against its limit, and against what it was before the launch', async () => {
  const before = 'before: { value: 41, from: last winter }';
  const text = planText.replace('gauge: { metric: heat }', `gauge: { metric: heat }, ${before}`);
  const desk = new RoomDesk(planOf(text));
  reach.calm(desk);
  const board = caseOf('levels of a gauge');
  const section = await showDesk(board, desk, { planText: text });
  expect(plain(section.querySelector('.limit')?.textContent)).toBe('max 90 C, before: 41 C');
  expect(section.querySelector('.limit')?.getAttribute('title')).toBe('last winter');
  expect(plain((await show(board, 'calm')).querySelector('.limit')?.textContent)).toBe('max 90 C');
});
