import type { IncomingMessage } from 'node:http';
import type { FileDoor } from './fileDoor.ts';
import type { Gate } from './gate.ts';
import { readAsset } from './readAsset.ts';
import { readBody } from './readBody.ts';
import { readPicture } from './readPicture.ts';
import { type Reply, toJson, toSentence } from './reply.ts';

export interface Routes {
  readonly gate: Gate;
  /** The roles that the plan in force has. */
  readonly roles: () => readonly string[];
  /** The address that lets people in for a role. */
  readonly urlOf: (role: string) => string;
  /** Undefined where people may look and not act: there is no such route then. */
  readonly files: FileDoor | undefined;
  /** The folder of the screens. */
  readonly assets: string | undefined;
}

const tokenBytes = 256;

/** One request. Whoever calls by a wrong name, or from a page that is not ours, is refused before anything is looked at. */
export async function answerRequest(request: IncomingMessage, routes: Routes): Promise<Reply> {
  const { method, url = '/', headers } = request;
  const { gate, files } = routes;
  if (!gate.isCalledRightly(headers)) return toSentence(403, 'This host is not called by that name, or from there.');
  const [path = '/'] = url.split('?', 1);
  if (method === 'GET') return (await readPicture(path)) ?? readAsset(path, routes.assets);
  if (method !== 'POST') return toSentence(405, 'Only GET and POST are answered here.', { Allow: 'GET, POST' });
  switch (url) {
    case '/session':
      return openSession(request, gate);
    case '/invitation':
      return invite(request, routes);
    case '/way-in':
      return gate.admit(headers) === undefined ? notKnown : toJson(200, {});
    case '/evidence':
      if (files === undefined) return nothing;
      if (gate.admit(headers) === undefined) return notLetIn;
      return files.take(headers['x-file-name'], (most) => readBody(request, most));
    default:
      return nothing;
  }
}

const nothing = toSentence(404, 'There is nothing here.');
const notLetIn = toSentence(401, 'Open the address that holdpoint serve printed, or send its key.');
const notKnown = toSentence(401, 'This host does not know this browser: open your link again, in this browser.');

/** A token for one browser in any role, or the link of a role where one is named. Whoever has a role himself gives none. */
async function invite(request: IncomingMessage, { gate, roles, urlOf, files }: Routes): Promise<Reply> {
  const seat = gate.admit(request.headers);
  if (seat === undefined) return notLetIn;
  if (seat.role !== undefined) return toSentence(403, `Whoever came in as ${seat.role} invites nobody.`);
  const body = await readBody(request, tokenBytes);
  if (body?.length === 0) return toJson(200, { token: gate.invite() });
  const role = body === undefined ? undefined : readMember(body.toString('utf8'), 'role');
  if (role === undefined) return toSentence(400, 'Send nothing, or { "role": "..." } with a role of the plan.');
  if (files === undefined) return toSentence(403, 'People may look here and not act: nobody needs a role.');
  if (!roles().includes(role)) return toSentence(404, `The plan has no such role; it has ${roles().join(', ')}.`);
  return toJson(200, { url: urlOf(role) });
}

/** An invitation for a cookie. A page must be what calls, and ours. */
async function openSession(request: IncomingMessage, gate: Gate): Promise<Reply> {
  if (request.headers.origin === undefined) return toSentence(403, 'Only a page of this host may ask for that.');
  const body = await readBody(request, tokenBytes);
  const token = body === undefined ? undefined : readMember(body.toString('utf8'), 'token');
  if (token === undefined) return toSentence(400, 'Send { "token": "..." } as it stood in the address.');
  const cookie = gate.exchange(token);
  if (cookie === undefined) {
    return toSentence(401, 'That address was used before, or is not of this host: ask for another one.');
  }
  return toJson(200, {}, { 'Set-Cookie': cookie });
}

function readMember(text: string, name: string): string | undefined {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    // Whatever it was, it was not that.
    return undefined;
  }
  if (typeof said !== 'object' || said === null || !Object.hasOwn(said, name)) return undefined;
  const member: unknown = Reflect.get(said, name);
  return typeof member === 'string' ? member : undefined;
}
