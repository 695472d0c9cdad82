import { expect, test } from 'vitest';
import { type Alarm, dueSounds, hear, type Heard, hush, isGroup, nothingHeard } from '../../renderer/state/soundDue.ts';

type Attention = Parameters<typeof hear>[1]['attention'];
type Judged = Parameters<typeof hear>[2];

interface Entry {
  readonly market: string;
  readonly trigger?: string;
  readonly state?: string;
  readonly sinceAt?: number;
  readonly acknowledged?: boolean;
  readonly shelved?: boolean;
}

const arms = [
  { trigger: 'burns', arm: 'act' },
  { trigger: 'slow', arm: 'hold' },
  { trigger: 'drifts', arm: 'advise' },
];
const attention = (entries: readonly Entry[], groups?: readonly object[]): Attention =>
  ({
    entries: entries.map(
      ({ market, trigger = 'burns', state = 'firing', sinceAt = 1, acknowledged = false, shelved = false }) => ({
        trigger,
        cell: { market },
        state,
        sinceAt,
        acknowledged: acknowledged ? {} : null,
        shelved: shelved ? {} : null,
      }),
    ),
    groups: groups ?? [],
    arms,
    load: { isFlood: groups !== undefined },
  }) as unknown as Attention;
const group = (unacknowledged: number, firing = unacknowledged, trigger = 'burns') => ({
  trigger,
  firing,
  pending: 0,
  unacknowledged,
  sinceAt: 1,
  isFirstOut: true,
});
const nameOf = (alarm: Alarm): string => `${alarm.trigger} ${isGroup(alarm) ? 'cells' : alarm.cell['market']}`;

/** A screen that hears pictures, and says what sounds. */
class Ear {
  heard: Heard = nothingHeard;

  hear(entries: readonly Entry[], groups?: readonly object[]): this {
    const people = { isStaffed: true, attention: attention(entries, groups) };
    this.heard = hear(this.heard, people, { triggers: [] });
    return this;
  }

  /** While nobody has joined. */
  judged(entries: readonly Entry[]): this {
    const triggers = entries.map(({ market, trigger = 'burns', state = 'firing', sinceAt = 1 }) => ({
      id: trigger,
      cell: { market },
      state,
      since: sinceAt,
    }));
    const people = { isStaffed: false, attention: attention([]) };
    this.heard = hear(this.heard, people, { triggers } as unknown as Judged);
    return this;
  }

  at(seconds: number): string[] {
    const { sounds, heard } = dueSounds(this.heard, seconds * 1000);
    this.heard = heard;
    return sounds.map((one) => (one.kind === 'more' ? `and ${one.count}` : `${one.kind} ${nameOf(one.alarm)}`));
  }
}

const markets = (...names: readonly string[]): Entry[] => names.map((market) => ({ market }));

test('what begins to fire sounds once, and again until somebody acknowledges it', () => {
  const ear = new Ear().hear(markets('US'));
  expect(ear.at(0)).toEqual(['alarm burns US']);
  expect(ear.hear(markets('US')).at(4.9)).toEqual([]);
  expect(ear.at(5)).toEqual(['again burns US']);
  expect(ear.hear([{ market: 'US', acknowledged: true }]).at(30)).toEqual([]);
});

test('clearing stops nothing; whoever has heard it does', () => {
  const ear = new Ear().hear(markets('US'));
  ear.at(0);
  expect(ear.hear([]).at(5)).toEqual(['again burns US']);
  const [cleared] = ear.heard.alarms;
  expect(cleared?.isOn).toBe(false);
  if (cleared !== undefined) ear.heard = hush(ear.heard, cleared);
  expect(ear.at(60)).toEqual([]);
});

test('what is shelved, pending or ok is silent', () => {
  const ear = new Ear().hear([
    { market: 'US', shelved: true },
    { market: 'UK', state: 'pending' },
    { market: 'DE', state: 'ok' },
  ]);
  expect(ear.at(0)).toEqual([]);
});

test('the fourth within ten seconds is said with all that come with it, and the next burst names again', () => {
  const ear = new Ear().hear(markets('US', 'UK'));
  expect(ear.at(0)).toEqual(['alarm burns US', 'alarm burns UK']);
  const eight = markets('US', 'UK', 'DE', 'FR', 'JP', 'AU', 'CA', 'BR');
  expect(ear.hear(eight).at(3)).toEqual(['alarm burns DE', 'and 5']);
  const ten = [...eight, ...markets('IT', 'ES')];
  expect(ear.hear(ten).at(6)).toEqual([]);
  expect(ear.at(10)).toEqual(['alarm burns IT', 'alarm burns ES']);
});

test('what is acknowledged before its turn is not told', () => {
  const ear = new Ear().hear(markets('US', 'UK', 'DE', 'FR'));
  ear.at(0);
  ear.hear([...markets('US', 'UK', 'DE', 'FR'), { market: 'JP' }]);
  expect(ear.at(5)).not.toContain('alarm burns JP');
  ear.hear([...markets('US', 'UK', 'DE', 'FR'), { market: 'JP', acknowledged: true }]);
  expect(ear.at(10)).toEqual(['again burns US']);
});

test('each level comes again in its own time, the loudest for all; advice is told once', () => {
  const ear = new Ear().hear([{ market: 'US', trigger: 'drifts' }]);
  expect(ear.at(0)).toEqual(['alarm drifts US']);
  expect(ear.at(600)).toEqual([]);
  ear.hear([
    { market: 'US', trigger: 'drifts' },
    { market: 'US', trigger: 'slow' },
  ]);
  expect(ear.at(601)).toEqual(['alarm slow US']);
  expect(ear.at(615)).toEqual([]);
  expect(ear.at(616)).toEqual(['again slow US']);
});

test('what fires anew after it cleared is told anew', () => {
  const ear = new Ear().hear(markets('US'));
  ear.at(0);
  ear.hear([]);
  expect(ear.hear([{ market: 'US', sinceAt: 9 }]).at(11)).toEqual(['alarm burns US']);
});

test('a flood is told by trigger, with what was told before left out, and its cells are no news after it', () => {
  const ear = new Ear().hear(markets('US'));
  ear.at(0);
  expect(ear.hear([], [group(13)]).at(20)).toEqual(['alarm burns cells', 'and 11']);
  expect(ear.hear([], [group(15)]).at(40)).toEqual(['alarm burns cells', 'and 1']);
  expect(ear.hear(markets('US', 'UK', 'DE')).at(60)).toEqual(['again burns US']);
  expect(ear.hear(markets('US', 'UK', 'DE', 'JP')).at(61)).toEqual(['alarm burns JP']);
});

test('a flood that is acknowledged is silent', () => {
  const ear = new Ear().hear([], [group(13)]);
  ear.at(0);
  expect(ear.hear([], [group(0, 13)]).at(30)).toEqual([]);
});

test('while nobody has joined what fires is told, until whoever is there has heard it', () => {
  const ear = new Ear().judged([{ market: 'US' }, { market: 'UK', state: 'ok' }]);
  expect(ear.at(0)).toEqual(['alarm burns US']);
  const [alarm] = ear.heard.alarms;
  if (alarm !== undefined) ear.heard = hush(ear.heard, alarm);
  expect(ear.judged(markets('US')).at(20)).toEqual([]);
  expect(ear.judged([{ market: 'US', sinceAt: 30 }]).at(30)).toEqual(['alarm burns US']);
});
