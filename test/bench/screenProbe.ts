/** What the page keeps of itself while it is watched. */
export interface PageFigures {
  /** When each second was first on the screen, by the wall: [session second of the day, ms]. */
  readonly shown: readonly (readonly [secondOfDay: number, atMs: number])[];
  readonly frameMs: readonly number[];
  readonly longTaskMs: readonly number[];
  /** Times a canvas was drawn anew. */
  readonly draws: number;
  /** When the clock first told a second, ms after the page was asked for; undefined while it has not. */
  readonly usefulMs: number | undefined;
}

/**
 * Runs in the page, before anything of it. It looks at what everybody sees: the clock's words, frames, long tasks, and
 * how often a chart's canvas is wiped to be drawn again.
 */
export function probePage(): void {
  const figures = {
    shown: [] as [number, number][],
    frameMs: [] as number[],
    longTaskMs: [] as number[],
    draws: 0,
    usefulMs: undefined as number | undefined,
  };
  (window as unknown as { probed: typeof figures }).probed = figures;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) figures.longTaskMs.push(duration);
  }).observe({ type: 'longtask', buffered: true });
  const pen = CanvasRenderingContext2D.prototype;
  const wipe: (this: unknown, ...area: number[]) => void = Reflect.get(pen, 'clearRect');
  pen.clearRect = function count(...area): void {
    if (area[0] === 0 && area[1] === 0) figures.draws += 1;
    wipe.apply(this, area);
  };
  let clock: Element | undefined;
  let lastFrame: number | undefined;
  let lastWords = '';
  const look = (now: number): void => {
    if (lastFrame !== undefined) figures.frameMs.push(now - lastFrame);
    lastFrame = now;
    if (clock?.isConnected !== true) {
      const label = [...document.querySelectorAll('.clocks .c')].find(({ textContent }) => textContent === 'UTC');
      clock = label?.nextElementSibling ?? undefined;
    }
    const words = clock?.textContent.trim() ?? '';
    const found = /^(\d\d):(\d\d):(\d\d)/.exec(words);
    if (found !== null && words !== lastWords) {
      lastWords = words;
      const [hours = 0, minutes = 0, seconds = 0] = found.slice(1).map(Number);
      figures.usefulMs ??= performance.now();
      figures.shown.push([hours * 3600 + minutes * 60 + seconds, performance.timeOrigin + performance.now()]);
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
