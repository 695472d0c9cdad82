import { parseArgs } from 'node:util';
import { hasNatsServer } from '../help/natsServer.ts';
import type { ChaosResult } from './chaosResult.ts';
import { buildShim } from './buildShim.ts';
import { runCommandKills } from './runCommandKills.ts';
import { runFlood } from './runFlood.ts';
import { everyFault, runFaults, someFaults } from './runFaults.ts';
import { runKills } from './runKills.ts';
import { runLiveFaults } from './runLiveFaults.ts';
import { runLiveKills } from './runLiveKills.ts';
import { runPowerCuts } from './runPowerCuts.ts';
import { runResumes } from './runResumes.ts';
import { runStreams } from './runStreams.ts';
import { inScratchFolder } from './scratchFolder.ts';

// Everything that may happen to a session, in its full form: `chaos.ts [--short] [--seed N] [streams|resumes|commands|kills|cuts|faults|live]...`
// prints a table and what was broken, and ends with 1 if anything was.
const { values, positionals: parts } = parseArgs({
  options: { short: { type: 'boolean', default: false }, seed: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const isShort = values.short;
const seed = Number(values.seed);
const full = { streams: 10_000, resumes: 100, kills: 1000, cuts: 2000, weakCuts: 400, commands: 200, live: 200 };
const short = { streams: 200, resumes: 6, kills: 60, cuts: 100, weakCuts: 40, commands: 20, live: 12 };
const counts = isShort ? short : full;

/** What must break shows that the harness can see it: a run of it that breaks nothing is the failure. */
interface Outcome {
  readonly result: ChaosResult;
  readonly mustBreak: boolean;
}

const outcomes: Outcome[] = [];
const skipped: string[] = [];

async function run(
  part: string,
  work: (folder: string, shim: string | undefined) => Promise<ChaosResult>,
  mustBreak = false,
) {
  if (parts.length > 0 && !parts.includes(part)) return;
  await inScratchFolder(async (folder) => {
    const startedMs = performance.now();
    const built = buildShim(folder);
    const shim = 'path' in built ? built.path : undefined;
    if (shim === undefined && (part === 'cuts' || part === 'faults')) {
      skipped.push(`${part}: ${'missing' in built ? built.missing : ''}`);
      return;
    }
    const result = await work(folder, shim);
    outcomes.push({ result, mustBreak });
    const notes = Object.entries(result.notes).map(([name, value]) => `${name} ${value.toLocaleString('en-US')}`);
    const isWell = result.breaches.length > 0 === mustBreak;
    const verdict = `${isWell ? 'as it must be' : 'BROKEN'}: ${result.breaches.length} of ${result.runs} broken`;
    const tookS = Math.round((performance.now() - startedMs) / 1000);
    console.log(`${result.name.padEnd(34)} ${verdict.padEnd(36)} ${String(tookS).padStart(5)} s   ${notes.join(', ')}`);
    if (!isWell) for (const breach of result.breaches.slice(0, 20)) console.log(`  ${breach}`);
  });
}

await run('streams', () => runStreams(counts.streams, seed));
await run('resumes', (folder) => runResumes(counts.resumes, seed, folder));
await run('resumes', (folder) => runFlood(folder));
await run('commands', (folder) => Promise.resolve(runCommandKills(counts.commands, { folder, seed })));
await run('kills', (folder, shim) => runKills(counts.kills, { folder, seed, shim }));
for (const level of ['full', 'normal', 'off'] as const) {
  const count = level === 'full' ? counts.cuts : counts.weakCuts;
  await run('cuts', (folder, shim = '') => runPowerCuts(count, { folder, seed, level, shim }), level !== 'full');
}
await run('faults', (folder, shim = '') => runFaults(isShort ? someFaults(30) : everyFault(), { folder, shim }));
await run('faults', (folder, shim = '') => {
  const slow = [{ slowMs: 20 }, { slowMs: 100 }];
  return Promise.resolve(runLiveFaults([...slow, ...someFaults(isShort ? 20 : 200)], { folder, shim }));
});
if (hasNatsServer) await run('live', (folder) => runLiveKills(counts.live, { folder, seed }));
else skipped.push('live: there is no nats-server here: install it (Debian: apt-get install nats-server).');

// A run is one test; that a weak level breaks is one more.
const failed = outcomes.reduce((sum, { result, mustBreak }) => {
  return sum + (mustBreak ? Number(result.breaches.length === 0) : result.breaches.length);
}, 0);
const total = outcomes.reduce((sum, { result, mustBreak }) => sum + (mustBreak ? 1 : result.runs), 0);
for (const words of skipped) console.log(`skipped: ${words}`);
console.log(`${total - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
