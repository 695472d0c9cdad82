import type { Session } from 'electron';
import { readAsset } from '../host/serve/readAsset.ts';
import { guardHeaders, type Reply, toSentence } from '../host/serve/reply.ts';

/** The page comes from here and from nowhere else: no file:, no network. */
export const scheme = 'holdpoint';
const origin = `${scheme}://room`;
export const pageUrl = `${origin}/index.html`;

/** Whether a frame's address is one of ours. */
export function isOurs(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && parsed.protocol === `${scheme}:` && parsed.host === 'room' && parsed.username === '';
}

/** A file of the page, with the same guards as the browser's host puts on it. */
export async function answerPage(method: string, url: string, folder: string): Promise<Reply> {
  if (!isOurs(url)) return toSentence(404, 'There is nothing here.');
  if (method !== 'GET') return toSentence(405, 'Only GET is answered here.');
  return readAsset(new URL(url).pathname, folder);
}

export function servePage({ protocol }: Session, folder: string): void {
  protocol.handle(scheme, async ({ method, url }) => {
    const { status, type, body, headers } = await answerPage(method, url, folder);
    return new Response(Buffer.from(body), { status, headers: { ...guardHeaders, 'Content-Type': type, ...headers } });
  });
}
