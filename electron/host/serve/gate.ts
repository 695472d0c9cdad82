import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const mostInvitations = 16;

export interface GateOptions {
  /** Names and addresses by which this host may be called, without a port. */
  readonly hosts: readonly string[];
  readonly port: number;
  /** From it come the key, the links of the roles and the cookies: with the same one, the next host knows them again. */
  readonly secret: string;
  readonly newToken: () => string;
}

/** Whoever is let in. */
export interface Seat {
  /** The only role in which he may act; undefined where he may choose. */
  readonly role: string | undefined;
}

/**
 * Who is let in, and as whom. A browser brings an invitation, which is good once, or the link of a role, which is good on
 * every device of its person; it keeps a cookie for it, in which its role stands. A command line brings the key, or the link
 * of a role. Whatever calls us by a name that is not ours was led here by somebody else's page or name server.
 */
export class Gate {
  /** For `Authorization: Bearer`, in any role. Not for the URL of a browser. */
  readonly key: string;
  readonly cookieName: string;
  private readonly hosts: ReadonlySet<string>;
  private readonly secret: string;
  private readonly newToken: () => string;
  /** Only digests are kept and compared, so that the time it takes tells nothing. */
  private readonly invitations = new Set<string>();

  constructor({ hosts, port, secret, newToken }: GateOptions) {
    this.secret = secret;
    this.newToken = newToken;
    this.key = this.seal('key');
    // Cookies do not know ports: two hosts on one machine must not take each other's.
    this.cookieName = `holdpoint_${port}`;
    this.hosts = new Set(hosts.flatMap((host) => toAuthorities(host, port)));
  }

  /** A token for the fragment of a URL, for any role. */
  invite(): string {
    const token = this.newToken();
    add(this.invitations, digestOf(token), mostInvitations);
    return token;
  }

  /** The token of a role: the same one whenever it is asked for. */
  inviteAs(role: string): string {
    return `${role}.${this.seal('link', role)}`;
  }

  /** The cookie for a token; undefined when it is none of ours, or is spent. An invitation is spent by this. */
  exchange(token: string): string | undefined {
    const seat = this.invitations.delete(digestOf(token)) ? anyRole : this.seatOfLink(token);
    if (seat === undefined) return undefined;
    const words = [seat.role ?? '', this.newToken()] as const;
    return `${this.cookieName}=${words.join('~')}~${this.seal('cookie', ...words)}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /** Called by a name of ours, and by a page of ours where a page is what calls. */
  isCalledRightly(headers: IncomingHttpHeaders): boolean {
    const { host, origin, 'sec-fetch-site': site, 'sec-fetch-mode': mode } = headers;
    if (host === undefined || !this.hosts.has(host.toLowerCase())) return false;
    // Following a link to us is fine, wherever it stood.
    if (mode !== 'navigate' && site !== undefined && site !== 'same-origin' && site !== 'none') return false;
    return origin === undefined || origin === `http://${host.toLowerCase()}`;
  }

  /** Who brings the key, the link of a role, or the cookie from a page of ours; undefined for nobody that we know. */
  admit(headers: IncomingHttpHeaders): Seat | undefined {
    const { authorization, origin } = headers;
    if (authorization !== undefined) {
      const [, word = ''] = /^Bearer (\S+)$/.exec(authorization) ?? [];
      return isSame(word, this.key) ? anyRole : this.seatOfLink(word);
    }
    return origin === undefined ? undefined : this.seatOfCookie(this.cookieOf(headers));
  }

  private seatOfLink(token: string): Seat | undefined {
    const role = token.slice(0, Math.max(0, token.lastIndexOf('.')));
    return role !== '' && isSame(token, this.inviteAs(role)) ? { role } : undefined;
  }

  private seatOfCookie(value: string): Seat | undefined {
    const [role = '', once = '', seal = ''] = value.split('~', 3);
    if (!isSame(seal, this.seal('cookie', role, once))) return undefined;
    return role === '' ? anyRole : { role };
  }

  private cookieOf({ cookie }: IncomingHttpHeaders): string {
    const start = `${this.cookieName}=`;
    const own = cookie?.split('; ').filter((one) => one.startsWith(start)) ?? [];
    // Two of one name are not from us.
    return own.length === 1 ? (own[0] ?? '').slice(start.length) : '';
  }

  /** What only this host can say of these words. */
  private seal(...words: readonly string[]): string {
    return createHmac('sha256', this.secret).update(JSON.stringify(words)).digest('base64url');
  }
}

const anyRole: Seat = { role: undefined };

function toAuthorities(host: string, port: number): string[] {
  const name = (host.includes(':') ? `[${host}]` : host).toLowerCase();
  return port === 80 ? [name, `${name}:80`] : [`${name}:${port}`];
}

function isSame(one: string, other: string): boolean {
  return digestOf(one) === digestOf(other);
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function add(set: Set<string>, item: string, most: number): void {
  set.add(item);
  for (const oldest of set) {
    if (set.size <= most) return;
    set.delete(oldest);
  }
}
