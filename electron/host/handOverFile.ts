import type { RoomAddress } from './roomClient.ts';

/** Hands a file of evidence to a room, to be attached by its SHA-256. Returns why that came to nothing, if it did. */
export async function handOverFile(
  { origin, key }: RoomAddress,
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const response = await fetch(`${origin}/evidence`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${key}`,
        'Content-Type': 'application/octet-stream',
        'X-File-Name': encodeURIComponent(name),
      },
      body: Buffer.from(bytes),
      redirect: 'error',
      signal,
    });
    const text = await response.text();
    if (response.ok) return undefined;
    return `The room did not take the file: ${text.trim() || `it answered ${response.status}.`}`;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.name === 'AbortError') return 'Interrupted before the file was handed over.';
    const cause = error.cause instanceof Error ? error.cause.message : error.message;
    return `The file could not be handed over (${cause}): look whether the room is still served, and attach it again.`;
  }
}
