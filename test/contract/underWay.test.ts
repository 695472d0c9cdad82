import { expect, test } from 'vitest';
import { createHandlers } from '../../electron/host/serve/createHandlers.ts';
import { serveRoom, t0 } from '../help/servedRoom.ts';

test.each([
  ['live', t0 - 300],
  ['rehearsal', t0 - 300],
  ['replay', t0 - 310],
] as const)('a %s session that is told to go back stands for everybody at %i', async (kind, tick) => {
  const { engine } = await serveRoom({ kind });
  const { acts } = createHandlers(engine, 'acts');
  const going = Promise.resolve(acts?.controls['replay.seek']({ tick: t0 - 310 }, { role: undefined }));
  await (kind === 'replay' ? going : expect(going).rejects.toThrow('look back on your own screen'));
  expect(engine.state().tick).toBe(tick);
});
