import { join } from 'node:path';
import type { Figure } from './benchRow.ts';
import type { Laboratory } from './laboratory.ts';
import { planPath } from './launchDay.ts';
import { runPart } from './runPart.ts';

interface Times {
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** From a command to the disk and to the screen's snapshot, and to any second of the day with its people. */
export async function roomRow(lab: Laboratory): Promise<Omit<Figure, 'row'>[]> {
  await lab.replay();
  const words = { session: lab.sessionPath, plan: planPath, commands: '200', reopens: '200' };
  const { durable, shown, reopen, reopenCpu } = await runPart<
    Record<'durable' | 'shown' | 'reopen' | 'reopenCpu', Times>
  >('roomPart', words, { pinned: true });
  const ms = (value: number): Figure['measured'] => ({ value, unit: 'ms' });
  return [
    { work: 'command to durable row of the ledger, p50', measured: ms(durable.p50Ms) },
    { work: 'the same, p95', measured: ms(durable.p95Ms) },
    {
      work: 'command to the snapshot that shows it, p95',
      measured: ms(shown.p95Ms),
      note: 'Snapshots leave the engine four times a second at most, so a command waits for up to 250 ms.',
    },
    { work: 'reopen 200 random seconds with what people had done, p50', measured: ms(reopen.p50Ms) },
    {
      work: 'the same, p95',
      measured: ms(reopen.p95Ms),
      goal: { most: 100 },
      note: `By processor time alone, ${reopenCpu.p95Ms.toFixed(0)} ms.`,
    },
  ];
}

/** A long ledger, hashed again row by row. */
export async function verifyRow(lab: Laboratory): Promise<Omit<Figure, 'row'>[]> {
  const words = { session: join(lab.folder, 'ledger.holdpoint'), rows: lab.isQuick ? '50000' : '300000' };
  const { seconds, rows } = await runPart<{ seconds: number; rows: number }>('verifyPart', words, { pinned: true });
  return [
    {
      work: `verify a ledger of ${rows.toLocaleString('en-US')} rows, rows a second`,
      measured: { value: rows / seconds, unit: 'rows/s' },
      goal: { least: 300_000 },
    },
  ];
}
