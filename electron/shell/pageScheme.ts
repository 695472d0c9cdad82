import type { Session } from 'electron';
import type { FileDoor } from '../host/serve/fileDoor.ts';
import { readAsset } from '../host/serve/readAsset.ts';
import { readPageBody } from '../host/serve/readBody.ts';
import { readPicture } from '../host/serve/readPicture.ts';
import { guardHeaders, type Reply, toSentence } from '../host/serve/reply.ts';

/** The page comes from here and from nowhere else: no file:, no network. */
export const scheme = 'holdpoint';
const origin = `${scheme}://room`;

/** Electron does not tell who calls a scheme: each room has a folder of its own there, which nobody else can guess. */
export function toPageUrl(key: string): string {
  return `${origin}/${key}/index.html`;
}

/** Whether a frame's address is one of ours. */
export function isOurs(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && parsed.protocol === `${scheme}:` && parsed.host === 'room' && parsed.username === '';
}

/** The door for files of the room that has this key. */
export type FindDoor = (key: string) => FileDoor | undefined;

/** A file of the page, or one that the page hands over, with the same guards as the browser's host puts on them. */
export async function answerPage(
  request: Pick<Request, 'method' | 'url' | 'headers' | 'body'>,
  folder: string,
  findDoor: FindDoor,
): Promise<Reply> {
  const { method, url, headers } = request;
  const [, key = '', path = ''] = isOurs(url) ? (/^\/([^/]+)(\/.*)$/.exec(new URL(url).pathname) ?? []) : [];
  const door = findDoor(key);
  if (door === undefined) return nothing;
  if (method === 'GET') return (await readPicture(path)) ?? readAsset(path, folder);
  if (method !== 'POST') return toSentence(405, 'Only GET and POST are answered here.', { Allow: 'GET, POST' });
  if (!isFromPage(headers)) return toSentence(403, 'Only the page of Holdpoint may ask for this.');
  if (path !== '/evidence') return nothing;
  return door.take(headers.get('x-file-name'), (most) => readPageBody(request, most));
}

const nothing = toSentence(404, 'There is nothing here.');

/** Electron leaves these headers out at times; where they are, they are right. */
function isFromPage(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site') ?? 'same-origin';
  return (headers.get('origin') ?? origin) === origin && site === 'same-origin';
}

export function servePage({ protocol }: Session, folder: string, findDoor: FindDoor): void {
  protocol.handle(scheme, async (request) => {
    const { status, type, body, headers } = await answerPage(request, folder, findDoor);
    return new Response(Buffer.from(body), { status, headers: { ...guardHeaders, 'Content-Type': type, ...headers } });
  });
}
