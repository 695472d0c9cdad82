import { instantAt } from '../../shared/base/instant.ts';
import type { Plan } from '../../shared/model/plan.ts';

export interface Stretch {
  readonly id: string;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface WaveRow {
  readonly id: string;
  /** `US, UK × card` */
  readonly cells: string;
  /** From its start to the start of a later one, or the end; undefined where the plan names no start. */
  readonly stretch: Stretch | undefined;
}

export interface EntryBand extends Stretch {
  readonly kind: string;
  readonly says: string;
}

/** The waves of the ramp over the entries of the calendar, on one time. */
export interface RampCalendar {
  readonly fromMs: number;
  readonly toMs: number;
  readonly waves: readonly WaveRow[];
  readonly entries: readonly EntryBand[];
  /** Entries of which no part is in the launch. */
  readonly outside: number;
}

const hourMs = 3_600_000;

export function rampCalendar(plan: Plan): RampCalendar {
  const { t0, window, ends } = plan.launch;
  const atOf = (instant: Parameters<typeof instantAt>[0]): number => instantAt(instant, t0);
  const starts = (plan.ramp?.waves ?? []).flatMap((wave) => (wave.starts === undefined ? [] : [atOf(wave.starts)]));
  const last = ends ?? window?.closes;
  const endMs = Math.max(last === undefined ? t0 + hourMs : atOf(last), ...starts.map((at) => at + hourMs));
  const beginMs = Math.min(t0, window === undefined ? t0 : atOf(window.opens), ...starts);
  const padMs = (endMs - beginMs) * 0.02;
  const [fromMs, toMs] = [beginMs - padMs, endMs + padMs];
  const entries = plan.calendar.map(({ id, kind, says, from, to }) => ({
    id,
    kind,
    says,
    fromMs: atOf(from),
    toMs: atOf(to),
  }));
  const inside = entries.filter((entry) => entry.toMs > fromMs && entry.fromMs < toMs);
  return {
    fromMs,
    toMs,
    waves: (plan.ramp?.waves ?? []).map(({ id, cells, starts: startsAt }) => {
      const from = startsAt === undefined ? undefined : atOf(startsAt);
      const next = from === undefined ? undefined : starts.filter((at) => at > from).sort((a, b) => a - b)[0];
      return {
        id,
        cells: Object.values(cells)
          .map((values) => values.join(', '))
          .join(' × '),
        stretch: from === undefined ? undefined : { id, fromMs: from, toMs: next ?? endMs },
      };
    }),
    entries: inside,
    outside: entries.length - inside.length,
  };
}
