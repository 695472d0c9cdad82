import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { writeRecording } from '../../electron/engine/source/recordingWriter.ts';
import { simulateBlocks } from '../../electron/engine/source/simulator/simulateLines.ts';
import { readLaunch } from '../help/makeRecording.ts';
import { answer, partWords, startWatch } from './partWords.ts';

// Makes the recording of a scenario as `holdpoint simulate` does, then counts and digests what it wrote.

const { launch, output, hours } = partWords('launch', 'output', 'hours');
const spent = startWatch();
const { scenario, plan } = readLaunch(launch);
const whole = { ...scenario, lasts: Math.min(scenario.lasts, Number(hours) * 3_600_000) };
let samples = 0;
function* texts(): Generator<string> {
  for (const block of simulateBlocks(whole, plan)) {
    samples = block.samples;
    yield block.text;
  }
}
await writeRecording(output, texts());
const time = spent();
const hash = createHash('sha256');
let lines = 0;
for await (const piece of createReadStream(output) as AsyncIterable<Buffer>) {
  hash.update(piece);
  for (let feed = piece.indexOf(10); feed >= 0; feed = piece.indexOf(10, feed + 1)) lines += 1;
}
answer({ ...time, hours: whole.lasts / 3_600_000, samples, lines, sha256: hash.digest('hex') });
