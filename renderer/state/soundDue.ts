import type { WireSnapshot } from '../../shared/contract/wireRoom.ts';

type People = Pick<NonNullable<WireSnapshot['room']>, 'attention' | 'isStaffed'>;
type AttentionReading = People['attention'];
type Judged = Pick<NonNullable<WireSnapshot['judged']>, 'triggers'>;

export type Arm = AttentionReading['arms'][number]['arm'];

/** Something that fires, or has cleared, and that nobody has acknowledged. In a flood all cells of a trigger are one. */
export interface Alarm {
  readonly trigger: string;
  readonly cell: Readonly<Record<string, string>>;
  readonly arm: Arm;
  readonly sinceAt: number;
  /** How many cells it stands for. */
  readonly count: number;
  /** It fires still: clearing makes it no quieter. */
  readonly isOn: boolean;
}

/** What this screen has heard of, and what of it it has told. */
export interface Heard {
  readonly alarms: readonly Alarm[];
  /** Heard by whoever is at this screen, where the room has nothing to acknowledge. */
  readonly hushed: readonly Alarm[];
  /** Not told yet. */
  readonly waiting: readonly Alarm[];
  /** The burst in which alarms are told: when it began, ms on the page's clock, and how many were named in it. */
  readonly burst: { readonly fromMs: number; readonly named: number; readonly isFull: boolean };
  readonly soundedAtMs: number;
}

/** `again` is what goes on until somebody acknowledges it. */
export type DueSound =
  { readonly kind: 'alarm' | 'again'; readonly alarm: Alarm } | { readonly kind: 'more'; readonly count: number };

export const nothingHeard: Heard = {
  alarms: [],
  hushed: [],
  waiting: [],
  burst: { fromMs: -Infinity, named: 0, isFull: false },
  soundedAtMs: -Infinity,
};

const burstMs = 10_000;
const mostNamed = 3;
/** What only advises is told once. */
const againMs: Readonly<Record<Arm, number>> = { act: 5000, hold: 15_000, advise: Infinity };
const loudness: readonly Arm[] = ['advise', 'hold', 'act'];

export const isSame = (one: Alarm, other: Alarm): boolean =>
  one.trigger === other.trigger && JSON.stringify(one.cell) === JSON.stringify(other.cell);

export function loudestOf(alarms: readonly Alarm[]): Alarm | undefined {
  return alarms.reduce<Alarm | undefined>(
    (most, one) => (most === undefined || loudness.indexOf(one.arm) > loudness.indexOf(most.arm) ? one : most),
    undefined,
  );
}

/**
 * Takes a picture in: what has begun to fire waits to be told, what was acknowledged or shelved is told no more. While
 * nobody has joined nobody can acknowledge, and what fires is what telemetry alone says.
 */
export function hear(heard: Heard, { attention, isStaffed }: People, judged: Judged): Heard {
  const all = !isStaffed
    ? judgedAlarms(attention, judged)
    : attention.load.isFlood
      ? groupAlarms(heard, attention)
      : entryAlarms(attention);
  const isHushed = (alarm: Alarm): boolean =>
    heard.hushed.some((one) => isSame(one, alarm) && one.sinceAt === alarm.sinceAt);
  const firing = all.filter((alarm) => !isHushed(alarm));
  const quiet = quietOf(attention);
  const isLoud = (alarm: Alarm): boolean => !quiet(alarm);
  const kept = heard.alarms
    .filter((alarm) => isLoud(alarm) && !firing.some((one) => isSame(one, alarm)))
    .map((alarm) => ({ ...alarm, isOn: isOnStill(alarm, attention) }));
  const fresh = firing.flatMap((alarm) => {
    const known = heard.alarms.find((one) => isSame(one, alarm) && one.sinceAt === alarm.sinceAt);
    const count = alarm.count - (known?.count ?? 0);
    return count > 0 && !isToldAsGroup(heard, alarm) ? [{ ...alarm, count }] : [];
  });
  return {
    ...heard,
    alarms: [...firing, ...kept],
    waiting: [...heard.waiting.filter(isLoud), ...fresh],
  };
}

/** What sounds now. A burst names the first few; the others are one number, and later ones wait until it is over. */
export function dueSounds(
  heard: Heard,
  nowMs: number,
): { readonly sounds: readonly DueSound[]; readonly heard: Heard } {
  const isOver = nowMs - heard.burst.fromMs >= burstMs;
  const burst = isOver ? { fromMs: nowMs, named: 0, isFull: false } : heard.burst;
  const free = burst.isFull ? 0 : mostNamed - burst.named;
  const named = heard.waiting.slice(0, free);
  const others = heard.waiting.slice(named.length);
  const count = sum(others) + sum(named) - named.length;
  const isFull = burst.isFull || count > 0;
  const sounds: DueSound[] = named.map((alarm) => ({ kind: 'alarm', alarm }));
  if (count > 0 && !burst.isFull) sounds.push({ kind: 'more', count });
  const waiting = burst.isFull ? heard.waiting : [];
  if (sounds.length === 0) {
    const alarm = loudestOf(heard.alarms);
    if (alarm === undefined || nowMs - heard.soundedAtMs < againMs[alarm.arm]) return { sounds, heard };
    return { sounds: [{ kind: 'again', alarm }], heard: { ...heard, soundedAtMs: nowMs } };
  }
  const next = { ...burst, named: burst.named + named.length, isFull };
  return { sounds, heard: { ...heard, waiting, burst: next, soundedAtMs: nowMs } };
}

/** Somebody at this screen has heard it. */
export function hush(heard: Heard, alarm: Alarm): Heard {
  const isOther = (one: Alarm): boolean => !isSame(one, alarm);
  const hushed = [...heard.hushed.filter(isOther), alarm];
  return { ...heard, hushed, alarms: heard.alarms.filter(isOther), waiting: heard.waiting.filter(isOther) };
}

const sum = (alarms: readonly Alarm[]): number => alarms.reduce((total, { count }) => total + count, 0);

function armOf(attention: AttentionReading, trigger: string): Arm {
  return attention.arms.find((one) => one.trigger === trigger)?.arm ?? 'advise';
}

function entryAlarms(attention: AttentionReading): Alarm[] {
  return attention.entries.flatMap(({ trigger, cell, state, sinceAt, acknowledged, shelved }) =>
    state === 'firing' && acknowledged === null && shelved === null
      ? [{ trigger, cell, arm: armOf(attention, trigger), sinceAt: sinceAt ?? 0, count: 1, isOn: true }]
      : [],
  );
}

function judgedAlarms(attention: AttentionReading, judged: Judged): Alarm[] {
  return judged.triggers.flatMap(({ id, cell, state, since }) =>
    state === 'firing'
      ? [{ trigger: id, cell, arm: armOf(attention, id), sinceAt: since ?? 0, count: 1, isOn: true }]
      : [],
  );
}

/** A flood is told by trigger: those of its cells that were told one by one are not told again. */
function groupAlarms(heard: Heard, attention: AttentionReading): Alarm[] {
  return attention.groups.flatMap(({ trigger, unacknowledged, sinceAt }) => {
    const apart = heard.alarms.filter((one) => one.trigger === trigger && !isGroup(one)).length;
    const count = unacknowledged - apart;
    const known = heard.alarms.find((one) => one.trigger === trigger && isGroup(one));
    if (count <= 0) return [];
    return [
      {
        trigger,
        cell: everyCell,
        arm: armOf(attention, trigger),
        sinceAt: known?.sinceAt ?? sinceAt,
        count: Math.max(count, known?.count ?? 0),
        isOn: true,
      },
    ];
  });
}

const everyCell = { '*': '*' };
export const isGroup = ({ cell }: Alarm): boolean => cell['*'] === '*';

/** After a flood its cells come back one by one: those that its trigger was told for are not news. */
function isToldAsGroup(heard: Heard, alarm: Alarm): boolean {
  return !isGroup(alarm) && heard.alarms.some((one) => one.trigger === alarm.trigger && isGroup(one));
}

function quietOf(attention: AttentionReading): (alarm: Alarm) => boolean {
  return (alarm) => {
    if (isGroup(alarm)) {
      const group = attention.groups.find(({ trigger }) => trigger === alarm.trigger);
      if (attention.load.isFlood) return group !== undefined && group.firing > 0 && group.unacknowledged === 0;
      const own = attention.entries.filter(({ trigger, state }) => trigger === alarm.trigger && state === 'firing');
      return own.length > 0;
    }
    const entry = attention.entries.find(
      (one) => one.trigger === alarm.trigger && JSON.stringify(one.cell) === JSON.stringify(alarm.cell),
    );
    if (entry !== undefined) return entry.acknowledged !== null || entry.shelved !== null;
    const group = attention.groups.find(({ trigger }) => trigger === alarm.trigger);
    return group !== undefined && group.firing > 0 && group.unacknowledged === 0;
  };
}

function isOnStill(alarm: Alarm, attention: AttentionReading): boolean {
  const group = attention.groups.find(({ trigger }) => trigger === alarm.trigger);
  return group !== undefined && group.firing > 0;
}
