import type { Page } from 'playwright';

/** The second that the timeline's playhead stands at, epoch seconds. */
export async function shownSecond(page: Page): Promise<number> {
  return Number(await page.getByRole('slider').getAttribute('aria-valuenow'));
}
