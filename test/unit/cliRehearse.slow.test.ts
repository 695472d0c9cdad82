import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ScoreReading } from '../../shared/model/scoreReading.ts';
import { expectGolden } from '../help/expectGolden.ts';
import { callHoldpoint, scratchFolder } from '../help/runHoldpoint.ts';

const scratch = scratchFolder();
const golden = join(import.meta.dirname, '../golden');
const scenario = join(golden, 'rehearsed-cell/scenario.yaml');
const script = join(golden, 'rehearsed-cell/moves.yaml');
const place = (name: string): string => join(scratch, name);

interface Played {
  readonly session: string;
  readonly moves: readonly { readonly at: number; readonly outcome: string; readonly text: string }[];
  readonly score: ScoreReading;
}

async function rehearse(name: string, ...more: string[]): Promise<Played> {
  const { stdout, stderr } = await callHoldpoint(['rehearse', scenario, '--session', place(name), '--json', ...more]);
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Played;
}

test('a rehearsal with a good script is answered well, and one in which nobody does anything is not', async () => {
  const good = await rehearse('good.holdpoint', '--script', script);
  expect(good.moves.map(({ outcome }) => outcome)).toEqual(good.moves.map(() => 'done'));
  expectGolden(join(golden, 'rehearsed-cell.good.score.json'), `${JSON.stringify(good.score, null, 2)}\n`);
  const idle = await rehearse('idle.holdpoint');
  expectGolden(join(golden, 'rehearsed-cell.idle.score.json'), `${JSON.stringify(idle.score, null, 2)}\n`);
  expect(good.score.answers).toMatchObject({ right: 2, none: 0 });
  // Nobody let anybody in, so what would have burned needed no answer; the takeovers did.
  expect(idle.score.answers).toMatchObject({ right: 0, none: 1 });

  const again = await rehearse('again.holdpoint', '--script', script);
  expect(again.score).toEqual(good.score);

  const compared = await callHoldpoint(['rehearse', 'compare', good.session, idle.session]);
  expect(compared.exitCode).toBe(0);
  expect(compared.stdout).toMatch(/us-burns burns US +good.holdpoint +T\+2m20s/);
  const report = await callHoldpoint(['report', good.session, '--md', place('good.md')]);
  expect(report.exitCode).toBe(0);
  const verified = await callHoldpoint(['verify', good.session]);
  expect(verified.exitCode).toBe(0);
});

test('what is wrong with a script is told with its place, all of it at once', async () => {
  const bad = place('bad.yaml');
  writeFileSync(
    bad,
    `format: holdpoint/moves@1
moves:
  - { at: T-10s, role: sree, do: take }
  - { at: T-20s, role: sre, do: acknowledge burns }
  - { at: T-5s, role: sre, do: 'note "half' }
  - { at: T-5s, role: sre, do: approve $none }
`,
  );
  const { exitCode, stderr } = await callHoldpoint([
    'rehearse',
    scenario,
    '--script',
    bad,
    '--session',
    place('b.holdpoint'),
  ]);
  expect(exitCode).toBe(1);
  const lineOf = (text: string): string | undefined => stderr.split('\n').find((line) => line.includes(text));
  expect(lineOf('found sree; write sre')).toContain('bad.yaml:3:');
  expect(lineOf('comes before the move above it')).toContain('bad.yaml:4:');
  expect(lineOf('found acknowledge')).toContain('bad.yaml:4:');
  expect(lineOf('has a " that does not end')).toContain('bad.yaml:5:');
  expect(lineOf('found $none')).toContain('bad.yaml:6:');
  writeFileSync(bad, 'format: holdpoint/moves@1\nmoves:\n  - { at: soon, role: sre, do: take, then: rest }\n');
  const other = await callHoldpoint(['rehearse', scenario, '--script', bad, '--session', place('c.holdpoint')]);
  expect(other.stderr).toMatch(/bad\.yaml:3:/);
});

test('a folder of papers is carried into a rehearsal from beside its script, all of them', async () => {
  const folder = place('launch');
  mkdirSync(join(folder, 'papers'), { recursive: true });
  const [plan, world] = ['plan.yaml', 'scenario.yaml'].map((name) =>
    readFileSync(join(golden, 'rehearsed-cell', name), 'utf8'),
  );
  const asks = ['report', 'drill'].map((id) => `  ${id}: { says: ${id}, owner: sre, kind: file }\n`);
  writeFileSync(join(folder, 'plan.yaml'), `${plan}evidence:\n${asks.join('')}`);
  writeFileSync(join(folder, 'scenario.yaml'), world ?? '');
  for (const id of ['report', 'drill']) writeFileSync(join(folder, 'papers', `${id}.txt`), `The ${id}.`);
  const moves = join(folder, 'moves.yaml');
  writeFileSync(
    moves,
    'format: holdpoint/moves@1\nmoves:\n  - { at: T-50s, role: sre, do: take }\n  - { at: T-40s, role: sre, do: carry papers }\n',
  );
  const { exitCode, stdout, stderr } = await callHoldpoint([
    ...[
      'rehearse',
      join(folder, 'scenario.yaml'),
      '--script',
      moves,
      '--session',
      place('carried.holdpoint'),
      '--json',
    ],
  ]);
  expect([exitCode, stderr]).toEqual([0, '']);
  const carried = (JSON.parse(stdout) as Played).moves[1];
  expect(carried).toMatchObject({ outcome: 'done' });
  for (const id of ['report', 'drill']) expect(carried?.text).toContain(id);
});

test('a move that the room refuses is told, and the rehearsal goes on', async () => {
  const moves = place('refused.yaml');
  writeFileSync(
    moves,
    'format: holdpoint/moves@1\nmoves:\n  - { at: T-30s, role: sre, do: ack burns --cell market=US }\n  - { at: T-20s, role: sre, do: take }\n',
  );
  const { exitCode, stdout, stderr } = await callHoldpoint([
    ...['rehearse', scenario, '--script', moves, '--session', place('r.holdpoint'), '--json'],
  ]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('T-30s sre: ack burns --cell market=US: Nobody holds SRE on duty yet');
  const played = JSON.parse(stdout) as Played;
  expect(played.moves.map(({ outcome }) => outcome)).toEqual(['refused', 'done']);
  expect(played.score.judged?.lastAt).toBe(1774879860000);
});

test('a session that is there is not written over, and a call that makes no sense says so', async () => {
  writeFileSync(place('there.holdpoint'), 'mine');
  const there = await callHoldpoint(['rehearse', scenario, '--session', place('there.holdpoint')]);
  expect([there.exitCode, there.stderr]).toEqual([3, expect.stringContaining('is there already')]);
  const none = await callHoldpoint(['rehearse', 'no-such-launch']);
  expect(none.exitCode).toBe(3);
  const both = await callHoldpoint(['rehearse', scenario, '--serve', '--script', script]);
  expect(both.exitCode).toBe(2);
});
