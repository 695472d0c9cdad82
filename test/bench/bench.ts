import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Figure, isMet, isMissed } from './benchRow.ts';
import { figureTable } from './figureTable.ts';
import { Laboratory } from './laboratory.ts';
import { rows } from './rows.ts';
import { canPin } from './runPart.ts';

const usage = `npm run bench -- [options]
  --only <row>        one of ${Object.keys(rows).join(', ')}; may be given several times
  --recording <file>  the launch day, where it lies on the disk already
  --json <file>       where the figures go, out/bench.json when absent
  --quick             the first sixth of the day, and fewer rounds`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    recording: { type: 'string' },
    json: { type: 'string', default: join(import.meta.dirname, '../../out/bench.json') },
    quick: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const unknown = values.only.filter((name) => !Object.hasOwn(rows, name));
if (values.help || unknown.length > 0) {
  console.error(unknown.length > 0 ? `There is no row ${unknown.join(', ')}.\n${usage}` : usage);
  process.exit(values.help ? 0 : 2);
}

const folder = mkdtempSync(join(tmpdir(), 'holdpoint-bench-'));
const lab = new Laboratory({ folder, recording: values.recording, isQuick: values.quick });
const figures: Figure[] = [];
try {
  for (const [name, measure] of Object.entries(rows)) {
    if (values.only.length > 0 && !values.only.includes(name)) continue;
    console.error(`${name} ...`);
    for (const figure of await measure(lab)) figures.push({ row: name, ...figure });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const machine = {
  cpu: cpus()[0]?.model,
  cores: availableParallelism(),
  node: process.version,
  pinned: canPin,
  load: loadavg()[0],
};
const pinWords = canPin ? 'each part kept on one core' : 'parts NOT kept on one core: there is no taskset';
console.log(
  `${machine.cpu} (${machine.cores} cores, load ${machine.load?.toFixed(1)}), Node ${machine.node}, ${pinWords}` +
    `${values.quick ? '; --quick: a sixth of the day' : ''}\n\n${figureTable(figures)}`,
);
mkdirSync(dirname(values.json), { recursive: true });
const written = figures.map((figure) => ({ ...figure, met: isMet(figure) ?? null }));
writeFileSync(
  values.json,
  `${JSON.stringify({ format: 'holdpoint/bench@1', machine, quick: values.quick, figures: written }, undefined, 2)}\n`,
);
const missed = figures.filter(isMissed);
console.log(
  `\n${figures.filter((figure) => figure.goal !== undefined).length - missed.length} goals met, ${missed.length} missed.`,
);
process.exitCode = missed.length > 0 ? 1 : 0;
