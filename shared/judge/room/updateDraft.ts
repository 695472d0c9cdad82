import { instantAt } from '../../base/instant.ts';
import { excerptOf } from '../../model/excerpt.ts';
import { cellsOf, cellWords, matchesLabels } from '../selector.ts';
import { percentWords } from '../words.ts';
import { formatDuration } from '../../base/duration.ts';
import type { World } from './book.ts';
import { momentWords } from './momentWords.ts';
import type { SinceUpdate } from './updateBook.ts';

const longestDraft = 1500;
const longestQuote = 160;
const mostNamed = 4;

/**
 * What a status update would say now, in plain sentences: where the launch stands, the call, what is on, the ramp, what
 * was decided and noted since the last one, and what comes next. A person edits it before it goes anywhere.
 */
export function buildUpdateDraft(world: World, since: SinceUpdate): string {
  const { plan } = world;
  const sentences = [
    `${plan.launch.name ?? plan.launch.id}, ${clockWords(world.nowMs)} UTC, ${momentWords(world.clock.tMs, 0)}.`,
    callSentence(world),
    ...firingSentences(world),
    ...world.clock.holds().map(sentence),
    ...rampSentences(world),
    ...since.decisions.map(({ question, choice }) => `Decided: ${quote(question)} Answer: ${quote(choice)}`),
    ...since.notes.map((note) => `Noted: ${quote(note)}`),
    ...nextSentences(world),
  ];
  const fitting: string[] = [];
  let left = longestDraft;
  for (const one of sentences) {
    if (one.length + 1 > left) continue;
    fitting.push(one);
    left -= one.length + 1;
  }
  return fitting.join(' ');
}

function callSentence({ callWord, callScopes }: World): string {
  const isWhole = callScopes === undefined || callScopes.length === 0 || callScopes.includes('the launch');
  return `The call is ${callWord}${isWhole ? '' : ` for ${listWords(callScopes)}`}.`;
}

function firingSentences({ triggers }: World): string[] {
  const cells = new Map<string, string[]>();
  for (const { id, trigger, cell, state } of triggers) {
    if (state !== 'firing') continue;
    const name = trigger.name === undefined ? id : `${id} ${trigger.name}`;
    const words = cells.get(name) ?? [];
    cells.set(name, words);
    words.push(cellWords(cell));
  }
  if (cells.size === 0) return ['No trigger fires.'];
  return [...cells].map(([name, words]) => `${name} fires for ${listWords(words)}.`);
}

function rampSentences({ plan, ramp }: World): string[] {
  if (plan.ramp === undefined) return [];
  if (!ramp.hasBegun) return ['The ramp has not begun.'];
  const { waves } = plan.ramp;
  const shares = new Map<number, string[]>();
  const open = new Map<string, string[]>();
  for (const cell of cellsOf(Object.keys(plan.dimensions), plan.dimensions)) {
    if (!waves.some((wave) => matchesLabels(cell, wave.cells))) continue;
    const { share, ordered, hasFailed } = ramp.standing(cell);
    if (ordered !== undefined) {
      const to = `the order to ${percentWords(ordered)}`;
      const how = hasFailed ? `${to} has failed` : `${to} is not confirmed yet`;
      open.set(how, [...(open.get(how) ?? []), cellWords(cell)]);
    }
    const words = shares.get(share) ?? [];
    shares.set(share, words);
    words.push(cellWords(cell));
  }
  const parts = [...shares]
    .sort(([a], [b]) => b - a)
    .map(([share, words]) => `${share === 0 ? `${words.length} more` : listWords(words)} at ${percentWords(share)}`);
  const only = shares.size === 1 ? [...shares.keys()][0] : undefined;
  const stands = only === 0 ? 'The ramp stands at 0 %.' : `On the ramp: ${parts.join('; ')}.`;
  const waiting = [...open].map(([how, words]) => `For ${listWords(words)} ${how}.`);
  return [stands, ...waiting, ...ramp.holds().map(({ text }) => sentence(text))];
}

/** The poll that is open, and the nearest of what the plan has still to come. */
function nextSentences(world: World): string[] {
  const { plan, nowMs, clock } = world;
  if (clock.isOver) return [];
  const { t0, holds, window } = plan.launch;
  const coming: { readonly inMs: number; readonly says: string }[] = [];
  const add = (atMs: number, says: string) => {
    if (atMs > nowMs) coming.push({ inMs: atMs - nowMs, says: `${says} at ${clockWords(atMs)} UTC` });
  };
  for (const { at, name } of holds) {
    const tMs = instantAt(at, t0) - t0;
    if (tMs > clock.tMs) {
      coming.push({ inMs: tMs - clock.tMs, says: `the hold ${name} at ${momentWords(tMs, 0)}` });
    }
  }
  for (const { id, starts } of plan.ramp?.waves ?? []) {
    if (starts !== undefined) add(instantAt(starts, t0), `the wave ${id} begins`);
  }
  for (const { says, from } of plan.calendar) add(instantAt(from, t0), quote(says).replace(/\.$/, ''));
  if (window !== undefined) add(instantAt(window.opens, t0), 'the window opens');
  if (window !== undefined) add(instantAt(window.closes, t0), 'the window closes');
  const next = coming.sort((a, b) => a.inMs - b.inMs)[0];
  const poll = world.polls.current();
  const asked = poll === undefined ? undefined : plan.polls[poll.poll]?.question;
  return [
    ...(asked === undefined ? [] : [`Being asked: ${quote(asked)}`]),
    ...(next === undefined ? [] : [`Next: ${next.says}.`]),
    ...(plan.updates === undefined ? [] : [`The next update follows in ${formatDuration(plan.updates.every)}.`]),
  ];
}

/** `US card, UK card and 16 more`. */
function listWords(words: readonly string[]): string {
  if (words.length > mostNamed)
    return `${words.slice(0, mostNamed - 1).join(', ')} and ${words.length - mostNamed + 1} more`;
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** What a person wrote, on one line, as a sentence. */
function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return sentence(excerptOf(line, longestQuote));
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** The time of day, UTC: `14:20`. */
function clockWords(ms: number): string {
  const minutes = Math.floor(ms / 60_000) % 1440;
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
