/** A host, and what its callers may know of it. */
export interface Target {
  readonly port: number;
  readonly key: string;
  /** A browser's, which has exchanged `token` for it. */
  readonly cookie: string;
  readonly token: string;
  /** An unspent one of another host. */
  readonly otherToken: string;
  /** The link of the role sre, what a browser got for it, and the same link of another host. */
  readonly roleToken: string;
  readonly roleCookie: string;
  readonly otherRoleToken: string;
}

/** A request line with headers; `own` is replaced by the authority of the host. */
export function request(at: Target, line: string, ...headers: string[]): string {
  const all = [...headers, 'Connection: close'];
  return `${line} HTTP/1.1\r\n${all.join('\r\n')}\r\n\r\n`.replaceAll('OWN', `127.0.0.1:${at.port}`);
}

function upgrade(at: Target, path: string, ...headers: string[]): string {
  const all = [
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
  ];
  return `GET ${path} HTTP/1.1\r\nConnection: Upgrade\r\n${all.join('\r\n')}\r\n\r\n`
    .replaceAll('OWN', `127.0.0.1:${at.port}`)
    .replaceAll('KEY', at.key)
    .replaceAll('COOKIE', at.cookie);
}

/** Requests that mean no good, and the status that each is refused with; 0 where there is no answer at all. */
export const hostileRequests: readonly (readonly [string, (at: Target) => string, number])[] = [
  ['no host', (at) => request(at, 'GET /'), 400],
  ['another name for us', (at) => request(at, 'GET /', 'Host: evil.example'), 403],
  ['a name that was bound to us', (at) => request(at, 'GET /', `Host: evil.example:${at.port}`), 403],
  ['a name that begins like ours', (at) => request(at, 'GET /', `Host: 127.0.0.1.evil.example:${at.port}`), 403],
  ['our name with another port', (at) => request(at, 'GET /', 'Host: 127.0.0.1:1'), 403],
  ['our name without a port', (at) => request(at, 'GET /', 'Host: 127.0.0.1'), 403],
  ['a user in our name', (at) => request(at, 'GET /', `Host: x@127.0.0.1:${at.port}`), 403],
  ['another page', (at) => request(at, 'GET /', 'Host: OWN', 'Origin: http://evil.example'), 403],
  ['a page without a name', (at) => request(at, 'GET /', 'Host: OWN', 'Origin: null'), 403],
  ['our page over another scheme', (at) => request(at, 'GET /', 'Host: OWN', 'Origin: https://OWN'), 403],
  [
    'a script from another site',
    (at) => request(at, 'GET /', 'Host: OWN', 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors'),
    403,
  ],
  ['PUT', (at) => request(at, 'PUT /', 'Host: OWN'), 405],
  ['DELETE', (at) => request(at, 'DELETE /session', 'Host: OWN'), 405],
  ['OPTIONS', (at) => request(at, 'OPTIONS /', 'Host: OWN'), 405],
  ['HEAD', (at) => request(at, 'HEAD /', 'Host: OWN'), 405],
  ['PATCH', (at) => request(at, 'PATCH /room', 'Host: OWN'), 405],
  ['TRACE', (at) => request(at, 'TRACE /', 'Host: OWN'), 405],
  ['no method', (at) => request(at, 'G{T /', 'Host: OWN'), 400],
  ['CONNECT', (at) => request(at, 'CONNECT evil.example:443', 'Host: OWN'), 0],
  ['somebody else’s address', (at) => request(at, 'GET http://evil.example/', 'Host: OWN'), 404],
  ['a path that climbs', (at) => request(at, 'GET /../secret.js', 'Host: OWN'), 404],
  ['a path that climbs inside', (at) => request(at, 'GET /inner/../../secret.js', 'Host: OWN'), 404],
  ['a path that climbs in code', (at) => request(at, 'GET /%2e%2e/secret.js', 'Host: OWN'), 404],
  ['a slash in code', (at) => request(at, 'GET /..%2fsecret.js', 'Host: OWN'), 404],
  ['a backslash', (at) => request(at, 'GET /..\\secret.js', 'Host: OWN'), 404],
  ['two slashes', (at) => request(at, 'GET //inner/app.js', 'Host: OWN'), 404],
  ['a zero', (at) => request(at, 'GET /inner/app.js%00', 'Host: OWN'), 404],
  ['a link out of the folder', (at) => request(at, 'GET /link.js', 'Host: OWN'), 404],
  ['a hidden file', (at) => request(at, 'GET /inner/.hidden.js', 'Host: OWN'), 404],
  ['a folder', (at) => request(at, 'GET /inner', 'Host: OWN'), 404],
  [
    'a command over HTTP',
    (at) => request(at, 'POST /command', 'Host: OWN', 'Origin: http://OWN', 'Content-Length: 0'),
    404,
  ],
  ['an exchange from no page', (at) => request(at, 'POST /session', 'Host: OWN', 'Content-Length: 0'), 403],
  [
    'an exchange from another page',
    (at) => request(at, 'POST /session', 'Host: OWN', 'Origin: http://evil.example', 'Content-Length: 0'),
    403,
  ],
  [
    'an exchange of nothing',
    (at) => request(at, 'POST /session', 'Host: OWN', 'Origin: http://OWN', 'Content-Length: 0'),
    400,
  ],
  [
    'an exchange of too much',
    (at) => request(at, 'POST /session', 'Host: OWN', 'Origin: http://OWN', 'Content-Length: 100000'),
    400,
  ],
  ['an exchange of the key', (at) => postToken(at, at.key), 401],
  ['an exchange of a token that was used', (at) => postToken(at, at.token), 401],
  ['an exchange of a token of another host', (at) => postToken(at, at.otherToken), 401],
  ['an exchange of a role without its seal', (at) => postToken(at, 'sre.'), 401],
  ['an exchange of a role that has the seal of another', (at) => postToken(at, asRole(at.roleToken, 'commander')), 401],
  ['an exchange of a role whose seal was cut', (at) => postToken(at, at.roleToken.slice(0, -1)), 401],
  ['an exchange of a role’s link of another host', (at) => postToken(at, at.otherRoleToken), 401],
  ['an exchange of a cookie', (at) => postToken(at, valueOf(at.roleCookie)), 401],
  ['an exchange of a token that is no text', (at) => post(at, '/session', '{"token":["x"]}'), 400],
  ['an exchange of what every object has', (at) => post(at, '/session', '{"__proto__":{"token":"x"}}'), 400],
  ['an exchange that is deep', (at) => post(at, '/session', '['.repeat(250)), 400],
  [
    'a role’s link spent from another page',
    (at) => postToken(at, at.roleToken).replace('Origin: http://127', 'Origin: http://128'),
    403,
  ],
  [
    'an invitation for any role from somebody with one',
    (at) => post(at, '/invitation', '', `Cookie: ${at.roleCookie}`),
    403,
  ],
  [
    'an invitation for another role from somebody with one',
    (at) => post(at, '/invitation', '{"role":"commander"}', `Authorization: Bearer ${at.roleToken}`),
    403,
  ],
  [
    'an invitation for a role that the plan does not have',
    (at) => post(at, '/invitation', '{"role":"system"}', `Authorization: Bearer ${at.key}`),
    404,
  ],
  [
    'an invitation for what every object has',
    (at) => post(at, '/invitation', '{"role":"constructor"}', `Authorization: Bearer ${at.key}`),
    404,
  ],
  ['an invitation for no text', (at) => post(at, '/invitation', '7', `Authorization: Bearer ${at.key}`), 400],
  ['a question whether nobody is known', (at) => post(at, '/way-in', ''), 401],
  [
    'a file by a role’s cookie from no page',
    (at) =>
      request(at, 'POST /evidence', 'Host: OWN', `Cookie: ${at.roleCookie}`, 'Content-Length: 0', 'X-File-Name: a'),
    401,
  ],
  ['an invitation from nobody', (at) => request(at, 'POST /invitation', 'Host: OWN', 'Content-Length: 0'), 401],
  [
    'an invitation by a cookie from no page',
    (at) => request(at, 'POST /invitation', 'Host: OWN', `Cookie: ${at.cookie}`, 'Content-Length: 0'),
    401,
  ],
  [
    'a file from nobody',
    (at) => request(at, 'POST /evidence', 'Host: OWN', 'Content-Length: 0', 'X-File-Name: a'),
    401,
  ],
  [
    'a file by a wrong key',
    (at) =>
      request(
        at,
        'POST /evidence',
        'Host: OWN',
        'Authorization: Bearer x',
        `Cookie: ${at.cookie}`,
        'Content-Length: 0',
        'X-File-Name: a',
      ),
    401,
  ],
  [
    'a file without a name',
    (at) => request(at, 'POST /evidence', 'Host: OWN', `Authorization: Bearer ${at.key}`, 'Content-Length: 0'),
    400,
  ],
  [
    'a file in a folder',
    (at) =>
      request(
        at,
        'POST /evidence',
        'Host: OWN',
        `Authorization: Bearer ${at.key}`,
        'Content-Length: 0',
        'X-File-Name: ..%2Fa',
      ),
    400,
  ],
  [
    'a file with a broken name',
    (at) =>
      request(
        at,
        'POST /evidence',
        'Host: OWN',
        `Authorization: Bearer ${at.key}`,
        'Content-Length: 0',
        'X-File-Name: %E0%A4%A',
      ),
    400,
  ],
  [
    'a file that says that it is too large',
    (at) =>
      request(
        at,
        'POST /evidence',
        'Host: OWN',
        `Authorization: Bearer ${at.key}`,
        'Content-Length: 16777217',
        'X-File-Name: a',
      ),
    413,
  ],
  [
    'a flood of headers',
    (at) =>
      request(at, 'GET /', 'Host: OWN', ...Array.from({ length: 3000 }, (_none, index) => `X-${index}: ${index}`)),
    400,
  ],
  ['a header without end', (at) => request(at, 'GET /', 'Host: OWN', `X-Long: ${'x'.repeat(100_000)}`), 400],
  [
    'a body of two lengths',
    (at) => request(at, 'POST /session', 'Host: OWN', 'Content-Length: 5', 'Transfer-Encoding: chunked'),
    400,
  ],
  ['no HTTP', () => 'hello\r\n\r\n', 400],
  ['a room for nobody', (at) => upgrade(at, '/room', 'Host: OWN'), 401],
  ['a room by a wrong key', (at) => upgrade(at, '/room', 'Host: OWN', 'Authorization: Bearer KEYx'), 401],
  [
    'a room by a token instead of the key',
    (at) => upgrade(at, '/room', 'Host: OWN', `Authorization: Bearer ${at.token}`),
    401,
  ],
  ['a room by a cookie from no page', (at) => upgrade(at, '/room', 'Host: OWN', 'Cookie: COOKIE'), 401],
  [
    'a room by a cookie from another page',
    (at) => upgrade(at, '/room', 'Host: OWN', 'Cookie: COOKIE', 'Origin: http://evil.example'),
    403,
  ],
  [
    'a room by two cookies',
    (at) => upgrade(at, '/room', 'Host: OWN', 'Cookie: COOKIE; COOKIE', 'Origin: http://OWN'),
    401,
  ],
  [
    'a room by a cookie whose role was changed',
    (at) => upgrade(at, '/room', 'Host: OWN', `Cookie: ${asBoss(at.roleCookie)}`, 'Origin: http://OWN'),
    401,
  ],
  [
    'a room by a cookie whose role was taken out',
    (at) => upgrade(at, '/room', 'Host: OWN', `Cookie: ${at.roleCookie.replace('=sre~', '=~')}`, 'Origin: http://OWN'),
    401,
  ],
  [
    'a room by a role’s link as a cookie',
    (at) => upgrade(at, '/room', 'Host: OWN', `Cookie: holdpoint_${at.port}=${at.roleToken}`, 'Origin: http://OWN'),
    401,
  ],
  [
    'a room by a role’s cookie as a key',
    (at) => upgrade(at, '/room', 'Host: OWN', `Authorization: Bearer ${valueOf(at.roleCookie)}`),
    401,
  ],
  [
    'a room by the link of another role',
    (at) => upgrade(at, '/room', 'Host: OWN', `Authorization: Bearer ${asRole(at.roleToken, 'commander')}`),
    401,
  ],
  [
    'a room by a role’s link of another host',
    (at) => upgrade(at, '/room', 'Host: OWN', `Authorization: Bearer ${at.otherRoleToken}`),
    401,
  ],
  [
    'a room by a role’s cookie from another page',
    (at) => upgrade(at, '/room', 'Host: OWN', `Cookie: ${at.roleCookie}`, 'Origin: http://evil.example'),
    403,
  ],
  ['a role’s link in the address', (at) => upgrade(at, `/room?link=${at.roleToken}`, 'Host: OWN'), 404],
  [
    'a room by a made-up cookie',
    (at) => upgrade(at, '/room', 'Host: OWN', `Cookie: holdpoint_${at.port}=x`, 'Origin: http://OWN'),
    401,
  ],
  [
    'a room under another name',
    (at) => upgrade(at, '/room', `Host: evil.example:${at.port}`, 'Authorization: Bearer KEY'),
    403,
  ],
  [
    'a room by the key from another page',
    (at) => upgrade(at, '/room', 'Host: OWN', 'Authorization: Bearer KEY', 'Origin: http://evil.example'),
    403,
  ],
  ['another room', (at) => upgrade(at, '/rooms', 'Host: OWN', 'Authorization: Bearer KEY'), 404],
  ['a key in the address', (at) => upgrade(at, '/room?key=KEY', 'Host: OWN'), 404],
];

function postToken(at: Target, token: string): string {
  return post(at, '/session', JSON.stringify({ token }));
}

function post(at: Target, path: string, body: string, ...headers: string[]): string {
  const length = `Content-Length: ${body.length}`;
  return request(at, `POST ${path}`, 'Host: OWN', 'Origin: http://OWN', length, ...headers) + body;
}

const valueOf = (cookie: string): string => cookie.slice(cookie.indexOf('=') + 1);
const asRole = (token: string, role: string): string => `${role}${token.slice(token.lastIndexOf('.'))}`;
const asBoss = (cookie: string): string => cookie.replace('=sre~', '=commander~');
