/** What stands under the call: the numbers with the ramp, or what people do. */
export const wallPages = ['numbers', 'people'] as const;
export type WallPage = (typeof wallPages)[number];

const pageMs = 20_000;

/** The page that the address names stays; without one they take turns. */
export function wallPageOf(rest: string, nowMs: number): WallPage {
  const turn = wallPages[Math.floor(nowMs / pageMs) % wallPages.length] ?? 'numbers';
  return wallPages.find((page) => page === rest) ?? turn;
}

/** What the key goes to from here: each page in turn, and then all of them by themselves. */
export function nextWall(rest: string): string {
  const place = wallPages.findIndex((page) => page === rest);
  return wallPages[place + 1] ?? '';
}
