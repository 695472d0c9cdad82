/** How a recorded line becomes one that happens now. */
export interface Shift {
  readonly byMs: number;
  /** Put before its epoch, so that what is played again is not taken for what was played before. */
  readonly epoch: string;
}

/** A line that makes no sense is sent as a text: who reads it counts it, and nothing is left out. */
const longestStray = 4096;

export interface ShiftedLine {
  readonly text: string;
  /** When it arrived in the recording, ms; undefined where it does not say. */
  readonly arrivedMs: number | undefined;
}

export function shiftLine(line: string, { byMs, epoch: run }: Shift): ShiftedLine {
  const sample = parse(line);
  if (sample === undefined) return { text: JSON.stringify(line.slice(0, longestStray)), arrivedMs: undefined };
  const { arrived, pos: _pos, t, epoch = '', ...rest } = sample;
  const arrivedMs = [arrived, t].find((one) => typeof one === 'number');
  const shifted = {
    ...(typeof t === 'number' ? { t: t + byMs } : {}),
    ...rest,
    epoch: typeof epoch === 'string' && epoch !== '' ? `${run}~${epoch}` : run,
  };
  return { text: JSON.stringify(shifted), arrivedMs };
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
