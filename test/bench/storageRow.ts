import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Figure } from './benchRow.ts';
import type { Laboratory } from './laboratory.ts';

/** What the session file holds, by `dbstat` where the driver has it (it counts pages with their overhead), else by blobs. */
export async function storageRow(lab: Laboratory): Promise<Omit<Figure, 'row'>[]> {
  await lab.replay();
  const { samples } = await lab.day();
  const bytes = statSync(lab.sessionPath).size;
  const parts = readParts(lab.sessionPath);
  const named = parts.reduce((sum, [, own]) => sum + own, 0);
  return [
    {
      work: 'session file, closed, bytes a sample',
      measured: { value: bytes / samples, unit: 'bytes' },
      goal: { most: 12 },
      note: `${(bytes / 1e6).toFixed(1)} MB for ${samples.toLocaleString('en-US')} samples.`,
    },
    ...[...parts, ['pages, indexes and all the rest', bytes - named] as const].map(([work, own]) => ({
      work: `of it: ${work}`,
      measured: { value: own / samples, unit: 'bytes' },
    })),
  ];
}

function readParts(path: string): (readonly [work: string, bytes: number])[] {
  const db = new Database(path, { readonly: true });
  try {
    const sum = (sql: string): number => Number(db.prepare(sql).pluck().get() ?? 0);
    return [
      ['lines as they arrived', sum('SELECT sum(length(body)) FROM chunk')],
      ['what is known of each chunk', sum('SELECT sum(length(position) + length(contents) + 128) FROM chunk')],
      ['roll-up of 1 s', sum('SELECT sum(length(body)) FROM block WHERE resolution = 1')],
      ['roll-up of 10 s', sum('SELECT sum(length(body)) FROM block WHERE resolution = 10')],
      ['roll-up of 1 min', sum('SELECT sum(length(body)) FROM block WHERE resolution = 60')],
      ['judge checkpoints', sum('SELECT sum(length(body)) FROM judge_checkpoint')],
      ['transitions', sum('SELECT sum(length(why) + length(cell) + 190) FROM transition')],
    ];
  } finally {
    db.close();
  }
}
