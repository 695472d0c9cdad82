import type { Plan } from '../../shared/model/plan.ts';
import { type Cell, cellWords, isSameCell, isWholeLaunch } from '../present/cells.ts';
import { indicatorWords } from '../present/indicatorWords.ts';
import { alertMark, armLevel, type Mark } from '../present/levels.ts';
import { limitsOf } from '../present/limits.ts';
import { burnWords, percentWords } from '../present/numbers.ts';
import { say } from '../present/say.ts';
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

const placeOf = ({ mark }: WallFigure): number =>
  mark === undefined || mark === 'advi' ? 2 : mark === 'blind' ? 1 : 0;

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
  const mark = seen?.status === 'stale' ? 'blind' : heat > 1 ? alertMark(alert.state) : 'norm';
  return [
    {
      name: say('wall.burn', { cell: isWholeLaunch(cell) ? say('call.launch') : cellWords(cell, plan) }),
      value: alert.long === null ? '–' : burnWords(alert.long),
      note: noteOf([say('wall.limit', { limit: burnWords(alert.factor) }), ageWords(seen, picture)]),
      mark: mark === 'norm' ? undefined : mark,
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
      value: percentWords(launch.left),
      note: noteOf([goneWords(judged.at, launch), ageWords(seen, picture)]),
      mark: seen?.status === 'stale' ? 'blind' : undefined,
    },
  ];
}

function limitFigure(id: string, picture: Picture): WallFigure[] {
  const { judged, people, plan } = picture;
  const indicator = plan.indicators[id];
  const limit = limitsOf(plan, id).find(({ of }) => of === 'trigger');
  const reading = (judged.indicators[id] ?? []).find(({ cell, mature }) => isWholeLaunch(cell) && mature === undefined);
  if (indicator === undefined || limit === undefined || reading === undefined) return [];
  const { value, status } = reading;
  const isWrong =
    status === 'known' && value !== null && (limit.wrong === 'over' ? value > limit.limit : value < limit.limit);
  const arm = people?.attention.arms.find(({ trigger }) => trigger === limit.rule)?.arm;
  return [
    {
      name: indicator.says ?? id,
      value: value === null ? '–' : indicatorWords(indicator, value),
      note: noteOf([say('wall.limit', { limit: indicatorWords(indicator, limit.limit) }), ageWords(reading, picture)]),
      mark: isWrong
        ? armLevel(arm ?? plan.triggers[limit.rule]?.arm ?? 'hold')
        : status === 'stale'
          ? 'blind'
          : undefined,
    },
  ];
}

/** What a rate is made of, as telemetry shows it: of the cell itself, or else of the launch. */
function seenOf(judged: Judged, indicator: string | undefined, cell: Cell): IndicatorReading | undefined {
  const own = (judged.indicators[indicator ?? ''] ?? []).filter(({ mature }) => mature === undefined);
  return own.find((one) => isSameCell(one.cell, cell)) ?? own.find((one) => isWholeLaunch(one.cell)) ?? own[0];
}

const noteOf = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(', ');

function ageWords(seen: IndicatorReading | undefined, { judged, isLost }: Picture): string {
  if (isLost) return say('board.asOf', { time: utcWords(judged.at) });
  return seen?.age == null ? '' : say('age.old', { time: spanWords(seen.age) });
}

/** A time of the day only while that is not over a day ahead. */
function goneWords(nowMs: number, { exhaustion }: SloReading): string {
  if (exhaustion == null) return '';
  const isFar = exhaustion.high > 43_200;
  const words = (seconds: number): string =>
    isFar ? spanWords(seconds * 1000) : utcMinuteWords(nowMs + seconds * 1000);
  const range = say('burn.range', { low: words(exhaustion.low), high: words(exhaustion.high) });
  return `${say(isFar ? 'burn.goneIn' : 'burn.gone', { time: words(exhaustion.seconds) })} ${range}`;
}
