import type { Plan } from '../../shared/model/plan.ts';
import { goneAt, isUnproven, outlastsLaunch, spentWords } from '../present/burnProof.ts';
import { type Cell, cellWords, isSameCell, isWholeLaunch } from '../present/cells.ts';
import { alertMark, armLevel, type Mark, statusMark } from '../present/levels.ts';
import { burnWords, percentWords } from '../present/numbers.ts';
import { readingRow } from '../present/readingRows.ts';
import { say, sayWord } from '../present/say.ts';
import { spanWords, utcMinuteWords, utcWords } from '../present/times.ts';
import type { IndicatorReading, Judged, People, SloReading } from '../present/wire.ts';

export interface WallFigure {
  readonly name: string;
  readonly value: string;
  readonly note: string;
  readonly mark: Mark | undefined;
}

interface Picture {
  readonly judged: Judged;
  readonly people: People | null;
  readonly plan: Plan;
  /** The engine is lost: an age that stands still is none. */
  readonly isLost: boolean;
}

const mostShown = 4;

/** The worst burn, what is left of the budget, and the numbers that rules set limits to: what is wrong comes first. */
export function wallFigures(picture: Picture): WallFigure[] {
  const { judged, plan } = picture;
  const made = [
    ...Object.entries(judged.slos).flatMap(([slo, readings]) => [
      ...burnFigure(slo, readings, picture),
      ...budgetFigure(slo, readings, picture),
    ]),
    ...Object.keys(plan.indicators).flatMap((id) => limitFigure(id, picture)),
  ];
  return made.sort((one, other) => placeOf(one) - placeOf(other)).slice(0, mostShown);
}

const placeOf = ({ mark }: WallFigure): number => (mark === 'crit' || mark === 'caut' ? 0 : mark === 'blind' ? 1 : 2);

function burnFigure(slo: string, readings: readonly SloReading[], picture: Picture): WallFigure[] {
  const { judged, plan } = picture;
  const found = readings.flatMap(({ cell, alerts }) =>
    alerts.map((alert) => {
      const heat = (alert.long ?? 0) / alert.factor;
      const seen = seenOf(judged, plan.slos[slo]?.indicator, cell);
      return { cell, alert, heat, seen, place: heat > 1 ? 0 : seen?.status === 'stale' ? 1 : 2 };
    }),
  );
  const [worst] = found.sort((a, b) => a.place - b.place || b.heat - a.heat);
  if (worst === undefined) return [];
  const { cell, alert, heat, seen } = worst;
  const isHot = heat > 1 && seen?.status !== 'stale';
  const unproven = isHot && alertMark(alert.state) === 'crit' && isUnproven(slo, cell, plan, judged.triggers);
  return [
    {
      name: say('wall.burn', { cell: isWholeLaunch(cell) ? say('call.launch') : cellWords(cell, plan) }),
      value: alert.long === null ? '–' : burnWords(alert.long),
      note: noteOf([
        unproven ? say('burn.unproven') : isHot ? '' : unknownWord(seen),
        say('wall.limit', { limit: burnWords(alert.factor) }),
        ageWords(seen, picture),
      ]),
      mark: unproven ? 'caut' : isHot ? alertMark(alert.state) : statusMark(seen?.status ?? 'never'),
    },
  ];
}

function budgetFigure(slo: string, readings: readonly SloReading[], picture: Picture): WallFigure[] {
  const { judged, plan } = picture;
  const launch = readings.find(({ cell, left }) => isWholeLaunch(cell) && left !== undefined);
  if (launch?.left === undefined) return [];
  const seen = seenOf(judged, plan.slos[slo]?.indicator, launch.cell);
  return [
    {
      name: say('wall.budgetLeft'),
      value: percentWords(Math.max(0, launch.left)),
      note: noteOf([goneWords(launch, picture), ageWords(seen, picture)]),
      mark: seen?.status === 'stale' ? 'blind' : undefined,
    },
  ];
}

/** As the Room's boards tell it, over the window that the rule looks at. */
function limitFigure(id: string, picture: Picture): WallFigure[] {
  const { judged, people, plan } = picture;
  const row = readingRow(id, plan, judged);
  if (row?.limit?.of !== 'trigger' || row.reading === undefined) return [];
  const { name, reading, limit, words, isWrong, firingSinceMs } = row;
  const { value, status } = reading;
  const isLoud = isWrong || (firingSinceMs !== undefined && status === 'known');
  const arm = people?.attention.arms.find(({ trigger }) => trigger === limit.rule)?.arm;
  const none = status === 'known' ? say('value.endless') : '–';
  return [
    {
      name,
      value: value === null ? none : words(value),
      note: noteOf([
        unknownWord(reading),
        say('wall.limit', { limit: words(limit.limit) }),
        ageWords(reading, picture),
      ]),
      mark: isLoud ? armLevel(arm ?? plan.triggers[limit.rule]?.arm ?? 'hold') : statusMark(status),
    },
  ];
}

/** What a rate is made of, as telemetry shows it: of the cell itself, or else of the launch. */
function seenOf(judged: Judged, indicator: string | undefined, cell: Cell): IndicatorReading | undefined {
  const own = (judged.indicators[indicator ?? ''] ?? []).filter(({ mature }) => mature === undefined);
  return own.find((one) => isSameCell(one.cell, cell)) ?? own.find((one) => isWholeLaunch(one.cell)) ?? own[0];
}

const noteOf = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(', ');

/** In which way a number is not known; how long a silent one was not heard its age says. */
function unknownWord(seen: IndicatorReading | undefined): string {
  const status = seen?.status ?? 'never';
  return status === 'known' || status === 'stale' ? '' : sayWord('state', status);
}

function ageWords(seen: IndicatorReading | undefined, { judged, isLost }: Picture): string {
  if (isLost) return say('board.asOf', { time: utcWords(judged.at) });
  return seen?.age == null ? '' : say('age.old', { time: spanWords(seen.age) });
}

/** A time of the day only while that is not over a day ahead. */
function goneWords(reading: SloReading, { judged, plan }: Picture): string {
  const { exhaustion } = reading;
  if ((reading.left ?? 1) <= 0) return spentWords(reading.left ?? 0);
  if (exhaustion == null) return '';
  if (outlastsLaunch(goneAt(judged.at, reading), plan)) return say('wall.outlasts');
  const isFar = exhaustion.high > 43_200;
  const words = (seconds: number): string =>
    isFar ? spanWords(seconds * 1000) : utcMinuteWords(judged.at + seconds * 1000);
  const range = say('burn.range', { low: words(exhaustion.low), high: words(exhaustion.high) });
  return `${say(isFar ? 'burn.goneIn' : 'burn.gone', { time: words(exhaustion.seconds) })} ${range}`;
}
