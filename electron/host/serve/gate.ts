import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** More browsers than this are not let in at a time: the one that came first has to be let in again. */
const mostSessions = 64;
const mostInvitations = 16;

export interface GateOptions {
  /** Names and addresses by which this host may be called, without a port. */
  readonly hosts: readonly string[];
  readonly port: number;
  readonly newToken: () => string;
}

/**
 * Who is let in. A browser brings an invitation, which is good once, and keeps a cookie for it; a command line brings the
 * key. Whatever calls us by a name that is not ours was led here by somebody else's page or name server.
 */
export class Gate {
  /** For `Authorization: Bearer`. Not for a URL: it is good for as long as the host runs. */
  readonly key: string;
  readonly cookieName: string;
  private readonly hosts: ReadonlySet<string>;
  private readonly newToken: () => string;
  /** Only digests are kept and compared, so that the time it takes tells nothing. */
  private readonly invitations = new Set<string>();
  private readonly sessions = new Set<string>();

  constructor({ hosts, port, newToken }: GateOptions) {
    this.newToken = newToken;
    this.key = newToken();
    // Cookies do not know ports: two hosts on one machine must not take each other's.
    this.cookieName = `holdpoint_${port}`;
    this.hosts = new Set(hosts.flatMap((host) => toAuthorities(host, port)));
  }

  /** A token for the fragment of a URL. */
  invite(): string {
    const token = this.newToken();
    add(this.invitations, digestOf(token), mostInvitations);
    return token;
  }

  /** The cookie for an invitation, which is spent by it; undefined when there is no such invitation. */
  exchange(token: string): string | undefined {
    if (!this.invitations.delete(digestOf(token))) return undefined;
    const value = this.newToken();
    add(this.sessions, digestOf(value), mostSessions);
    return `${this.cookieName}=${value}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /** Called by a name of ours, and by a page of ours where a page is what calls. */
  isCalledRightly(headers: IncomingHttpHeaders): boolean {
    const { host, origin, 'sec-fetch-site': site, 'sec-fetch-mode': mode } = headers;
    if (host === undefined || !this.hosts.has(host.toLowerCase())) return false;
    // Following a link to us is fine, wherever it stood.
    if (mode !== 'navigate' && site !== undefined && site !== 'same-origin' && site !== 'none') return false;
    return origin === undefined || origin === `http://${host.toLowerCase()}`;
  }

  /** Brings the key, or the cookie from a page of ours. */
  isLetIn(headers: IncomingHttpHeaders): boolean {
    const { authorization, origin } = headers;
    if (authorization !== undefined) return digestOf(authorization) === digestOf(`Bearer ${this.key}`);
    return origin !== undefined && this.sessions.has(digestOf(this.cookieOf(headers)));
  }

  private cookieOf({ cookie }: IncomingHttpHeaders): string {
    const start = `${this.cookieName}=`;
    const own = cookie?.split('; ').filter((one) => one.startsWith(start)) ?? [];
    // Two of one name are not from us.
    return own.length === 1 ? (own[0] ?? '').slice(start.length) : '';
  }
}

function toAuthorities(host: string, port: number): string[] {
  const name = (host.includes(':') ? `[${host}]` : host).toLowerCase();
  return port === 80 ? [name, `${name}:80`] : [`${name}:${port}`];
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
