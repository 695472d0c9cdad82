import { readSweep, type SweepRange } from '../../../shared/judge/backtest/sweepRange.ts';
import { CallError, Refusal } from './command.ts';
import { readCall } from './readCall.ts';
import { showCount } from './showTimes.ts';

/** What `holdpoint backtest` is asked. */
export interface BacktestCall {
  /** Undefined: that of the first session. */
  readonly plan: string | undefined;
  /** Recordings and sessions, at least one. */
  readonly recordings: readonly string[];
  /** None: they lie beside the plan. One: it holds for every recording. Else one for each recording. */
  readonly expects: readonly string[];
  readonly sweeps: readonly SweepRange[];
  readonly set: readonly string[];
  readonly json: boolean;
  /** Where the curve goes beside, as a table for spreadsheets and as a picture. */
  readonly files: { readonly csv: string | undefined; readonly svg: string | undefined; readonly force: boolean };
}

export function readBacktestCall(argv: string[]): BacktestCall {
  const { options, words } = readCall(argv, {
    options: {
      ...{ plan: 'value', recording: 'values', expects: 'values', sweep: 'values', set: 'values', json: 'flag' },
      ...{ csv: 'value', svg: 'value', force: 'flag' },
    },
    short: { f: 'force' },
    words: ['recordings...'],
  });
  const { plan, recording, expects, sweep, set, json, csv, svg, force } = options;
  const recordings = [...recording, ...words];
  if (plan === undefined && !recordings.some(isSession)) throw new CallError('Name the plan with --plan.');
  if (recordings.length === 0) throw new CallError('Name one or more recordings with --recording.');
  if (expects.length > 1 && expects.length !== recordings.length) {
    throw new CallError(
      `--expects is given ${expects.length} times for ${showCount(recordings.length, 'recording')}: give it once for all, or once for each in their order.`,
    );
  }
  if (sweep.length > 0 && set.length > 0) {
    throw new CallError(
      '--sweep and --set do not go together: sweep the other number over one value, such as --sweep RB-2.for=2m..2m:1m, and the two are combined.',
    );
  }
  if (sweep.length === 0 && (csv !== undefined || svg !== undefined)) {
    throw new CallError('--csv and --svg are of a curve: add --sweep, such as --sweep RB-2.over=100..400:25.');
  }
  return { plan, recordings, expects, sweeps: sweep.map(readRange), set, json, files: { csv, svg, force } };
}

/** A session brings the plan that it was judged by. */
const isSession = (path: string): boolean => path.endsWith('.holdpoint');

function readRange(text: string): SweepRange {
  const range = readSweep(text);
  if (typeof range === 'string') throw new Refusal(2, `--sweep: ${range}`);
  return range;
}
