import { writeFile } from 'node:fs/promises';
import { type CurvePoint, medianMs } from '../../../shared/judge/backtest/curve.ts';
import type { SweepPoints } from '../../../shared/judge/backtest/sweepPoints.ts';
import { printable } from '../../../shared/model/problem.ts';
import { curveCsv } from '../../report/curveCsv.ts';
import { curvePicture } from '../../report/curvePicture.ts';
import type { CurveSheet } from '../../report/curveSheet.ts';
import type { BacktestCall } from './backtestCall.ts';
import type { TestedRecording } from './backtestRun.ts';
import { type CommandIo, Refusal } from './command.ts';
import type { LoadedPlan } from './loadPlan.ts';

interface Curve {
  readonly plan: LoadedPlan;
  readonly sweep: SweepPoints;
  readonly curve: readonly CurvePoint[];
  readonly tested: readonly TestedRecording[];
  readonly says: readonly string[];
}

/** Writes the curve beside what is told: as a table for spreadsheets, and as a picture. */
export async function writeCurveFiles(
  { csv, svg, force }: BacktestCall['files'],
  curve: Curve,
  io: CommandIo,
): Promise<void> {
  const sheet = toSheet(curve);
  const files = [
    [csv, curveCsv],
    [svg, curvePicture],
  ] as const;
  for (const [path, write] of files) {
    if (path === undefined) continue;
    await writeFile(path, write(sheet), { flag: force ? 'w' : 'wx' }).catch((error: unknown) => {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      throw new Refusal(3, `${path} cannot be written (${code}): name another file.`);
    });
    io.err(`${printable(path, 200)}: the curve of ${sheet.numbers.join(' and ')}\n`);
  }
}

function toSheet({ plan, sweep, curve, tested, says }: Curve): CurveSheet {
  const { launch } = plan.plan;
  return {
    numbers: sweep.numbers.map(({ key }) => key),
    about: [
      `${launch.name ?? launch.id}, plan ${plan.digest.slice(0, 19)}`,
      ...tested.map(({ path, expected }) => `${path}, held against ${expected.path}`),
    ],
    rows: curve.map(({ point, refusal, detectMs, falseMs, ...one }) => {
      const [median, longest] = [medianMs(detectMs), detectMs.at(-1)];
      return {
        ...one,
        values: point.values.map((value) => value?.text),
        isOwn: point.isOwn,
        refused: refusal,
        falseSeconds: falseMs / 1000,
        detect:
          median === undefined || longest === undefined
            ? undefined
            : { median: median / 1000, longest: longest / 1000 },
      };
    }),
    says,
  };
}
