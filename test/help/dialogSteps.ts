import type { Locator, Page } from 'playwright';
import { eventually } from './visitors.ts';

export const dialog = (page: Page): Locator => page.getByRole('dialog');

/** From the palette, as somebody does who knows what a thing is called and not where it is. */
export async function ask(page: Page, words: string, says = 'Escape leaves'): Promise<void> {
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox', { name: 'Type a word' });
  await box.waitFor();
  await eventually(() => box.evaluate((one) => one === document.activeElement)).toBe(true);
  await page.keyboard.type(words);
  await dialog(page).getByRole('option', { name: words }).first().waitFor();
  await page.keyboard.press('Enter');
  await dialog(page).getByText(says).waitFor();
  // The palette takes a moment to go.
  await eventually(() => dialog(page).count()).toBe(1);
}

export async function isGiven(page: Page): Promise<void> {
  await dialog(page).waitFor({ state: 'detached' });
}

/** A few words into a field, and Enter gives. */
export async function give(page: Page, label: string, words: string): Promise<void> {
  await dialog(page).getByLabel(label).focus();
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
  await isGiven(page);
}
