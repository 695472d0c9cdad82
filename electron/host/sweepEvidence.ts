import type { SweptSession } from '../engine/sweepSession.ts';
import { curveCsv } from '../report/curveCsv.ts';
import { curvePicture } from '../report/curvePicture.ts';
import type { CurveSheet } from '../report/curveSheet.ts';

interface Document {
  readonly name: string;
  readonly text: string;
}

/** What a room's sweep found, as files: a document, a table for spreadsheets and a picture. */
export function sweepEvidence(
  { answer }: SweptSession,
  about: { readonly launch: string; readonly plan: string; readonly session: string; readonly set: readonly string[] },
): Document[] {
  const { number, points, says, fromAt, toAt, answers, isExact } = answer;
  const [from, to] = [fromAt, toAt].map((at) => new Date(at).toISOString());
  const sheet: CurveSheet = {
    numbers: [number],
    about: [
      `${about.launch}, plan ${about.plan.slice(0, 19)}${about.set.length === 0 ? '' : ` with ${about.set.join(' ')}`}`,
      `${about.session} from ${from ?? ''} to ${to ?? ''}, by telemetry alone${isExact ? '' : ', samples that came very late as they were judged'}`,
    ],
    rows: points.map(({ value, isOwn, refused, score: { detect, ...score } }) => ({
      ...score,
      values: [value ?? undefined],
      isOwn,
      refused: refused ?? undefined,
      detect: detect ?? undefined,
    })),
    says,
  };
  const document = {
    format: 'holdpoint/sweep@1',
    plan: about.plan,
    set: about.set,
    ...{ from: fromAt, to: toAt, exact: isExact, number, answers, points, says },
  };
  const base = number.replaceAll(/[^A-Za-z0-9_.-]+/g, '-');
  return [
    { name: `${base}.json`, text: `${JSON.stringify(document, undefined, 1)}\n` },
    { name: `${base}.csv`, text: curveCsv(sheet) },
    { name: `${base}.svg`, text: curvePicture(sheet) },
  ];
}
