import { expect, test } from 'vitest';
import { createClient } from '../../shared/contract/createClient.ts';

/** A client, and what its engine says to it. */
function talk() {
  let hear: (text: string) => void = () => undefined;
  let end: () => void = () => undefined;
  const client = createClient({
    send: () => undefined,
    onMessage: (listener, onEnd) => {
      hear = listener;
      end = onEnd;
    },
    close: () => undefined,
  });
  return { client, say: (message: object) => hear(JSON.stringify(message)), end: () => end() };
}

test('an answer that this version cannot read is told from a link that is gone', async () => {
  const newer = talk();
  const asked = newer.client.query('session.read', {});
  newer.say({ kind: 'answer', call: 1, value: { attachment: 1 } });
  await expect(asked).rejects.toThrow('does not understand');
  expect(newer.client.isOtherVersion).toBe(true);

  const gone = talk();
  gone.end();
  expect(await gone.client.ended).toContain('connect again');
  expect(gone.client.isOtherVersion).toBe(false);
});

test('an engine that speaks another version says so itself', async () => {
  const { client, say } = talk();
  say({ kind: 'failure', call: null, code: 'bad_version', text: 'Use the screens that came with it.' });
  await expect(client.ready).rejects.toThrow('came with it');
  expect(client.isOtherVersion).toBe(true);
});
