import { writeSync } from 'node:fs';

// Loaded before a program of ours to learn what it cost: its greatest resident memory, written to its fourth stream when
// it ends.

process.on('exit', () => {
  writeSync(3, JSON.stringify({ peakMb: process.resourceUsage().maxRSS / 1024 }));
});
