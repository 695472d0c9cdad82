import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkScenario } from '../../electron/engine/source/simulator/checkScenario.ts';
import { readLaunch } from '../help/makeRecording.ts';
import { digestRecording, expectGoldenRecording } from '../help/recordingDigest.ts';

const names = ['quiet-day', 'cell-burn', 'noisy-restart'];
const folderOf = (name: string): string => join(import.meta.dirname, name);

test.each(names)('the recording of %s has the bytes that are checked in', (name) => {
  expectGoldenRecording(name, folderOf(name));
});

test.each(names)('a second run of %s makes the same bytes', (name) => {
  expect(digestRecording(folderOf(name))).toEqual(digestRecording(folderOf(name)));
});

test.each([...names.map(folderOf), join(import.meta.dirname, '../../data/shopnow-one-click')])(
  'what the scenario in %s says of itself and of its plan can be meant',
  (folder) => {
    const { scenario, plan } = readLaunch(folder);
    expect(checkScenario(scenario, plan)).toEqual([]);
  },
);
