import { dissentWords } from '../../shared/model/room/dissentWords.ts';
import { cellWords } from '../../shared/judge/selector.ts';
import type { Decision, ReviewData, Vote } from './reviewData.ts';
import { html, type Markup } from './markup.ts';
import { aspects } from './optionAspects.ts';
import type { ReviewTimes } from './reviewTimes.ts';
import { levelOf, mark } from './stateLevel.ts';

/** Every decision with what it was taken on. A few stand open; many are a list to look into. */
export function decisionBoard({ decisions }: ReviewData, times: ReviewTimes): Markup {
  if (decisions.length === 0) {
    return html`<section class="board" id="decisions">
      <header><h2>Decisions</h2></header>
      <p class="q">Nobody recorded a decision in this session.</p>
    </section>`;
  }
  return html`<section class="board" id="decisions">
    <header>
      <h2>Decisions</h2>
      <span class="q">${decisions.length}, each with the room on which it was taken</span
      ><button type="button" class="bare" id="all">Open all</button>
    </header>
    ${decisions.map((decision) => one(decision, times, decisions.length <= 3))}
  </section>`;
}

function one(decision: Decision, times: ReviewTimes, isOpen: boolean): Markup {
  const { by, at, row, room, after } = decision;
  return html`<details class="decision" id="decision-${row}" ${isOpen ? html` open` : undefined}>
    <summary>
      <span class="say">${decision.question} <b>${decision.choice}</b></span
      ><span class="q"
        >${times.time(at)} · ${times.clock(at)} · ${by.roleName}${by.roleName === by.name ? '' : `, ${by.name}`} · row
        ${row}</span
      >
    </summary>
    <p class="rationale">${decision.rationale}</p>
    ${optionTable(decision)}
    <dl class="pairs">
      ${decision.conditions.map((text) => pair('If', text))}
      ${(decision.dissent ?? []).map(({ role, says }) => pair('Dissent', html`<b>${role}</b> ${says}`))}
      ${decision.dissent?.length ? undefined : pair('Strong objections?', dissentWords(decision.dissent))}
      ${decision.follows.map(({ owner, says, dueAt }) => pair('Follows', html`<b>${owner}</b> ${says}${dueAt === null ? '' : html` <span class="q">by ${times.instant(dueAt)}</span>`}`))}
      ${pair('Room then', html`${mark(levelOf(room.call))} <b>${room.call}</b> at <button type="button" class="bare" data-jump="${room.tickAt}">${times.time(room.tickAt)}</button>. ${room.reasons.join(' ')}`)}
      ${room.firing.length === 0 ? undefined : pair('Firing then', room.firing.join('; '))}
      ${after === null ? undefined : pair('Half an hour on', html`${mark(levelOf(after.call))} <b>${after.call}</b>`)}
    </dl>
    ${decision.votes.length === 0 ? undefined : voteTable(decision.votes, times)}
    ${decision.criteria.length === 0 ? undefined : criteriaTable(decision.criteria)}
  </details>`;
}

function pair(name: string, value: string | Markup): Markup {
  return html`<dt>${name}</dt>
    <dd>${value}</dd>`;
}

function optionTable({ options, choice }: Decision): Markup | undefined {
  if (options.length === 0) return undefined;
  const pick = (id: string): string => (id === choice ? 'pick' : '');
  const said = aspects.filter(({ what }) => options.some((option) => option[what] !== null));
  return html`<table class="options">
    <thead>
      <tr>
        <th scope="col"><span class="sr">About</span></th>
        ${options.map(({ id, says }) => html`<th scope="col" class="${pick(id)}"><b>${id}</b>${id === choice ? html` <span class="q">chosen</span>` : undefined}<br /><span class="q">${says}</span></th>`)}
      </tr>
    </thead>
    <tbody>
      ${said.map(
        ({ what, name }) =>
          html`<tr class="row">
            <th scope="row">${name}</th>
            ${options.map((option) => html`<td class="${pick(option.id)}">${option[what] ?? html`<span class="q">not said</span>`}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function voteTable(votes: readonly Vote[], times: ReviewTimes): Markup {
  const fresh = votes.filter(({ isFresh }) => isFresh).length;
  return html`<table class="votes">
    <caption>
      <b>Votes</b>
      ${fresh} of ${votes.length} counted
    </caption>
    <tbody>
      ${votes.map(
        (vote) =>
          html`<tr class="row">
            <td>${mark(vote.vote === null ? 'blind' : vote.isFresh ? levelOf(vote.vote) : 'blind')}</td>
            <td>${vote.voter}${vote.name === null || vote.name === vote.voter ? '' : `, ${vote.name}`}</td>
            <td class="${vote.isFresh ? 'v' : 'stale'}">
              ${vote.vote ?? 'no vote'}${vote.option === null ? '' : ` on ${vote.option}`}${vote.condition === null ? '' : `, if ${vote.condition}`}
            </td>
            <td class="wide">
              ${vote.stale === null ? (vote.reason ?? '') : html`<span class="stale">${vote.stale}</span>`}
            </td>
            <td class="r q">${vote.at === null ? '' : times.time(vote.at)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function criteriaTable(criteria: Decision['criteria']): Markup {
  return html`<table class="crits">
    <caption>
      <b>Criteria</b>
      as they stood then
    </caption>
    <tbody>
      ${criteria.map(
        ({ id, cell, state, says }) =>
          html`<tr class="row">
            <td>${mark(levelOf(state))} <span class="v">${state}</span></td>
            <td>${id}</td>
            <td class="wide">${says}${Object.keys(cell).length === 0 ? '' : `, ${cellWords(cell)}`}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
