import type { IncomingMessage } from 'node:http';

/** The body of a request, or undefined where it is longer than `most`: what is left of it is not read then. */
export function readBody(request: IncomingMessage, most: number): Promise<Buffer | undefined> {
  const said = Number(request.headers['content-length'] ?? 0);
  if (said > most) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    request.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes > most) {
        request.pause();
        resolve(undefined);
      } else parts.push(part);
    });
    request.on('end', () => resolve(Buffer.concat(parts)));
    request.on('error', reject);
    request.on('close', () => reject(new Error('The caller went away before all of it had come.')));
  });
}

/** The same for a request of the desktop's page. */
export async function readPageBody(
  { headers, body }: { readonly headers: Headers; readonly body: AsyncIterable<Uint8Array> | null },
  most: number,
): Promise<Uint8Array | undefined> {
  if (Number(headers.get('content-length') ?? 0) > most) return undefined;
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body ?? []) {
    bytes += part.length;
    if (bytes > most) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
