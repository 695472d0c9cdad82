import { cellKey, cellWords } from '../../shared/judge/selector.ts';
import { numberWords } from '../../shared/judge/words.ts';
import type { Person, ReviewData } from './reviewData.ts';
import { html, type Markup } from './markup.ts';
import { errorWords, latencyWords } from './reviewLatencies.ts';
import { countsWords, lossWords, moneyWords } from './reviewSentences.ts';
import type { ReviewTimes } from './reviewTimes.ts';
import { levelOf, levelOfArm, mark } from './stateLevel.ts';

/** The boards beside decisions and charts: short lists, each left out where it would be empty. */

export function criteriaBoard({ criteria }: ReviewData): Markup {
  const shown = criteria.filter(
    ({ cell, state }) => cellKey(cell) === '' || ['fail', 'unknown', 'waived'].includes(state),
  );
  const count = (state: string): number => criteria.filter((one) => one.state === state).length;
  const tally = ['pass', 'waived', 'maturing', 'fail', 'unknown'].filter((state) => count(state) > 0);
  return html`<section class="board" id="criteria">
    <header>
      <h2>Criteria</h2>
      <span class="q">at the end</span><span>${tally.map((state) => `${count(state)} ${state}`).join(' · ')}</span>
    </header>
    ${shown.map(
      ({ id, cell, says, owner, state, why, required }) =>
        html`<details class="item">
          <summary>
            ${mark(levelOf(state))}<span class="v w">${state}</span><span class="q w">${id}</span
            ><span class="grow">${says}${cellKey(cell) === '' ? '' : `, ${cellWords(cell)}`}</span>
          </summary>
          <p class="s">
            ${why}
            <span class="q"
              >${owner === null ? 'Nobody owns it.' : `Owner: ${owner}.`}
              ${required ? 'Required.' : 'Not required.'}</span
            >
          </p>
        </details>`,
    )}
  </section>`;
}

export function firingBoard({ firings, triggers }: ReviewData, times: ReviewTimes): Markup {
  const arms = new Map(triggers.map(({ id, arm }) => [id, arm]));
  return html`<section class="board" id="firings">
    <header>
      <h2>Triggers that fired</h2>
      <span class="q">${firings.length === 0 ? 'none did' : firings.length}</span>
    </header>
    ${firings.map(({ trigger, name, cell, fromAt, toAt, why, loss }) => {
      const meanwhile =
        loss === null
          ? ''
          : `${numberWords(loss.failed)} failed meanwhile${loss.worth === null ? '' : `, at most ${moneyWords(loss.worth)}`}.`;
      return html`<details class="item">
        <summary>
          ${mark(levelOfArm(arms.get(trigger) ?? 'advise'))}<span class="v w">${trigger}</span
          ><span class="grow">${name}${cellKey(cell) === '' ? '' : html`, <b>${cellWords(cell)}</b>`}</span
          ><span class="q nw">${times.time(fromAt)} to ${toAt === null ? 'the end' : times.time(toAt)}</span>
        </summary>
        <p class="s">
          ${why} ${meanwhile} <button type="button" class="bare" data-jump="${fromAt}">${times.clock(fromAt)}</button>
        </p>
      </details>`;
    })}
  </section>`;
}

export function latencyBoard({ latencies }: ReviewData, times: ReviewTimes): Markup | undefined {
  const { fromAt, rows } = latencies;
  if (fromAt === null || rows.length === 0) return undefined;
  return html`<section class="board" id="latencies">
    <header>
      <h2>Latencies</h2>
      <span class="q">from ${times.clock(fromAt)} on</span>
    </header>
    ${rows.map((row) => html`<p>${row.says}: ${latencyWords(row)}. <span class="q">${row.ids.join(', ')}</span></p>`)}
    <p class="s q">${errorWords(rows.every(({ isExact }) => isExact))}</p>
  </section>`;
}

export function moneyBoard({ money }: ReviewData): Markup | undefined {
  if (money.length === 0) return undefined;
  return html`<section class="board" id="money">
    <header><h2>What it cost</h2></header>
    ${money.map((loss) => html`<p>${lossWords(loss)}</p>`)}
  </section>`;
}

export function peopleBoards(data: ReviewData, times: ReviewTimes): (Markup | undefined)[] {
  return [
    list('Waivers', 'waivers', data.waivers, (one) => [
      one.state,
      html`<b>${one.criterion}</b>${cellKey(one.cell) === '' ? '' : `, ${cellWords(one.cell)}`} until
        ${times.instant(one.untilAt)}`,
      html`${one.reason}
        <span class="q"
          >Proposed by
          ${by(one.by)}${one.answeredBy === null ? ', nobody has answered' : html`; ${one.state} by ${by(one.answeredBy)}${one.answer === null ? '' : `: ${one.answer}`}`}</span
        >`,
    ]),
    list('Orders', 'orders', data.orders, (one) => [
      one.state,
      html`${times.time(one.at)} <b>${one.order}</b>`,
      html`${one.text}${one.attempts.map(({ at, outcome, text }) => html`<br /><span class="q">${times.time(at)} ${outcome}: ${text}</span>`)}`,
    ]),
    list('Evidence', 'evidence', data.evidence, (one) => [
      one.state === 'rejected' ? 'rejected' : one.verdict,
      html`<b>${one.evidence}</b> ${one.says}`,
      html`${one.reading}
        <span class="q"
          >${one.file.name}, ${numberWords(one.file.bytes)} bytes,
          ${one.state}${one.answeredBy === null ? '' : html` by ${by(one.answeredBy)}`}. SHA-256
          <code>${one.file.sha256}</code></span
        >`,
    ]),
    list('Notes', 'notes', data.notes, (one) => [
      null,
      html`${times.time(one.aboutAt ?? one.at)} <span class="q">${by(one.by)}, row ${one.row}</span>`,
      html`<span class="${one.correctedBy === null ? 'text' : 'text gone'}">${one.text}</span
        >${one.corrects === null ? undefined : html` <a href="#row-${one.corrects}">corrects row ${one.corrects}</a>`}${one.correctedBy === null ? undefined : html` <a href="#row-${one.correctedBy}">corrected by row ${one.correctedBy}</a>`}`,
    ]),
    list('Status updates', 'updates', data.updates, (one) => [
      one.delivery,
      html`${times.time(one.at)} <span class="q">${by(one.by)}</span>`,
      html`<span class="text">${one.text}</span>`,
    ]),
  ];
}

function wholeWords(isWhole: boolean | null): Markup | string {
  if (isWhole === null) return html`${mark('blind')} not known`;
  return isWhole ? 'whole' : html`${mark('crit')} <b>not whole</b>`;
}

export function proofBoard(data: ReviewData, times: ReviewTimes): Markup {
  const { proof, plan, session } = data;
  return html`<section class="board" id="proof">
    <header>
      <h2>Proof</h2>
      <span class="q">${session.createdBy}</span><span>${wholeWords(proof.isWhole)}</span>
    </header>
    ${proof.says.map((sentence) => html`<p>${sentence}</p>`)}
    <p class="q">${countsWords(data)}</p>
    ${data.gaps.slice(0, 20).map(({ source, epoch, fromSeq, toSeq, openedAt }) => html`<p class="s">${mark('blind')} ${source}${epoch === '' ? '' : ` ${epoch}`}: ${toSeq - fromSeq === 1 ? `sample ${fromSeq}` : `samples ${fromSeq} to ${toSeq - 1}`} never came, seen at ${times.time(openedAt)}</p>`)}
    ${data.gaps.length > 20 ? html`<p class="s q">${data.gaps.length - 20} more gaps stand in the timeline.</p>` : undefined}
    <p class="s q">Plan <code>${plan.digest}</code></p>
    ${proof.checkpoint === null ? undefined : html`<p class="s q">Signed at row ${proof.checkpoint.seq}: <code>${proof.checkpoint.hash}</code></p>`}
  </section>`;
}

function list<Item>(
  title: string,
  id: string,
  items: readonly Item[],
  show: (item: Item) => readonly [state: string | null, head: Markup, body: Markup],
): Markup | undefined {
  if (items.length === 0) return undefined;
  return html`<section class="board" id="${id}">
    <header>
      <h2>${title}</h2>
      <span class="q">${items.length}</span>
    </header>
    ${items.map((item) => {
      const [state, head, body] = show(item);
      return html`<div class="piece">
        ${state === null ? undefined : html`${mark(levelOf(state))} <span class="v">${state}</span> `}${head}
        <p class="s">${body}</p>
      </div>`;
    })}
  </section>`;
}

function by({ role, roleName, name }: Person): string {
  return roleName === name || role === 'system' ? roleName : `${roleName}, ${name}`;
}
