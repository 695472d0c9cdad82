/** So long a frame may be drawn in before what is left waits for the next one, ms: the rest of it is the browser's. */
const mostMs = 6;

const waiting = new Map<object, () => void>();
let isAsked = false;

/**
 * Draws in one of the next frames: a dozen charts that change in the same second are drawn a few a frame, so that no
 * press of a key waits for all of them. What is asked again for the same owner before it was drawn takes its place.
 */
export function drawSoon(owner: object, draw: () => void): void {
  waiting.set(owner, draw);
  askForFrame();
}

/** What the owner still waits for is not drawn: there is nothing left to draw on. */
export function drawNever(owner: object): void {
  waiting.delete(owner);
}

function askForFrame(): void {
  if (isAsked || waiting.size === 0) return;
  isAsked = true;
  requestAnimationFrame(drawSome);
}

function drawSome(): void {
  isAsked = false;
  const startedAt = performance.now();
  for (const [owner, draw] of waiting) {
    waiting.delete(owner);
    draw();
    if (performance.now() - startedAt >= mostMs) break;
  }
  askForFrame();
}
