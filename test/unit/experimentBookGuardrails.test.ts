import { describe, expect, test } from 'vitest';
import { type TestSample } from '../help/tickByTick.ts';
import { arms, counts, experimentOf, errors, guarded, armCounts, requests, readingOf } from '../help/twoArms.ts';

describe('guardrails', () => {
  test.each([
    ['proven safe', 20_000, 40, 40],
    ['proven harmful', 20_000, 40, 700],
    ['not yet known', 500, 1, 2],
  ])('%s', (state, total, controlBad, treatmentBad) => {
    const room = experimentOf(guarded, errors);
    room.give([
      ...armCounts('control', 100, 10),
      ...armCounts('one-click', 100, 10),
      ...requests('control', total - controlBad, controlBad),
      ...requests('one-click', total - treatmentBad, treatmentBad),
    ]);
    const [guardrail] = readingOf(room).guardrails;
    expect(guardrail).toMatchObject({ indicator: 'errors', margin: 0.01, state, status: 'known' });
    expect(guardrail?.control).toBeCloseTo(controlBad / total, 12);
    expect(room.state('proven-safe')).toBe(state === 'proven safe' ? 'firing' : 'ok');
    expect(room.state('proven-harmful')).toBe(state === 'proven harmful' ? 'firing' : 'ok');
    expect(room.state('not-yet-known')).toBe('firing');
  });

  test('good events, shares within a limit and rates are all worse when there is more of the bad', () => {
    const room = experimentOf(
      `${arms}, ${counts}, guardrails: [{ indicator: good, margin: 1pp }, { indicator: per-thousand, margin: 1pp }]`,
      `indicators:
  good: { kind: ratio, good: { metric: requests, where: { outcome: ok } }, total: { metric: requests } }
  per-thousand: { kind: rate, count: { metric: requests, where: { outcome: error } }, per: { metric: requests }, scale: 1000 }\n`,
    );
    room.give([...requests('control', 19_900, 100), ...requests('one-click', 19_000, 1000)]);
    expect(readingOf(room).guardrails.map(({ state }) => state)).toEqual(['proven harmful', 'proven harmful']);
    expect(readingOf(room).guardrails[1]?.arms[0]?.difference).toBeCloseTo(0.045, 12);
  });

  test('an indicator without the label cannot tell the arms apart: not yet known, and rules do not know', () => {
    const room = experimentOf(guarded, errors);
    room.give([
      ...armCounts('control', 100, 10),
      ...armCounts('one-click', 100, 10),
      ...requests(undefined, 1000, 500),
    ]);
    expect(readingOf(room).guardrails[0]).toMatchObject({
      state: 'not yet known',
      status: 'never',
      control: null,
      why: 'the guardrail errors cannot tell the arms apart, because no sample of it bears the label arm.',
    });
    expect(room.isFrozen('proven-safe')).toBe(true);
    expect(room.isFrozen('proven-harmful')).toBe(true);
  });

  test('an arm of which the indicator has nothing leaves it open', () => {
    const room = experimentOf(guarded, errors);
    room.give([
      ...armCounts('control', 100, 10),
      ...armCounts('one-click', 100, 10),
      ...requests('one-click', 1000, 500),
    ]);
    expect(readingOf(room).guardrails[0]).toMatchObject({
      state: 'not yet known',
      status: 'none',
      why: 'the guardrail errors has nothing of control to compare with.',
    });
    expect(room.isFrozen('proven-harmful')).toBe(true);
  });

  test('all of several must be safe, and one is enough for harm', () => {
    const two = `${errors}  slow: { kind: ratio, bad: { metric: answers, where: { outcome: error } }, total: { metric: answers } }\n`;
    const text = `${arms}, ${counts}, guardrails: [{ indicator: errors, margin: 1pp }, { indicator: slow, margin: 1pp }]`;
    const answers = (arm: string, good: number, bad: number): TestSample[] =>
      requests(arm, good, bad).map((sample) => ({ ...sample, metric: 'answers' }));
    const room = experimentOf(text, two);
    room.give([...requests('control', 20_000, 20), ...requests('one-click', 20_000, 20)]);
    expect(room.isFrozen('proven-safe')).toBe(true);
    room.give([...answers('control', 100, 1), ...answers('one-click', 100, 1)]);
    expect(room.state('proven-safe')).toBe('ok');
    expect(room.isFrozen('proven-safe')).toBe(false);
    room.give([...answers('control', 20_000, 20), ...answers('one-click', 20_000, 20)]);
    expect(room.state('proven-safe')).toBe('firing');
    room.give([...answers('one-click', 20_000, 4000)]);
    expect(room.state('proven-safe')).toBe('ok');
    expect(room.state('proven-harmful')).toBe('firing');
  });

  test('without a guardrail nothing is ever safe or harmful', () => {
    const room = experimentOf(`${arms}, ${counts}`);
    room.give([...armCounts('control', 20_000, 2000), ...armCounts('one-click', 20_000, 2000)]);
    expect(room.isFrozen('proven-safe')).toBe(true);
    expect(room.why('proven-safe')).toBe('buy has no guardrail, so nothing shows that it is safe.');
  });

  test('a guardrail whose source falls silent is unknown, while conversion is not', () => {
    const room = experimentOf(guarded, errors);
    const heard = armCounts('control', 100, 10).concat(armCounts('one-click', 100, 10));
    const failing = [...requests('control', 20_000, 20), ...requests('one-click', 15_000, 5000)];
    room.give([...heard, ...failing.map((sample) => ({ ...sample, source: 'gateway' }))]);
    expect(room.state('proven-harmful')).toBe('firing');
    room.repeat(40, () => heard);
    expect(room.isFrozen('proven-harmful')).toBe(true);
    expect(room.state('proven-harmful')).toBe('firing');
    expect(room.isFrozen('proven-better')).toBe(false);
    expect(room.why('proven-harmful')).toBe('the guardrail errors was last heard 41 s ago.');
  });
});
