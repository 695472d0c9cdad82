import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FileDoor } from '../../electron/host/serve/fileDoor.ts';
import { isLoadable, isPermitted, requireOurs, staysThere } from '../../electron/shell/guardPage.ts';
import { answerPage, isOurs, toPageUrl } from '../../electron/shell/pageScheme.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdpoint-page-'));
writeFileSync(join(folder, 'index.html'), 'the room');
const pageUrl = toPageUrl('one');
const door = new FileDoor(() => undefined);

const ask = (method: string, url: string): ReturnType<typeof answerPage> =>
  answerPage({ method, url, headers: new Headers(), body: null }, folder, (key) => (key === 'one' ? door : undefined));

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
  expect(await ask('GET', pageUrl)).toMatchObject({ status: 200, body: Buffer.from('the room') });
  expect(await ask('GET', 'holdpoint://room/one/')).toMatchObject({ status: 200, body: Buffer.from('the room') });
  expect(await ask('GET', 'holdpoint://room/one/none.js')).toMatchObject({ status: 404 });
  expect(await ask('GET', 'holdpoint://room/one/%2e%2e/%2e%2e/etc/passwd')).toMatchObject({ status: 404 });
  for (const method of ['HEAD', 'PUT', 'DELETE']) expect(await ask(method, pageUrl)).toMatchObject({ status: 405 });
  for (const url of strangers) expect(await ask('GET', url), url).toMatchObject({ status: 404 });
});

test('a room that is not open has no page', async () => {
  for (const url of [toPageUrl('two'), 'holdpoint://room/index.html', 'holdpoint://room/one', 'holdpoint://room/']) {
    expect(await ask('GET', url), url).toMatchObject({ status: 404 });
  }
});

test('a page stays in its room, wherever it goes behind the #', () => {
  expect(staysThere(`${pageUrl}#/review`, pageUrl)).toBe(true);
  expect(staysThere(pageUrl, `${pageUrl}#/review`)).toBe(true);
  expect(staysThere(toPageUrl('two'), pageUrl)).toBe(false);
  for (const url of strangers) expect(staysThere(url, pageUrl), url).toBe(false);
  for (const url of strangers) expect(staysThere(url, url), url).toBe(false);
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
