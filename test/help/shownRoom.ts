import type { WholeRoom } from '../../shared/contract/wireRoom.ts';

/** What a story asks of the room that its people look at. */

export function criterionOf({ judged }: WholeRoom, id: string): string | undefined {
  return judged?.criteria.find((one) => one.id === id)?.state;
}

/** The rules in this state, in the order of the plan. */
export function triggersIn({ judged }: WholeRoom, state: string): string[] {
  return (judged?.triggers ?? []).filter((one) => one.state === state).map(({ id }) => id);
}

export function countdownOf({ room }: WholeRoom, id: string) {
  return room?.attention.entries.find(({ trigger }) => trigger === id)?.countdown;
}

/** What changed before a trigger, nearest first. */
export function changesBefore({ room }: WholeRoom, id: string): string[] {
  const { entries, changes } = room?.attention ?? { entries: [], changes: [] };
  const places = entries.find(({ trigger }) => trigger === id)?.changes ?? [];
  return places.map((place) => `${changes[place]?.type}: ${changes[place]?.text}`);
}

/** The share that a cell is commanded to, by its values in one word: `US card`. */
export function shareOf({ room }: WholeRoom, cell: string): number | undefined {
  return room?.ramp.cells.find((one) => Object.values(one.cell).join(' ') === cell)?.commanded;
}

/** The state of a piece of evidence, and why it is not pass. */
export function evidenceIn({ room }: WholeRoom, id: string): string {
  const { state, why } = room?.evidence.find(({ evidence }) => evidence === id) ?? { state: 'nowhere', why: null };
  return why === null ? state : `${state}: ${why}`;
}
