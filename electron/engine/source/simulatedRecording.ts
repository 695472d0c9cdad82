import type { Scenario } from '../../../shared/model/scenario.ts';
import { createLineCutter } from './cutLines.ts';
import type { ReadOptions, Recording } from './recording.ts';
import { type RecordingBlock, simulateBlocks } from './simulator/simulateLines.ts';
import type { PlanClock } from './simulator/timeline.ts';

/** A scenario as a recording that is made while it is read: the same lines as the file that `simulate` writes. */
export function simulatedRecording(scenario: Scenario, plan: PlanClock): Recording {
  return recordBlocks(scenario.id, () => simulateBlocks(scenario, plan));
}

/** Blocks of lines as a recording, made while it is read. Going on from a byte makes what comes before it again. */
export function recordBlocks(path: string, make: () => Iterable<RecordingBlock>): Recording {
  // Nobody knows the length before the end; progress is told by time.
  const bytesTotal = 1_000_000;
  return {
    path,
    compression: 'none',
    bytesTotal,
    async *batches({ fromByte = 0, fromLine = 1, signal }: ReadOptions = {}) {
      const cutter = createLineCutter(fromByte, fromLine);
      let madeBytes = 0;
      for (const block of make()) {
        if (signal?.aborted === true) return;
        const text = Buffer.from(block.text);
        const skipped = Math.min(text.length, Math.max(0, fromByte - madeBytes));
        madeBytes += text.length;
        if (skipped === text.length) continue;
        const bytesRead = Math.floor(block.doneRatio * bytesTotal);
        const buffer = Buffer.concat([cutter.carry, text.subarray(skipped)]);
        for (const batch of cutter.cut(buffer, false)) yield { ...batch, bytesRead, bytesTotal };
        // Gives way to whatever else is due, as a read from the disk would.
        await Promise.resolve();
      }
    },
  };
}
