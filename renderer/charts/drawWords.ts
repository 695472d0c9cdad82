import type { Colours } from '../state/palette.svelte.ts';

const ellipsis = '…';
/** Less than this is no word any more. */
const leastLetters = 3;

/** As much of a text as there is room for; nothing where that would say nothing. */
export function fitWords(text: string, mostPx: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= mostPx) return text;
  const letters = [...text];
  for (let count = letters.length - 1; count >= leastLetters; count -= 1) {
    const cut = `${letters.slice(0, count).join('').trimEnd()}${ellipsis}`;
    if (widthOf(cut) <= mostPx) return cut;
  }
  return '';
}

/** Words over lines, on a ground of their own so that both can be read. `at` is their left edge and the middle of their height. */
export function drawWords(
  ctx: CanvasRenderingContext2D,
  text: string,
  [left, middle]: readonly [number, number],
  colour: string,
  { bg }: Pick<Colours, 'bg'>,
): void {
  if (text === '') return;
  ctx.save();
  ctx.fillStyle = bg;
  ctx.fillRect(left - 2, middle - 7, ctx.measureText(text).width + 4, 14);
  ctx.fillStyle = colour;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.fillText(text, left, middle);
  ctx.restore();
}
