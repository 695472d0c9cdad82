import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { openFileDoor } from '../../electron/host/engineProcessFiles.ts';
import type { WithPort } from '../../electron/host/engineProcessMessages.ts';
import { FileDoor, type Upload } from '../../electron/host/serve/fileDoor.ts';
import type { Reply } from '../../electron/host/serve/reply.ts';
import { answerPage, toPageUrl } from '../../electron/shell/pageScheme.ts';
import { mostFileBytes } from '../../shared/contract/handedFile.ts';

const evidenceUrl = new URL('evidence', toPageUrl('one')).href;

type Said = ReadableStream | string | null;

/** What the page of the room `one` asks for, as Electron hands it to the scheme. */
function handOver(door: FileDoor, headers: Record<string, string>, body: Said, url = evidenceUrl): Promise<Reply> {
  const request = new Request(url, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
  return answerPage(request, tmpdir(), (key) => (key === 'one' ? door : undefined));
}

function keepFiles(): { door: FileDoor; kept: Upload[] } {
  const kept: Upload[] = [];
  return { kept, door: new FileDoor((file) => `digest ${kept.push(file)}`) };
}

/** Counts what was read of it. */
function pour(bytes: number): { stream: ReadableStream; read: () => number } {
  const piece = new Uint8Array(1_048_576);
  let read = 0;
  const stream = new ReadableStream(
    {
      pull: (controller) => {
        read += piece.length;
        controller.enqueue(piece);
        if (read >= bytes) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, read: () => read };
}

test('a file comes in under its name, and is answered as by the host of browsers', async () => {
  const { door, kept } = keepFiles();
  const name = encodeURIComponent('Rückbau 1.txt');
  const reply = await handOver(door, { 'X-File-Name': name, Origin: 'holdpoint://room' }, 'drilled');
  expect(reply).toMatchObject({ status: 200, type: 'application/json', body: '{"file":"digest 1","bytes":7}' });
  expect(kept).toEqual([{ name: 'Rückbau 1.txt', bytes: Buffer.from('drilled') }]);
  expect(await handOver(door, { 'X-File-Name': 'empty' }, null)).toMatchObject({ status: 200 });
});

test.each([
  ['without a name', {}],
  ['with a folder in its name', { 'X-File-Name': '..%2Fplan.yaml' }],
  ['with a name that is a folder', { 'X-File-Name': '..' }],
  ['with a name that is no encoding', { 'X-File-Name': '%' }],
])('a file %s is refused before it is read', async (_what, headers) => {
  const { door, kept } = keepFiles();
  const { stream, read } = pour(mostFileBytes);
  expect(await handOver(door, headers, stream)).toMatchObject({ status: 400 });
  expect([read(), kept]).toEqual([0, []]);
});

test('a file that says it is too large is not read, and one that does not say is read no further', async () => {
  const { door, kept } = keepFiles();
  const said = pour(2 * mostFileBytes);
  const headers = { 'X-File-Name': 'a' };
  expect(await handOver(door, { ...headers, 'Content-Length': `${mostFileBytes + 1}` }, said.stream)).toMatchObject({
    status: 413,
  });
  expect(said.read()).toBe(0);
  const silent = pour(2 * mostFileBytes);
  expect(await handOver(door, headers, silent.stream)).toMatchObject({ status: 413 });
  expect(silent.read()).toBe(mostFileBytes + 1_048_576);
  expect(kept).toEqual([]);
  expect(await handOver(door, headers, pour(mostFileBytes).stream)).toMatchObject({ status: 200 });
});

test('files that come in at the same time are few: the next is told to come again', async () => {
  const { door } = keepFiles();
  const ends: (() => void)[] = [];
  const slow = Array.from({ length: 4 }, () => {
    const stream = new ReadableStream({ start: (controller) => void ends.push(() => controller.close()) });
    return handOver(door, { 'X-File-Name': 'slow' }, stream);
  });
  expect(await handOver(door, { 'X-File-Name': 'a' }, 'x')).toMatchObject({ status: 503 });
  for (const end of ends) end();
  for (const reply of await Promise.all(slow)) expect(reply).toMatchObject({ status: 200 });
  expect(await handOver(door, { 'X-File-Name': 'a' }, 'x')).toMatchObject({ status: 200 });
});

test('whoever is not the page of the room hands nothing over', async () => {
  const { door, kept } = keepFiles();
  const named = { 'X-File-Name': 'a' };
  for (const other of ['https://example.com', 'holdpoint://other', 'null']) {
    expect(await handOver(door, { ...named, Origin: other }, 'x'), other).toMatchObject({ status: 403 });
  }
  for (const site of ['cross-site', 'same-site', 'none']) {
    expect(await handOver(door, { ...named, 'Sec-Fetch-Site': site }, 'x'), site).toMatchObject({ status: 403 });
  }
  const elsewhere = ['holdpoint://room/two/evidence', 'holdpoint://room/evidence', 'holdpoint://other/one/evidence'];
  for (const url of [...elsewhere, toPageUrl('one'), `${evidenceUrl}/more`]) {
    expect(await handOver(door, named, 'x', url), url).toMatchObject({ status: 404 });
  }
  expect(kept).toEqual([]);
});

/** A door to an engine that answers a file over its port in this way. */
function openDoor(answer: (message: WithPort, port: MessagePort) => void): FileDoor {
  return openFileDoor<MessagePort>({ connect: (port, message = { kind: 'port' }) => answer(message, port) }, () => {
    const { port1, port2 } = new MessageChannel();
    return [port1, port2];
  });
}

test('the engine says over the port that came with a file by what it is spoken of', async () => {
  const door = openDoor((message, port) => {
    const bytes = message.kind === 'file' ? message.bytes : Buffer.of();
    port.postMessage(createHash('sha256').update(bytes).digest('hex'));
  });
  const file = createHash('sha256').update('drilled').digest('hex');
  const reply = await handOver(door, { 'X-File-Name': 'a' }, 'drilled');
  expect(reply).toMatchObject({ status: 200, body: JSON.stringify({ file, bytes: 7 }) });
});

test('an engine that dies over a file, or answers what is none, is told in a sentence', async () => {
  for (const door of [openDoor((_, port) => port.close()), openDoor((_, port) => port.postMessage({ file: 'a' }))]) {
    const reply = await handOver(door, { 'X-File-Name': 'a' }, 'x');
    expect(reply).toMatchObject({ status: 503, body: expect.stringContaining('hand it over again') });
  }
});
