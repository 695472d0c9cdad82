import type { Arm } from './reviewData.ts';
import { html, type Markup } from './markup.ts';

/** How far from normal something is: each has a colour, a shape and a word of its own. */
export type Level = 'crit' | 'caut' | 'advi' | 'norm' | 'said' | 'blind';

const levels: ReadonlyMap<string, Level> = new Map<string, Level>([
  ['ROLLBACK', 'crit'],
  ['NO-GO', 'crit'],
  ['no-go', 'crit'],
  ['fail', 'crit'],
  ['failed', 'crit'],
  ['HOLD', 'caut'],
  ['hold', 'caut'],
  ['held', 'caut'],
  ['scrubbed', 'caut'],
  ['overdue', 'caut'],
  ['escalated', 'caut'],
  ['rejected', 'caut'],
  ['not delivered', 'caut'],
  ['unreadable', 'caut'],
  ['unknown', 'blind'],
  ['waived', 'said'],
  ['granted', 'said'],
  ['decided', 'said'],
  ['go-if', 'said'],
]);

export function levelOf(state: string | null): Level {
  return levels.get(state ?? '') ?? 'norm';
}

/** A trigger that fires is as bad as what it asks for. */
export function levelOfArm(arm: Arm): Level {
  return { act: 'crit', hold: 'caut', advise: 'advi' }[arm] as Level;
}

/** The shape of a level. Its word always stands beside it, so it is nothing to read out. */
export function mark(level: Level): Markup {
  return html`<svg class="i ${level}" aria-hidden="true"><use href="#${level}" /></svg>`;
}

export const markShapes = html`<svg class="shapes" width="0" height="0" aria-hidden="true">
  <defs>
    <symbol id="crit" viewBox="0 0 12 12">
      <path
        fill="currentColor"
        fill-rule="evenodd"
        d="M0 0h12v12H0zM4 2.6 2.6 4l2 2-2 2L4 9.4l2-2 2 2L9.4 8l-2-2 2-2L8 2.6l-2 2z"
      />
    </symbol>
    <symbol id="caut" viewBox="0 0 12 12">
      <path fill="currentColor" fill-rule="evenodd" d="M6 .5 12 11.5H0zM5.2 4v4h1.6V4zm0 4.9v1.6h1.6V8.9z" />
    </symbol>
    <symbol id="advi" viewBox="0 0 12 12">
      <path
        fill="currentColor"
        fill-rule="evenodd"
        d="M6 .5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zM5.2 2.8v1.5h1.6V2.8zm0 2.4v4h1.6v-4z"
      />
    </symbol>
    <symbol id="norm" viewBox="0 0 12 12"><path stroke="currentColor" stroke-width="1.5" d="M2 6h8" /></symbol>
    <symbol id="said" viewBox="0 0 12 12">
      <path fill="none" stroke="currentColor" stroke-width="1.4" d="M6 1l5 5-5 5-5-5z" />
    </symbol>
    <symbol id="blind" viewBox="0 0 12 12">
      <path
        fill="none"
        stroke="currentColor"
        stroke-width="1.2"
        d="M.6.6h10.8v10.8H.6zM.6 6 6 .6M.6 11.4 11.4.6M6 11.4 11.4 6"
      />
    </symbol>
  </defs>
</svg>`;
