import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { serveLines, type ServedLines } from '../help/serveLines.ts';
import { burningAt, killedAt, shopLines, shopPlan, t0 } from '../help/shopWithVault.ts';
import { browserPath, eventually, Visitors } from '../help/visitors.ts';

const visitors = new Visitors();

/** Goes on with Tab until what has the focus is called so, as whoever has no mouse does. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let count = 0; count < 200; count += 1) {
    await page.keyboard.press('Tab');
    if (name.test(await focused(page))) return;
  }
  throw new Error(`200 times Tab, and nothing is called ${name}`);
}

function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { activeElement } = document;
    return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
  });
}

const sheet = (page: Page): Locator => page.getByRole('dialog');

/** All that the room says, but for why a button cannot be pressed: in the past none can. */
function roomText(page: Page): Promise<string> {
  return page.evaluate(() => {
    const main = document.querySelector('main')?.cloneNode(true);
    if (!(main instanceof HTMLElement)) return '';
    for (const barred of main.querySelectorAll('button + .hidden')) barred.remove();
    return main.textContent.replace(/\s+/g, ' ');
  });
}

describe.skipIf(browserPath === undefined)('in a browser (skipped where there is no Chromium)', () => {
  let shop: ServedLines;
  let staffed: ServedLines;

  beforeAll(async () => {
    shop = await serveLines(shopPlan, shopLines());
    staffed = await serveLines(shopPlan, shopLines());
  });
  afterEach(() => {
    expect(visitors.troubles.splice(0)).toEqual([]);
  });

  test('from a burning cell to its raw samples and their second in the log, by keyboard', async () => {
    await shop.seek(burningAt);
    const page = await visitors.open(shop.host);
    const { keyboard } = page;
    await tabTo(page, /why US card$/);
    await keyboard.press('Enter');
    await sheet(page).getByRole('heading', { name: 'US card' }).waitFor();
    // Closed, it leaves whoever opened it where he was.
    await keyboard.press('Escape');
    await sheet(page).waitFor({ state: 'detached' });
    await eventually(() => focused(page)).toMatch(/why US card$/);

    await keyboard.press('Enter');
    await tabTo(page, /why burns US card$/);
    await keyboard.press('Enter');
    await sheet(page).getByRole('heading', { name: 'burns Cell burns fast · US card' }).waitFor();
    const says = sheet(page);
    await says.getByText('burn of checkout over 1m and over 10s both above 10.0x').waitFor();
    // 7 of 20 fail in each second: the share of them over the 1 % that may.
    await says.getByText('(420 / 1,200) / 1 % = 35x', { exact: true }).waitFor();
    await says.getByText('(70 / 200) / 1 % = 35x', { exact: true }).waitFor();
    await says.getByText('Look at the last deploy of this market first.').waitFor();
    await says.getByText('SRE on duty').waitFor();
    await says.getByText('bad: 420 in 60 samples of 1 series').waitFor();
    await says.getByText('total: 1,200 in 120 samples of 2 series').waitFor();
    const rows = says.locator('#samples tbody tr');
    await eventually(() => rows.count()).toBe(50);
    expect(await rows.first().innerText()).toMatch(/^14:01:30\.500\s+gateway\s+checkouts US card error\s+7\s+counted/);

    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`)).toEqual([]);

    await tabTo(page, /^The Log at 14:01:31$/);
    await keyboard.press('Enter');
    await page.waitForURL(`**/#/log/${t0 + 91}`);
    await sheet(page).waitFor({ state: 'detached' });
    await page.getByText('Up to 14:01:31').waitFor();
    expect(await page.locator('main tbody tr').nth(1).innerText()).toMatch(/^14:01:/);
    await tabTo(page, /^Reopen the room at 14:01:31$/);
    await keyboard.press('Enter');
    await page.waitForURL('**/#/room');
    await page.getByText('+00:59 behind').waitFor();
    await page.context().close();
  });

  test('when a source is killed the call goes to HOLD, and everything that rests on it says so', async () => {
    await shop.seek(killedAt - 10);
    await shop.run('sre:Ben', 'take');
    await shop.run('sre:Ben', 'vote', 'final', 'go');
    const page = await visitors.open(shop.host);
    const call = page.getByRole('region', { name: 'The call' });
    await eventually(() => call.innerText()).toContain('GO');
    const before = await roomText(page);
    expect(before).not.toContain('HOLD');

    await shop.seek(killedAt + 100);
    await eventually(() => call.innerText()).toContain('HOLD');
    const reasons = page.getByRole('region', { name: 'Reasons' });
    expect(await reasons.innerText()).toMatch(/cool.* is unknown/);
    // The reason, and the number on its board: each says that it is the last that was heard.
    await reasons.getByRole('button', { name: /why cool$/ }).click();
    await sheet(page).getByText('unknown', { exact: true }).waitFor();
    // What was heard before is in its chart, and is not given out as its value.
    await sheet(page).getByText('limit 50').first().waitFor({ state: 'attached' });
    expect(await sheet(page).locator('.value').innerText()).toMatch(/no value/);
    await sheet(page).getByText('Its source is silent: this is the last that was heard.').waitFor();
    await page.keyboard.press('Escape');
    await page
      .locator('main')
      .getByRole('button', { name: /why heat/ })
      .first()
      .click();
    await sheet(page).getByText('Its source is silent: this is the last that was heard.').waitFor();
    await page.keyboard.press('Escape');
    // The next step of the ramp waits for it, and so does the runbook.
    const main = page.locator('main');
    expect(await main.locator('#ramp').innerText()).toMatch(/cool/);
    // The vote was given on what was known then, and the step of the runbook waits.
    expect(await main.getByRole('row', { name: /SRE on duty/ }).innerText()).toMatch(/cool/);
    expect(await main.innerText()).toMatch(/0 of 1 fresh GO/);
    await main.getByRole('listitem').filter({ hasText: 'Vault healthy' }).getByText(/cool/).waitFor();

    await page.keyboard.press('7');
    await page.waitForURL('**/#/sources');
    await page.getByText('1 source is silent').waitFor();
    const vault = page.getByRole('row', { name: /vault/ });
    expect(await vault.innerText()).toMatch(/silent 1\smin 41\ss/);
    expect(await page.getByRole('row', { name: /gateway/ }).innerText()).toMatch(/talking/);
    await page.context().close();
  });

  test('a decision is reopened with the room as it was shown', async () => {
    await staffed.seek(burningAt);
    for (const who of ['boss:Ana', 'sre:Ben']) await staffed.run(who, 'take');
    await staffed.run('sre:Ben', 'vote', 'final', 'go');
    const page = await visitors.open(staffed.host, { who: { role: 'boss', name: 'Ana' } });
    for (const text of ['Long burn is 35x', 'Heat of the vault is 20', 'fresh GO']) {
      await eventually(() => roomText(page)).toContain(text);
    }
    const shown = await roomText(page);
    const why = 'One market burns, and its step is small';
    await staffed.run(
      'boss:Ana',
      'decide',
      'final',
      '--choice',
      'go',
      '--rationale',
      why,
      '--dissent',
      'none',
      '--yes',
    );
    await staffed.seek(killedAt + 100);
    await eventually(() => roomText(page)).not.toBe(shown);

    await page.keyboard.press('6');
    await page.locator('main tbody tr', { hasText: 'decision' }).getByRole('button').first().click();
    await page.getByText(why).waitFor();
    await page.getByRole('button', { name: /^Reopen the room at/ }).click();
    await page.waitForURL('**/#/room');
    await eventually(() => roomText(page)).toBe(shown);
    await page.context().close();
  });
});
