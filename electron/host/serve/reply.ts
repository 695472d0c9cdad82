import type { ServerResponse } from 'node:http';

/** On every answer: no page of ours runs what is not ours, or stands in somebody else's. */
export const guardHeaders = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
} as const;

export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer in one sentence. */
export function toSentence(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, type: 'text/plain; charset=utf-8', body: `${text}\n`, headers };
}

export function toJson(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, type: 'application/json', body: JSON.stringify(value), headers };
}

export function sendReply(response: ServerResponse, { status, type, body, headers = {} }: Reply): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...guardHeaders, 'Content-Type': type, 'Content-Length': bytes.length, ...headers });
  response.end(bytes);
}

/** The same for a connection that wanted to be a WebSocket, or was none to begin with; it ends there. */
export function toRawReply(status: number, reason: string, text: string): string {
  const head = Object.entries({ ...guardHeaders, 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' });
  const lines = head.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return `HTTP/1.1 ${status} ${reason}\r\n${lines}Content-Length: ${Buffer.byteLength(text) + 1}\r\n\r\n${text}\n`;
}
