import { expect, test } from 'vitest';
import type { AttentionReading } from '../../shared/model/room/attentionReading.ts';
import type { EngineSnapshot } from '../../shared/model/engineSnapshot.ts';
import { CriticalWatch } from '../../electron/host/engineProcessCritical.ts';

type Picture = Pick<EngineSnapshot<unknown>, 'state' | 'room'>;
const shelvedUntil = { untilAt: 9, by: { role: 'sre', name: 'B' }, reason: 'Known' };

/** RB-1 acts, HS-1 advises. */
function picture(
  firing: readonly string[],
  given: Partial<{ epoch: number; tick: number; shelved: boolean }> = {},
): Picture {
  const { epoch = 1, tick = 100, shelved = false } = given;
  const attention = {
    entries: firing.map((trigger) => ({ trigger, state: 'firing', shelved: shelved ? shelvedUntil : null })),
    groups: [],
    arms: [
      { trigger: 'RB-1', arm: 'act', set: null },
      { trigger: 'HS-1', arm: 'advise', set: null },
    ],
  } as unknown as AttentionReading;
  return { state: { epoch, tick, headTick: 100 } as Picture['state'], room: { attention } as Picture['room'] };
}

function watchFrom(first: Picture): CriticalWatch {
  const watch = new CriticalWatch();
  expect(watch.look(first)).toEqual([]);
  return watch;
}

test('a trigger that acts is told once when it begins to fire, and again when it begins again', () => {
  const watch = watchFrom(picture([]));
  expect(watch.look(picture(['RB-1', 'RB-1', 'HS-1']))).toEqual(['RB-1']);
  expect(watch.look(picture(['RB-1']))).toEqual([]);
  expect(watch.look(picture([]))).toEqual([]);
  expect(watch.look(picture(['RB-1']))).toEqual(['RB-1']);
});

test('what fired before anybody looked, or before a seek, is not news', () => {
  const watch = watchFrom(picture(['RB-1']));
  expect(watch.look(picture(['RB-1']))).toEqual([]);
  expect(watch.look(picture([]))).toEqual([]);
  expect(watch.look(picture(['RB-1'], { epoch: 2 }))).toEqual([]);
});

test('a look back tells of nothing, and what is shelved stays quiet', () => {
  const watch = watchFrom(picture([]));
  expect(watch.look(picture(['RB-1'], { tick: 50 }))).toEqual([]);
  expect(watch.look(picture(['RB-1'], { shelved: true }))).toEqual([]);
});

test('a room in which nobody can act tells of nothing', () => {
  expect(new CriticalWatch().look({ ...picture(['RB-1']), room: undefined })).toEqual([]);
});
