import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isLoadable, isPermitted, requireOurs } from '../../electron/shell/guardPage.ts';
import { answerPage, isOurs, pageUrl } from '../../electron/shell/pageScheme.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdpoint-page-'));
writeFileSync(join(folder, 'index.html'), 'the room');

const strangers = [
  'holdpoint://other/index.html',
  'holdpoint://room@other/',
  'holdpoint://x@room/',
  'holdpoints://room/index.html',
  'https://room/index.html',
  'file:///index.html',
  'about:blank',
  'data:text/html,x',
  '',
];

test('the page is answered from its folder, and nothing else is', async () => {
  expect(await answerPage('GET', pageUrl, folder)).toMatchObject({ status: 200, body: Buffer.from('the room') });
  expect(await answerPage('GET', 'holdpoint://room/none.js', folder)).toMatchObject({ status: 404 });
  expect(await answerPage('GET', 'holdpoint://room/%2e%2e/%2e%2e/etc/passwd', folder)).toMatchObject({ status: 404 });
  expect(await answerPage('POST', pageUrl, folder)).toMatchObject({ status: 405 });
  for (const url of strangers) expect(await answerPage('GET', url, folder), url).toMatchObject({ status: 404 });
});

test('a sender that is not the page itself is refused in words', () => {
  const refusal = 'Only the page of Holdpoint';
  expect(() => requireOurs({ url: `${pageUrl}#/review`, parent: null })).not.toThrow();
  expect(() => requireOurs({ url: pageUrl, parent: {} })).toThrow(refusal);
  expect(() => requireOurs(null)).toThrow(refusal);
  for (const url of strangers) expect(() => requireOurs({ url, parent: null }), url).toThrow(refusal);
});

test('the page may fill the screen and ask for nothing else', () => {
  expect(isPermitted('fullscreen', pageUrl)).toBe(true);
  expect(isPermitted('fullscreen', 'https://room/')).toBe(false);
  for (const one of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'fileSystem']) {
    expect(isPermitted(one, pageUrl), one).toBe(false);
  }
});

test('nothing is loaded from the network or from files', () => {
  expect(isOurs(pageUrl)).toBe(true);
  expect(isLoadable('holdpoint://room/assets/index.js')).toBe(true);
  expect(isLoadable('data:image/png;base64,AA')).toBe(true);
  for (const url of strangers) expect(isLoadable(url), url).toBe(false);
});
