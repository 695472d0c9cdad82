import type { OutboxMessage } from '../engine/outboxDoor.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a message goes and what signs it, or the sentence that says why it may not go. */
export type WebhookTarget =
  | { readonly kind: 'target'; readonly url: URL; readonly secret: string | undefined }
  | { readonly kind: 'refused'; readonly text: string };

/**
 * Looks up what a plan only names. Whatever is wrong is told by the names of variables and never by what is in them, and
 * an address is not repeated: it may be a secret from its first character to its last.
 */
export function toWebhookTarget(message: OutboxMessage, environment: Environment): WebhookTarget {
  const { address, secret } = message;
  const named = variableName(address);
  const found =
    named === undefined
      ? toUrl(address, 'The address of the webhook')
      : toNamedUrl(named, readVariable(environment, named));
  if (found.kind === 'refused' || secret === undefined) return found;
  const secretName = variableName(secret);
  if (secretName === undefined) {
    return refused('The secret of the webhook must be named, such as env:RAMP_SECRET: it is never written in a plan.');
  }
  const value = readVariable(environment, secretName);
  if (value === undefined) return refused(`${missing('secret', secretName)} Nothing is sent unsigned.`);
  return { ...found, secret: value };
}

/** Whether a URL's host is this machine, by number or by the one name that always means it. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function toNamedUrl(name: string, text: string | undefined): WebhookTarget {
  return text === undefined ? refused(missing('address', name)) : toUrl(text, `The address in ${name}`);
}

function toUrl(text: string, what: string): WebhookTarget {
  // What has no slashes is a word that the parser would take for a host.
  const url = /^\s*https?:\/\//i.test(text) ? URL.parse(text) : null;
  if (url === null) return refused(`${what} is not one: write it such as https://example.org/hook.`);
  if (url.username !== '' || url.password !== '') {
    return refused(`${what} holds a user or a password: take them out and sign with \`secret: env:NAME\`.`);
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return refused(`${what} is plain http, which is for this machine only: use https.`);
  }
  return { kind: 'target', url, secret: undefined };
}

function variableName(text: string): string | undefined {
  return /^env:([A-Za-z_][A-Za-z0-9_]*)$/.exec(text)?.[1];
}

/** A variable that holds nothing is not set. */
function readVariable(environment: Environment, name: string): string | undefined {
  const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
  return value?.trim() === '' ? undefined : value;
}

function missing(what: string, name: string): string {
  return `The ${what} of the webhook is in the environment variable ${name}, which is not set: set it and start again.`;
}

function refused(text: string): WebhookTarget {
  return { kind: 'refused', text };
}
